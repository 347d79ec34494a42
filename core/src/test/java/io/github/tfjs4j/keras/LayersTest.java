package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class LayersTest {
  private static String found(String className) {
    KerasLayer layer =
        new KerasLayer(
            className,
            "l",
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode(),
            1,
            Semantics.TFJS);
    return Layers.with(List.of()).find(layer).map(Layer::className).orElse("none");
  }

  @Test
  void every_class_is_listed_once() {
    List<String> names = Layers.BUILT_IN.stream().map(Layer::className).toList();
    assertEquals(names.stream().distinct().toList(), names);
    assertTrue(names.size() >= 60, names.size() + " classes");
  }

  @Test
  void old_names_and_packages_are_understood() {
    assertEquals("BatchNormalization", found("BatchNormalizationV1"));
    assertEquals("Dense", found("Custom>Dense"));
    assertEquals("none", found("Denser"));
  }
}
