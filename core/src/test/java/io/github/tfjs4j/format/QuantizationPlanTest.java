package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuantizationPlanTest {
  private static final List<WeightEntry> WEIGHTS =
      weights("conv1/kernel", "conv1/bias", "dense/kernel");

  private static List<WeightEntry> weights(String... names) {
    return Stream.of(names).map(name -> WeightEntry.of(name, Tensor.scalar(1f))).toList();
  }

  @Test
  void withoutPatternAllNamesAreMeant() {
    assertEquals(
        Map.of(
            "conv1/kernel",
            DataType.UINT8,
            "conv1/bias",
            DataType.UINT8,
            "dense/kernel",
            DataType.UINT8),
        QuantizationPlan.all(DataType.UINT8).resolve(WEIGHTS));
    assertEquals(Map.of(), QuantizationPlan.NONE.resolve(WEIGHTS));
  }

  @Test
  void patternsGoBeforeTheRest() {
    QuantizationPlan plan =
        new QuantizationPlan(
            Map.of(DataType.UINT16, List.of("conv1/*", "nothing"), DataType.HALF, List.of()));
    assertEquals(
        Map.of(
            "conv1/kernel",
            DataType.UINT16,
            "conv1/bias",
            DataType.UINT16,
            "dense/kernel",
            DataType.HALF),
        plan.resolve(WEIGHTS));
  }

  @Test
  void twoTypesForOneNameAreAnError() {
    QuantizationPlan plan =
        new QuantizationPlan(
            Map.of(DataType.UINT8, List.of("*kernel"), DataType.HALF, List.of("conv1/*")));
    ModelException e = assertThrows(ModelException.class, () -> plan.resolve(WEIGHTS));
    assertEquals(
        "Two quantization values float16, uint8 match the same node conv1/kernel", e.getMessage());
  }

  @Test
  void twoTypesForTheRestAreAnError() {
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                new QuantizationPlan(Map.of(DataType.UINT8, List.of(), DataType.HALF, List.of())));
    assertEquals(
        "More than one quantization fallthrough provided, exactly one is supported",
        e.getMessage());
  }

  @Test
  void aPatternThatMatchesNothingIsNamed() {
    QuantizationPlan plan =
        new QuantizationPlan(
            Map.of(DataType.UINT8, List.of("*kernel", "bn/gamma"), DataType.HALF, List.of()));
    assertEquals(
        List.of(
            "the pattern 'bn/gamma' of quantization to uint8 matches none of the 2 weights written:"
                + " a/kernel, b"),
        plan.unmatched(weights("a/kernel", "b")));
    assertEquals(List.of(), plan.unmatched(weights("kernel", "bn/gamma")));
  }

  @Test
  void aPatternOverNamesThatAreGoneIsOneOverLayers() {
    List<WeightEntry> weights =
        List.of(
            weights("conv/kernel").getFirst().withOrigins(Set.of("bn (BatchNormalization)")),
            weights("Const_1").getFirst().withOrigins(Set.of("conv (Conv2D)", "my (layer) (Add)")),
            weights("bn/beta").getFirst().withOrigins(Set.of("bn (BatchNormalization)")));
    QuantizationPlan bn = new QuantizationPlan(Map.of(DataType.UINT8, List.of("bn/*")));
    assertEquals(Map.of("bn/beta", DataType.UINT8), bn.resolve(weights));
    QuantizationPlan layer = new QuantizationPlan(Map.of(DataType.UINT8, List.of("my (layer)")));
    assertEquals(Map.of("Const_1", DataType.UINT8), layer.resolve(weights));
    assertEquals(List.of(), layer.unmatched(weights));
    QuantizationPlan both =
        new QuantizationPlan(
            Map.of(DataType.UINT8, List.of("conv/*"), DataType.HALF, List.of("bn", "my*")));
    assertEquals(
        Map.of("conv/kernel", DataType.UINT8, "bn/beta", DataType.HALF, "Const_1", DataType.HALF),
        both.resolve(weights));
  }
}
