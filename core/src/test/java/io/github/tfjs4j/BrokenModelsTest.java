package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.Verification.Result;
import io.github.tfjs4j.Verification.Verdict;
import io.github.tfjs4j.format.QuantizationPlan;
import io.github.tfjs4j.keras.layer.GoldenCase;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Small real models, converted rightly and broken on purpose: verification must tell them apart.
class BrokenModelsTest {
  @TempDir Path temp;

  private static Path model(String name) {
    return GoldenCase.all("keras")
        .map(GoldenCase::folder)
        .filter(f -> f.endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static Verdict verdict(Path right, Path other) {
    Result result =
        Verification.run(
            InferenceModel.load(right), InferenceModel.load(other), Verification.DEFAULT);
    return result.verdict();
  }

  /// Where each weight lies in the only shard, in floats.
  private static Map<String, int[]> places(Path model) {
    JsonNode json = new JsonMapper().readTree(model.resolve("model.json").toFile());
    Map<String, int[]> places = new LinkedHashMap<>();
    int at = 0;
    for (JsonNode w : json.path("weightsManifest").path(0).path("weights")) {
      int size = Shape.of(w.path("shape").valueStream().map(JsonNode::intValue).toList()).size();
      places.put(w.path("name").stringValue(), new int[] {at, size});
      at += size;
    }
    return places;
  }

  private Path copy(Path model) throws IOException {
    Path to = Files.createTempDirectory(temp, "model");
    try (Stream<Path> files = Files.list(model)) {
      for (Path f : files.toList()) {
        Files.copy(f, to.resolve(f.getFileName()));
      }
    }
    return to;
  }

  /// A copy of the model with another weight.
  private Path withWeight(Path model, String name, Consumer<FloatBuffer> change)
      throws IOException {
    Path to = copy(model);
    Path shard = to.resolve("group1-shard1of1.bin");
    byte[] bytes = Files.readAllBytes(shard);
    int[] place = places(model).get(name);
    change.accept(
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .slice(place[0], place[1]));
    Files.write(shard, bytes);
    return to;
  }

  /// A copy of the model in whose `model.json` the first `from` is `to`.
  private Path withText(Path model, String from, String to) throws IOException {
    Path copy = copy(model);
    String json = Files.readString(model.resolve("model.json"));
    int at = json.indexOf(from);
    if (at < 0) {
      throw new IllegalArgumentException(model + " has no " + from);
    }
    Files.writeString(
        copy.resolve("model.json"),
        json.substring(0, at) + to + json.substring(at + from.length()));
    return copy;
  }

  private static void zero(FloatBuffer weight) {
    for (int i = 0; i < weight.limit(); i++) {
      weight.put(i, 0);
    }
  }

  private static void reverse(FloatBuffer weight) {
    for (int i = 0, j = weight.limit() - 1; i < j; i++, j--) {
      float x = weight.get(i);
      weight.put(i, weight.get(j)).put(j, x);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app_mobilenet_v1_025_96", "cnn_mnist", "residual_bn", "se_block", "text_bi_gru"})
  void a_conversion_is_equal(String name) {
    Path graph = temp.resolve("graph");
    Converter.convert(model(name), graph, ConvertOptions.DEFAULT);
    assertEquals(Verdict.EQUAL, verdict(model(name), graph));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn_mnist", "residual_bn", "se_block", "text_bi_gru", "encoder_decoder"})
  void a_kernel_that_is_zeroed_is_found_wherever_it_is(String name) throws IOException {
    Map<String, Verdict> found = new TreeMap<>();
    Map<String, Verdict> expected = new TreeMap<>();
    for (String weight : kernels(model(name))) {
      expected.put(weight, Verdict.DIFFERENT);
      found.put(
          weight, verdict(model(name), withWeight(model(name), weight, BrokenModelsTest::zero)));
    }
    assertEquals(expected, found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn_mnist", "residual_bn", "text_bi_gru", "encoder_decoder"})
  void a_kernel_in_another_order_is_found_wherever_it_is(String name) throws IOException {
    Map<String, Verdict> found = new TreeMap<>();
    Map<String, Verdict> expected = new TreeMap<>();
    for (String weight : kernels(model(name))) {
      expected.put(weight, Verdict.DIFFERENT);
      found.put(
          weight, verdict(model(name), withWeight(model(name), weight, BrokenModelsTest::reverse)));
    }
    assertEquals(expected, found);
  }

  private static List<String> kernels(Path model) {
    return new ArrayList<>(
        places(model).keySet().stream().filter(n -> n.contains("kernel")).toList());
  }

  /// Its weights are such that nothing which is fed to it arrives at its flat softmax.
  @ParameterizedTest
  @ValueSource(strings = {"conv1/kernel", "conv_dw_3/depthwise_kernel", "conv_pw_6/kernel"})
  void a_zeroed_kernel_does_not_pass_behind_a_flat_softmax(String weight) throws IOException {
    Path right = model("app_mobilenet_v1_025_96");
    Verdict verdict = verdict(right, withWeight(right, weight, BrokenModelsTest::zero));
    assertEquals(true, verdict != Verdict.EQUAL, () -> weight + ": " + verdict);
  }

  @Test
  void other_padding_is_found() throws IOException {
    Path right = model("app_mobilenet_v1_025_96");
    Path wrong = withText(right, "[[0, 1], [0, 1]]", "[[1, 0], [1, 0]]");
    assertEquals(true, verdict(right, wrong) != Verdict.EQUAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"elu", "relu6", "softplus", "linear"})
  void another_activation_is_found(String activation) throws IOException {
    Path right = model("cnn_mnist");
    Path wrong =
        withText(right, "\"activation\": \"relu\"", "\"activation\": \"" + activation + "\"");
    assertEquals(Verdict.DIFFERENT, verdict(right, wrong));
  }

  @Test
  void weights_in_a_byte_each_are_other_numbers() {
    Path graph = temp.resolve("graph");
    QuantizationPlan bytes = QuantizationPlan.all(DataType.UINT8);
    Converter.convert(
        model("cnn_mnist"),
        graph,
        ConvertOptions.DEFAULT.withWrite(w -> w.withQuantization(bytes)));
    assertEquals(Verdict.DIFFERENT, verdict(model("cnn_mnist"), graph));
  }
}
