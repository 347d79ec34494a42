package io.github.tfjs4j.keras.layer;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every model without recurrent layers, lowered and run by the reference, gives the numbers that
/// its maker saw. The two whose weights are too large to keep are left to the conformance judge.
class LoweringGoldenTest {
  static Stream<GoldenCase> cases() {
    return Stream.of(
            "layers",
            "layers-more",
            "keras",
            "keras-more",
            "keras3-more",
            "keras-layers",
            "keras3-layers")
        .flatMap(GoldenCase::all)
        .filter(c -> !c.isRecurrent() && c.hasWeights());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void lowered_model_computes_the_golden_numbers(GoldenCase c) {
    c.check(c.lowered());
  }
}
