package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Affine;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizeTest {
  private static StoredTensor quantize(DataType codes, float... values) {
    return Quantize.floats("w", values, Shape.of(values.length), codes);
  }

  private static double scale(StoredTensor t) {
    return ((Affine) t.encoding()).scales().getFirst();
  }

  /// The numbers of the original converter's own test.
  @Test
  void codesAreThoseOfTheOriginalConverter() {
    StoredTensor t = quantize(DataType.UINT8, 0f, -0.1f, 1.2f);
    assertEquals(0.00509803940852, scale(t), 1e-13);
    assertEquals(-0.10196078817, ((Affine) t.encoding()).mins().getFirst(), 1e-11);
    assertArrayEquals(new byte[] {20, 0, (byte) 255}, t.bytes().toArray());
    assertEquals(0f, t.tensor().floats()[0]);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "UINT16"})
  void valuesMoveByHalfAStepAtMostAndZeroStays(DataType codes) {
    Random random = new Random(42);
    for (float[] range :
        new float[][] {{-1, 1}, {0, 1}, {-3, 0}, {2, 5}, {-7, -6}, {-1e-30f, 1e30f}}) {
      float[] values = new float[207];
      for (int i = 0; i < values.length; i++) {
        values[i] = range[0] + (range[1] - range[0]) * random.nextFloat();
      }
      values[5] = range[0] <= 0 && 0 <= range[1] ? 0 : range[0];
      StoredTensor t = quantize(codes, values);
      double scale = scale(t);
      float[] back = t.tensor().floats();
      for (int i = 0; i < values.length; i++) {
        assertEquals(
            values[i],
            back[i],
            scale * 0.51 + Math.ulp(values[i]) + scale * 0.5,
            "range from " + range[0]);
      }
      assertTrue(values[5] != 0 || back[5] == 0, "zero became " + back[5]);
    }
  }

  @Test
  void equalValuesHaveScaleOne() {
    StoredTensor t = quantize(DataType.UINT8, 3.25f, 3.25f);
    assertEquals(1, scale(t));
    assertArrayEquals(new float[] {3.25f, 3.25f}, t.tensor().floats());
    assertArrayEquals(new float[] {0, 0}, quantize(DataType.UINT16, 0, 0).tensor().floats());
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"UINT8", "UINT16", "HALF"})
  void nothingGivesNothing(DataType codes) {
    StoredTensor t = Quantize.floats("w", new float[0], Shape.of(0, 3), codes);
    assertEquals(0, t.bytes().size());
    assertEquals(Shape.of(0, 3), t.tensor().shape());
  }

  @Test
  void affineCodesCannotHoldWhatIsNotFinite() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      ModelException e = assertThrows(ModelException.class, () -> quantize(DataType.UINT8, 1, bad));
      assertTrue(
          e.getMessage()
              .startsWith("weight 'w' cannot be quantized to uint8: element 1 of 2 is " + bad),
          e.getMessage());
    }
  }

  @Test
  void halfRoundsToNearestEven() {
    float[] back =
        quantize(
                DataType.HALF,
                1 + 0x1p-11f,
                1 + 3 * 0x1p-11f,
                65504f,
                65520f,
                1e-8f,
                Float.NaN,
                -0f)
            .tensor()
            .floats();
    assertArrayEquals(
        new float[] {1, 1 + 0x1p-9f, 65504f, Float.POSITIVE_INFINITY, 0, Float.NaN, -0f}, back);
  }
}
