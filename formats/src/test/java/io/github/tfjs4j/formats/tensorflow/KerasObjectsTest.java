package io.github.tfjs4j.formats.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.LayersModel;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The layers of a SavedModel of Keras compute what Keras did.
class KerasObjectsTest {
  private static final Path CASES = Path.of("../conformance/cases/keras-saved-model");
  private static final Path CASE = CASES.resolve("layers_untraced");
  private static final KerasSavedModelFormat FORMAT = new KerasSavedModelFormat();

  @TempDir Path temp;

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(CASE)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(CASE.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers_traced", "layers_untraced"})
  void layers_and_weights_are_those_of_Keras(String name) {
    Path folder = CASES.resolve(name);
    Source source = Source.of(folder);
    assertEquals("keras_saved_model", Formats.of(source).name());
    Converter.Pair pair = Converter.pair("keras_saved_model", "tfjs_layers_model");
    Converter.convert(new Converter.Request(source, temp, pair, ConvertOptions.DEFAULT));
    LayersModel model = LayersModel.load(temp);
    Map<String, Tensor> found = model.predict(TensorFlowCases.tensors(folder, "inputs"));
    Map<String, Tensor> wanted = TensorFlowCases.tensors(folder, "outputs");
    assertEquals(List.copyOf(wanted.keySet()), List.copyOf(found.keySet()));
    wanted.forEach((output, tensor) -> {
      assertEquals(tensor.shape(), found.get(output).shape());
      for (int i = 0; i < tensor.size(); i++) {
        assertEquals(tensor.get(i), found.get(output).get(i), 1e-5, output + "[" + i + "]");
      }
    });
  }

  @Test
  void a_model_of_a_class_of_its_own_has_a_graph_alone() throws IOException {
    Map<String, byte[]> files = files();
    String metadata = new String(files.get(KerasObjects.METADATA), StandardCharsets.ISO_8859_1);
    files.put(
        KerasObjects.METADATA,
        metadata
            .replace("\"model_config\"", "\"other_config\"")
            .getBytes(StandardCharsets.ISO_8859_1));
    UnsupportedModelException refused =
        assertThrows(UnsupportedModelException.class, () -> FORMAT.readLayers(Source.of(files)));
    assertTrue(refused.getMessage().contains("--output_format=tfjs_graph_model"));
  }

  /// `-Dfuzz.rounds=N -Dfuzz.seed=N` tries more.
  @Test
  void files_that_were_changed_give_our_own_exception_or_something_whole() throws IOException {
    Map<String, byte[]> whole = files();
    Random random = new Random(Long.getLong("fuzz.seed", 20261125));
    for (int round = 0; round < Integer.getInteger("fuzz.rounds", 100); round++) {
      Map<String, byte[]> files = new HashMap<>(whole);
      String changed =
          List.of(KerasObjects.METADATA, "saved_model.pb", "variables/variables.index")
              .get(round % 3);
      byte[] bytes = files.get(changed).clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      files.put(changed, java.util.Arrays.copyOf(bytes, length));
      try {
        KerasModel model = FORMAT.readLayers(Source.of(files));
        model.decoded();
      } catch (ModelException e) {
        assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
      }
    }
  }
}
