package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  /// The number of a text of `n` letters of the alphabet, again and again.
  private static String of(int n) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append((char) ('a' + i % 26));
    }
    return Long.toUnsignedString(Fingerprint.of(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void every_length_has_the_number_that_tfjs_gives() {
    assertEquals("11160318154034397263", of(0));
    assertEquals("12917804110809363939", of(1));
    assertEquals("12289600257749001502", of(2));
    assertEquals("2640714258260161385", of(3));
    assertEquals("1897425971756105985", of(4));
    assertEquals("4341691227789030229", of(7));
    assertEquals("18368443631171807497", of(8));
    assertEquals("6080716761534418621", of(16));
    assertEquals("11394395984755135400", of(17));
    assertEquals("18417110746069939610", of(32));
    assertEquals("2004761416539416594", of(33));
    assertEquals("11261912070464707578", of(64));
    assertEquals("2608948203458330154", of(65));
    assertEquals("15335908545242240226", of(100));
    assertEquals("14061449006046005066", of(128));
    assertEquals("11176984671211548628", of(129));
    assertEquals("14987565513012298658", of(500));
  }
}
