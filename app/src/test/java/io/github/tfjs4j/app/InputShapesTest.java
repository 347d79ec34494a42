package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputShapesTest {
  @Test
  void shapesComeWithTheInputsNames() {
    assertEquals(
        Map.of("image", Shape.of(1, 224, 224, 3), "a=b", Shape.of(-1, 5)),
        InputShapes.parse(List.of("image=[1, 224,224,3]", "a=b=?,5")));
  }

  @Test
  void theOnlyInputNeedsNoName() {
    assertEquals(Map.of("", Shape.of(-1, -1, 3)), InputShapes.parse(List.of("[-1,None,3]")));
    assertEquals(Map.of("", Shape.SCALAR), InputShapes.parse(List.of("[]")));
  }

  @Test
  void nonsenseIsQuoted() {
    for (String text : List.of("image", "x=[1,,2]", "[1", "x=-2", "x=", "[1.5]")) {
      UsageException e =
          assertThrows(UsageException.class, () -> InputShapes.parse(List.of(text)), text);
      assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
    }
  }

  @Test
  void twoShapesForOneInputAreRefused() {
    assertThrows(UsageException.class, () -> InputShapes.parse(List.of("x=[1]", "x=[2]")));
    assertThrows(UsageException.class, () -> InputShapes.parse(List.of("[1]", "x=[2]")));
  }
}
