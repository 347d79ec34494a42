package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Stage;
import io.github.tfjs4j.graph.Verifier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every model with recurrent layers, lowered and run by the reference, gives the numbers that its
/// maker saw, call after call where it is stateful.
class RecurrentGoldenTest {
  static Stream<GoldenCase> cases() {
    return Stream.of(
            "layers",
            "layers-recurrent",
            "keras",
            "keras-recurrent",
            "keras3-recurrent",
            "keras-layers",
            "keras3-layers")
        .flatMap(GoldenCase::all)
        .filter(c -> c.isRecurrent() && c.hasWeights());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void lowered_model_computes_the_golden_numbers(GoldenCase c) {
    Graph graph = c.lowered();
    Verifier.verify(graph, Stage.CORE);
    c.check(graph);
  }
}
