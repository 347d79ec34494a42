package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static void comesBack(String text) {
    assertEquals(text, Json.text(Json.parse(text, "model.json")));
  }

  private static void fails(String text, String message) {
    FormatException e = assertThrows(FormatException.class, () -> Json.parse(text, "model.json"));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith("model.json: "), e.getMessage());
  }

  @Test
  void valuesComeBackAsTheyWere() {
    comesBack(
        "{\"a\":[1,-2,2147483648,123456789012345678901234567890],\"b\":{\"c\":null,\"d\":true,\"e\":false}}");
    comesBack("{\"x\":[0.1,-0.0,1.5,0.10000000149011612,4.9E-324]}");
    comesBack("{\"ключ\":\"значение \\\"\\\\\\n\"}");
    comesBack("[]");
  }

  @Test
  void intsStayIntsAndRealsStayReals() {
    assertEquals("[1,1.0,1.0E-7]", Json.text(Json.parse("[1, 1.0, 1e-07]", "x")));
  }

  @Test
  void mistakesAreNamedWithTheirPlace() {
    fails("", "model.json: the file is empty");
    fails("  \n ", "model.json: the file is empty");
    fails("{\"a\": 1,\n \"b\": ]", "line 2, column 7");
    fails("{\"a\": [1, 2", "model.json: line 1, column");
    fails("{\"a\"", "model.json: line 1, column");
    fails("{} {}", "line 1, column 4: something stands behind the end");
    fails("{\"a\": 1,\n \"a\": 2}", "line 2, column 7: the key \"a\" is there twice");
    fails("{\"a\": {}, \"a\": {}}", "the key \"a\" is there twice");
    fails("{\"a\": NaN}", "line 1, column");
    fails("{\"a\": Infinity}", "line 1, column");
    fails("{\"a\": 1e400}", "the number 1e400 is too large");
    fails("[" + "9".repeat(500) + "]", "is too large");
    fails("[" + "9".repeat(5000) + "]", "line 1, column");
    fails("[".repeat(100_000), "line 1, column");
    fails("{\"a\":".repeat(100_000), "line 1, column");
    fails("{'a': 1}", "line 1, column 2");
    fails("{\"a\": 01}", "line 1, column");
    fails("[1,]", "line 1, column 4");
  }

  private static void failsAsBytes(String message, int... bytes) {
    byte[] all = new byte[bytes.length + 4];
    all[0] = '[';
    all[1] = '"';
    for (int i = 0; i < bytes.length; i++) {
      all[i + 2] = (byte) bytes[i];
    }
    all[bytes.length + 2] = '"';
    all[bytes.length + 3] = ']';
    FormatException e = assertThrows(FormatException.class, () -> Json.parse(all, "model.json"));
    assertEquals("model.json: line 1: " + message, e.getMessage());
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    failsAsBytes("byte 0xc0 at offset 2 is not UTF-8", 0xc0, 0xaf);
    failsAsBytes("byte 0xe0 at offset 3 is not UTF-8", 'a', 0xe0, 0x80, 0xaf);
    failsAsBytes("byte 0xed at offset 2 is not UTF-8", 0xed, 0xa0, 0x80);
    failsAsBytes("byte 0xf4 at offset 2 is not UTF-8", 0xf4, 0x90, 0x80, 0x80);
    failsAsBytes("byte 0xff at offset 2 is not UTF-8", 0xff);
    failsAsBytes("byte 0xe2 at offset 2 is not UTF-8", 0xe2, 0x82);
    byte[] marked = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '[', ']'};
    assertEquals("[]", Json.text(Json.parse(marked, "x")));
    byte[] wide = "[1]".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertThrows(FormatException.class, () -> Json.parse(wide, "x"));
  }

  @Test
  void whatUtf8CannotHoldIsEscaped() {
    for (String name : List.of("\ud800", "a\udc00b", "\udc00\ud800", "\ud83d\ude00\ud83d")) {
      Tree tree = Tree.object(Map.of("k", Tree.list(Tree.of(name), Tree.of("\u00fc"))));
      byte[] bytes = Json.text(tree).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertEquals(tree, Json.parse(bytes, "x"));
    }
    Tree named = Tree.object(Map.of("a\ud800", Tree.NULL));
    FormatException e = assertThrows(FormatException.class, () -> Json.text(named));
    assertTrue(e.getMessage().endsWith("cannot be a name: it holds half a character"));
    assertEquals("[\"\ud83d\ude00\"]", Json.text(Tree.list(Tree.of("\ud83d\ude00"))));
  }
}
