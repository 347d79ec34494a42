package io.github.tfjs4j.op;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What ops on strings have in common.
final class Text {
  /// Bytes of text that one op makes.
  static final long MOST_BYTES = 1L << 26;

  private Text() {}

  /// The bytes of a string that is an attribute: in lower case, as TF.js reads them.
  static byte[] attribute(String value) {
    return value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }

  /// Asked before the text is made.
  static void requireRoom(long bytes) {
    if (bytes > MOST_BYTES) {
      throw new LimitException(
          "the result is " + bytes + " bytes of text, more than " + MOST_BYTES);
    }
  }

  /// Bytes of all elements.
  static long bytes(Tensor strings) {
    long bytes = 0;
    for (byte[] s : strings.rawStrings()) {
      bytes += s.length;
    }
    return bytes;
  }
}
