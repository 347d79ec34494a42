package io.github.tfjs4j.graph;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// How a [TextForm] spells strings: `\"`, `\\`, `\n`, `\t`, any other character as `\u1234`, and in
/// strings of bytes that are no text any byte as `\x12`.
final class TextEscapes {
  private TextEscapes() {}

  // ---- printing ----

  static String quote(String s) {
    return "\"" + escape(s) + "\"";
  }

  /// Without anything that ends a line or that cannot be stored in a file of text.
  static String escape(String s) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      boolean pair = i + 1 < s.length() && Character.isSurrogatePair(c, s.charAt(i + 1));
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (pair) {
            out.append(c).append(s.charAt(++i));
          } else if (isUnprintable(c)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  private static boolean isUnprintable(char c) {
    return Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029';
  }

  static String quote(byte[] bytes) {
    try {
      return quote(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      StringBuilder out = new StringBuilder("\"");
      for (byte b : bytes) {
        out.append(
            b >= 0x20 && b < 0x7f ? escape(Character.toString(b)) : "\\x%02x".formatted(b & 0xff));
      }
      return out.append('"').toString();
    }
  }

  // ---- reading ----

  static String string(String escaped, TextScanner in) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (escaped.charAt(++i) == 'u') {
        out.append((char) hex(escaped, i + 1, 4, in));
        i += 4;
      } else {
        out.append(simple(escaped.charAt(i), in));
      }
    }
    return out.toString();
  }

  static byte[] bytes(String escaped, TextScanner in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int text = 0;
    int i = 0;
    while (i < escaped.length()) {
      if (escaped.startsWith("\\x", i)) {
        out.writeBytes(utf8(string(escaped.substring(text, i), in), in));
        out.write(hex(escaped, i + 2, 2, in));
        i += 4;
        text = i;
      } else {
        i += escaped.charAt(i) == '\\' ? 2 : 1;
      }
    }
    out.writeBytes(utf8(string(escaped.substring(text), in), in));
    return out.toByteArray();
  }

  private static byte[] utf8(String s, TextScanner in) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(s));
      byte[] out = new byte[bytes.remaining()];
      bytes.get(out);
      return out;
    } catch (CharacterCodingException _) {
      throw in.error("a string of bytes cannot hold half of a character");
    }
  }

  private static char simple(char c, TextScanner in) {
    return switch (c) {
      case '"', '\\' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      default -> throw in.error("there is no escape '\\" + c + "'");
    };
  }

  private static int hex(String s, int from, int digits, TextScanner in) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < s.length() ? Character.digit(s.charAt(i), 16) : -1;
      if (digit < 0) {
        throw in.error("an escape has " + digits + " hexadecimal digits");
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
