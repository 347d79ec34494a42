package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
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
}
