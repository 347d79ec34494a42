package io.github.tfjs4j.formats.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.WeightEntry;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasFormatsTest {
  @TempDir Path temp;

  private Source file(Consumer<WritableHdfFile> content) {
    Path path = temp.resolve("model.h5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      content.accept(file);
    }
    return Source.of(path);
  }

  private static KerasModel read(Source source) {
    Format<?> format = Formats.of(source);
    return assertInstanceOf(KerasModel.class, format.read(source));
  }

  private static String error(Source source) {
    return assertThrows(ModelException.class, () -> read(source)).getMessage();
  }

  /// A model of one layer with a kernel.
  private Source dense(String layer, String version, String backend, float[][] kernel) {
    return file(f -> {
      f.putAttribute("keras_version", version);
      f.putAttribute("backend", backend);
      f.putAttribute(
          "model_config",
          "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[{\"class_name\":\"%s\",\"config\":{\"name\":\"d\",\"use_bias\":false}}]}}"
              .formatted(layer));
      WritableGroup weights = f.putGroup("model_weights");
      weights.putAttribute("layer_names", new String[] {"another"});
      WritableGroup group = weights.putGroup("another");
      group.putAttribute("weight_names", new String[] {"old/name:0"});
      group.putGroup("old").putDataset("name:0", kernel);
    });
  }

  @Test
  void aWeightIsWhatItsPlaceSays() {
    List<WeightEntry> weights =
        read(dense("Dense", "2.4.0", "tensorflow", new float[][] {{1, 2}, {3, 4}}))
            .entries()
            .toList();
    assertEquals(1, weights.size());
    assertEquals("d/kernel", weights.getFirst().name());
    assertEquals("[2, 2]", weights.getFirst().data().shape().toString());
    assertEquals(3, weights.getFirst().data().tensor().floats()[2]);
  }

  /// More than is taken into memory as a whole.
  @Test
  void aLargeFileIsReadInPieces() {
    float[][] kernel = new float[3000][3000];
    kernel[2999][2998] = 7;
    float[] read =
        read(dense("Dense", "2.4.0", "tensorflow", kernel))
            .entries()
            .toList()
            .getFirst()
            .data()
            .tensor()
            .floats();
    assertEquals(7, read[9_000_000 - 2]);
    assertEquals(0, read[9_000_000 - 1]);
  }

  @Test
  void theanoTurnsKernelsRound() {
    Source source =
        file(f -> {
          f.putAttribute("keras_version", "2.0.8");
          f.putAttribute("backend", "theano");
          f.putAttribute(
              "model_config",
              "{\"class_name\":\"Sequential\",\"config\":[{\"class_name\":\"Conv1D\",\"config\":{\"name\":\"c\",\"use_bias\":false}}]}");
          WritableGroup weights = f.putGroup("model_weights");
          weights.putAttribute("layer_names", new String[] {"c"});
          WritableGroup group = weights.putGroup("c");
          group.putAttribute("weight_names", new String[] {"kernel"});
          group.putDataset("kernel", new float[][][] {{{1}}, {{2}}, {{3}}});
        });
    float[] kernel = read(source).entries().toList().getFirst().data().tensor().floats();
    assertEquals("3.0 2.0 1.0", kernel[0] + " " + kernel[1] + " " + kernel[2]);
  }

  @Test
  void weightsOfMoreLayersThanThereAreAreRefused() {
    assertTrue(
        error(dense("Flatten", "2.4.0", "tensorflow", new float[][] {{1}}))
            .endsWith(
                "there are weights of 1 layers (another), but the config has 0 layers with weights"
                    + " (), so nobody can say which are whose"));
  }

  @Test
  void weightsAloneAreNoModel() {
    assertTrue(
        error(file(f -> f.putAttribute("layer_names", new String[] {"d"})))
            .contains("this file holds weights only"));
    assertTrue(
        error(file(f -> f.putGroup("layers").putGroup("dense").putDataset("0", new float[] {1})))
            .contains("this file holds weights only"));
    assertTrue(error(file(f -> f.putDataset("data", new float[] {1}))).contains("no Keras model"));
  }

  @Test
  void aModelOfAnOwnClassHasNoLayersInItsFile() {
    String message =
        error(
            file(f ->
                f.putAttribute("model_config", "{\"class_name\":\"Mine\",\"config\":{\"a\":1}}")));
    assertTrue(message.contains("of a class of its own, Mine"), message);
    assertTrue(message.contains("model.export(folder)"), message);
  }

  @Test
  void modelsThatKerasQuantisedAreRefused() {
    String config =
        "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[{\"class_name\":\"Dense\",\"config\":"
            + "{\"name\":\"d\",\"dtype\":{\"class_name\":\"QuantizedDTypePolicy\",\"config\":{\"mode\":\"int8\"}}}}]}}";
    Source source =
        Source.of(
            Map.of(
                "config.json",
                config.getBytes(StandardCharsets.UTF_8),
                "model.weights.h5",
                new byte[0]));
    assertTrue(error(source).contains("quantised by Keras (QuantizedDTypePolicy int8)"));
  }

  @Test
  void whatALayerWasAdaptedToStandsInTheArchive() throws IOException {
    Source weights =
        file(f -> f.putGroup("layers").putGroup("dense").putDataset("0", new float[] {1}));
    String config =
        "{\"class_name\":\"Sequential\",\"config\":{\"layers\":["
            + "{\"class_name\":\"StringLookup\",\"config\":{\"name\":\"s\",\"vocabulary\":null}},"
            + "{\"class_name\":\"IntegerLookup\",\"config\":{\"name\":\"i\",\"vocabulary\":null}}]}}";
    Map<String, byte[]> files = new HashMap<>();
    files.put("config.json", config.getBytes(StandardCharsets.UTF_8));
    files.put("model.weights.h5", Files.readAllBytes(weights.path().orElseThrow()));
    files.put(
        "assets/layers/string_lookup/vocabulary.txt",
        "[UNK]\nä b".getBytes(StandardCharsets.UTF_8));
    files.put(
        "assets/layers/integer_lookup/vocabulary.txt", "-1\n7".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "[[\"[UNK]\",\"ä b\"], [-1,7]]",
        read(Source.of(files)).topology().findAll("vocabulary").toString());
    files.put(
        "assets/layers/integer_lookup/vocabulary.txt", "seven".getBytes(StandardCharsets.UTF_8));
    assertTrue(error(Source.of(files)).contains("should be a whole number, found seven"));
  }

  @Test
  void otherStoresOfWeightsAreNamed() {
    String config = "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[]}}";
    Source source =
        Source.of(
            Map.of(
                "config.json",
                config.getBytes(StandardCharsets.UTF_8),
                "metadata.json",
                "{}".getBytes(StandardCharsets.UTF_8),
                "model.weights.npz",
                new byte[0]));
    assertTrue(error(source).contains("there is no model.weights.h5 in it"));
  }
}
