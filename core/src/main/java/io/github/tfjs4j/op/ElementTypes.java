package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import java.util.List;

/// The element types of results. TF.js lifts bool to int32 to float32 to complex64 where operands
/// differ.
final class ElementTypes {
  private static final List<DataType> LADDER =
      List.of(DataType.BOOL, DataType.INT32, DataType.FLOAT, DataType.COMPLEX64);

  private ElementTypes() {}

  /// The type that holds both; unknown if one is.
  static DataType upcast(DataType a, DataType b) {
    if (a == DataType.INVALID || b == DataType.INVALID) {
      return DataType.INVALID;
    }
    if (a == b) {
      return a;
    }
    int i = Math.max(LADDER.indexOf(a), LADDER.indexOf(b));
    if (!LADDER.contains(a) || !LADDER.contains(b)) {
      throw new ShapeException("there is no arithmetic on " + a.jsName() + " and " + b.jsName());
    }
    return LADDER.get(i);
  }

  /// float32, which `x` must be unless its type is unknown: TF.js converts nothing here.
  static DataType requireFloat(Op op, Value x) {
    if (x.dataType() != DataType.FLOAT && x.dataType() != DataType.INVALID) {
      throw new ShapeException(
          op.name() + " takes float32, but its input is " + x.type() + "; cast it first");
    }
    return DataType.FLOAT;
  }

  /// complex64, which `x` must be unless its type is unknown.
  static DataType requireComplex(Op op, Value x) {
    if (x.dataType() != DataType.COMPLEX64 && x.dataType() != DataType.INVALID) {
      throw new ShapeException(
          op.name() + " takes complex64, but its input is " + x.type() + "; make it by Complex");
    }
    return DataType.COMPLEX64;
  }

  static void requireSame(Value a, Value b) {
    if (a.type().isKnown() && b.type().isKnown() && a.dataType() != b.dataType()) {
      throw new ShapeException(
          "both are of one element type, but these are " + a.type() + " and " + b.type());
    }
  }

  /// int32 for bool, the type itself for any other.
  static DataType countable(DataType type) {
    return type == DataType.BOOL ? DataType.INT32 : type;
  }
}
