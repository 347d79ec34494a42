package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
  /// What another module would bring.
  public static final class Hdf5 implements Format<KerasModel> {
    @Override
    public String name() {
      return "keras";
    }

    @Override
    public String description() {
      return "a Keras HDF5 file";
    }

    @Override
    public Class<KerasModel> product() {
      return KerasModel.class;
    }

    @Override
    public boolean recognises(Source source) {
      return false;
    }

    @Override
    public KerasModel read(Source source) {
      return new KerasModel(Tree.EMPTY_OBJECT, List.of(), Tree.MISSING, About.NOTHING, Extras.NONE);
    }

    @Override
    public Written write(KerasModel model, Path output, WriteOptions options) {
      return new Written(0, 0, List.of());
    }
  }

  @TempDir Path dir;

  private static List<String> names(List<Format<?>> formats) {
    return formats.stream().map(f -> f.name()).toList();
  }

  @Test
  void everyFormatHasANameOfItsOwn() {
    List<String> names = names(Formats.ALL);
    assertEquals(names.size(), names.stream().distinct().count());
    assertEquals(List.of("tfjs_layers_model", "tfjs_graph_model"), names.subList(0, 2));
    for (Format<?> format : Formats.ALL) {
      assertEquals(format, Formats.named(format.name()).orElseThrow());
      assertFalse(format.description().isEmpty());
      assertTrue(format.reads() || !format.wayOut().isEmpty(), format.name());
    }
  }

  @Test
  void aFormatThatIsFoundAsAServiceTakesThePlaceOfAKnownName() throws IOException {
    Path list = dir.resolve("META-INF/services").resolve(Format.class.getName());
    Folder.write(list, Hdf5.class.getName().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertTrue(Files.exists(list));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {dir.toUri().toURL()}, FormatsTest.class.getClassLoader())) {
      List<Format<?>> all = Formats.with(ServiceLoader.load(Format.class, loader));
      assertEquals(Formats.ALL.size(), all.size());
      Format<?> keras = all.stream().filter(f -> f.name().equals("keras")).findFirst().get();
      assertTrue(keras.reads() && keras.writes());
      assertEquals(Hdf5.class, keras.getClass());
    }
  }
}
