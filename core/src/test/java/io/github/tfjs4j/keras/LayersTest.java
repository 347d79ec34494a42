package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.keras.layer.DenseLayer;
import io.github.tfjs4j.tree.Tree;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static String found(String className) {
    KerasLayer layer =
        new KerasLayer(className, "l", Tree.EMPTY_OBJECT, Tree.EMPTY_OBJECT, 1, Semantics.TFJS);
    return Layers.with(List.of()).find(layer).map(Layer::className).orElse("none");
  }

  @Test
  void every_class_is_listed_once() {
    List<String> names = Layers.BUILT_IN.stream().map(Layer::className).toList();
    assertEquals(names.stream().distinct().toList(), names);
  }

  @Test
  void no_class_is_forgotten() throws Exception {
    Set<String> listed = new TreeSet<>();
    Layers.BUILT_IN.forEach(l -> listed.add(l.getClass().getName()));
    Set<String> written = new TreeSet<>();
    Path root =
        Path.of(DenseLayer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = DenseLayer.class.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName(DenseLayer.class.getPackageName() + "." + name);
        if (Layer.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
          written.add(type.getName());
        }
      }
    }
    assertEquals(written, listed);
  }

  @Test
  void old_names_and_packages_are_understood() {
    assertEquals("BatchNormalization", found("BatchNormalizationV1"));
    assertEquals("Dense", found("Custom>Dense"));
    assertEquals("none", found("Denser"));
  }
}
