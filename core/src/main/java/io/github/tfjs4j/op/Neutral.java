package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;

/// Constants that change nothing in element-wise arithmetic: neither the value, nor the shape, nor
/// the type of the other operand.
final class Neutral {
  /// Larger constants are not looked through.
  private static final int LARGEST = 1 << 14;

  private Neutral() {}

  /// Whether `c` is a constant of nothing but 1.
  static boolean isOnes(Value c, Value x) {
    return isAll(c, x, 1f, 1);
  }

  /// Whether `c` is a constant of nothing but 0; of floats, -0.0 does not count: `-0.0 - -0.0` is
  /// 0.0.
  static boolean isPositiveZeros(Value c, Value x) {
    return isAll(c, x, 0f, 0);
  }

  /// Whether `c` is a constant of nothing but -0.0, or int32 0; `-0.0 + 0.0` is 0.0, so adding that
  /// is not neutral.
  static boolean isNegativeZeros(Value c, Value x) {
    return isAll(c, x, -0f, 0);
  }

  private static boolean isAll(Value c, Value x, float real, int integer) {
    return c.constant().filter(t -> fits(t, x) && isAll(t.tensor(), real, integer)).isPresent();
  }

  /// Whether an operation of `x` and `c` surely has the type and shape of `x`.
  private static boolean fits(TensorSource c, Value x) {
    Shape s = x.shape();
    int rank = c.shape().rank();
    if (c.shape().longSize() > LARGEST
        || c.type() != x.dataType()
        || !s.hasRank()
        || rank > s.rank()) {
      return false;
    }
    for (int i = 1; i <= rank; i++) {
      int length = c.shape().dim(-i);
      if (length != 1 && length != s.dim(-i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAll(Tensor t, float real, int integer) {
    if (t.type() == DataType.FLOAT) {
      for (float v : t.rawFloats()) {
        if (Float.floatToRawIntBits(v) != Float.floatToRawIntBits(real)) {
          return false;
        }
      }
      return true;
    }
    if (t.type() == DataType.INT32) {
      for (int v : t.rawInts()) {
        if (v != integer) {
          return false;
        }
      }
      return true;
    }
    return false;
  }
}
