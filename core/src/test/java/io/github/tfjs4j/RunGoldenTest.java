package io.github.tfjs4j;

import io.github.tfjs4j.keras.layer.GoldenCase;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every LayersModel, loaded and run as users do, gives the numbers that its maker saw.
public class RunGoldenTest {
  protected static Stream<GoldenCase> cases() {
    return Stream.of(
            "layers",
            "layers-more",
            "layers-recurrent",
            "keras",
            "keras-more",
            "keras-recurrent",
            "keras-layers",
            "keras3-more",
            "keras3-recurrent",
            "keras3-layers")
        .flatMap(GoldenCase::all)
        .filter(GoldenCase::hasWeights);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void aModelComputesTheGoldenNumbers(GoldenCase c) {
    c.checkAsUsersRunIt();
  }
}
