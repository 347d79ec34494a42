package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizationPlanTest {
  private static final List<String> NAMES = List.of("conv1/kernel", "conv1/bias", "dense/kernel");

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
        QuantizationPlan.all(DataType.UINT8).resolve(NAMES));
    assertEquals(Map.of(), QuantizationPlan.NONE.resolve(NAMES));
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
        plan.resolve(NAMES));
  }

  @Test
  void twoTypesForOneNameAreAnError() {
    QuantizationPlan plan =
        new QuantizationPlan(
            Map.of(DataType.UINT8, List.of("*kernel"), DataType.HALF, List.of("conv1/*")));
    ModelException e = assertThrows(ModelException.class, () -> plan.resolve(NAMES));
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
        plan.unmatched(List.of("a/kernel", "b")));
    assertEquals(List.of(), plan.unmatched(List.of("kernel", "bn/gamma")));
  }
}
