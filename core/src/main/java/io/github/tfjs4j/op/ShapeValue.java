package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is known, before anything runs, of an int32 value that stands for a shape or a part of one:
/// computed through `Const`, `Shape`, `Pack`, `ConcatV2`, `StridedSlice`, `Cast`, `Identity` and
/// integer arithmetic.
public final class ShapeValue {
  private static final int UNKNOWN = Shape.UNKNOWN_DIM;

  /// No shape computation is deeper; a bound keeps hostile graphs from recursing without end.
  private static final int DEPTH = 64;

  private ShapeValue() {}

  /// The vector `v` seen as a shape; elements that are unknown, or the -1 of a `Reshape`, are
  /// unknown dimensions. Empty where not even the number of elements is known.
  public static Optional<Shape> of(Value v) {
    return elements(v, DEPTH).map(Shape::of);
  }

  /// As [#of], but a shape of unknown rank where nothing is known.
  static Shape orUnknown(Value v) {
    return of(v).orElse(Shape.UNKNOWN);
  }

  /// The only element of `v`, or -1 where it is unknown or negative.
  static int scalar(Value v) {
    return elements(v, DEPTH).filter(e -> e.length == 1).map(e -> e[0]).orElse(UNKNOWN);
  }

  /// The elements of a value of rank 0 or 1, where all are known and none is negative.
  static Optional<int[]> known(Value v) {
    return elements(v, DEPTH).filter(e -> Arrays.stream(e).allMatch(d -> d >= 0));
  }

  /// The constant that `op`, a computation on parts of shapes, gives on these inputs, where all of
  /// it is known.
  static Optional<Value> fold(Op op, List<Value> inputs, GraphBuilder to) {
    for (Value v : inputs) {
      if (v.dataType() != DataType.INT32 || !v.shape().hasRank() || v.shape().rank() > 1) {
        return Optional.empty();
      }
    }
    Shape shape = op.infer(inputs).getFirst().shape();
    return elements(op, inputs, DEPTH)
        .filter(e -> shape.isFullyDefined() && shape.rank() <= 1 && e.length == shape.size())
        .filter(e -> Arrays.stream(e).allMatch(d -> d >= 0))
        .map(e -> to.add(new Const(Tensor.adopt(e.clone(), shape))));
  }

  private static Optional<int[]> elements(Value v, int depth) {
    if (depth == 0 || (v.shape().hasRank() && v.shape().rank() > 1)) {
      return Optional.empty();
    }
    Optional<int[]> found = elements(v.op(), v.node().inputs(), depth);
    return (found.isPresent() ? found : lengthOnly(v.shape())).map(ShapeValue::orUnknown);
  }

  /// Negative elements are unknown ones.
  private static int[] orUnknown(int[] e) {
    return Arrays.stream(e).map(d -> Math.max(d, UNKNOWN)).toArray();
  }

  private static Optional<int[]> elements(Op op, List<Value> inputs, int depth) {
    return switch (op) {
      case Const c when c.data().type() == DataType.INT32 ->
          Optional.of(c.data().tensor().rawInts());
      case ShapeOp _ -> dims(inputs.getFirst().shape());
      case RankOp _ -> {
        Shape s = inputs.getFirst().shape();
        yield s.hasRank() ? Optional.of(new int[] {s.rank()}) : Optional.empty();
      }
      case SizeOp _ -> {
        Shape s = inputs.getFirst().shape();
        boolean known = s.isFullyDefined() && s.longSize() <= Integer.MAX_VALUE;
        yield Optional.of(new int[] {known ? s.size() : UNKNOWN});
      }
      case Identity _, StopGradient _ -> elements(inputs.getFirst(), depth - 1);
      case Cast c
          when c.dstT().runtime() == DataType.INT32
              && inputs.getFirst().dataType() == DataType.INT32 ->
          elements(inputs.getFirst(), depth - 1);
      case Pack _ -> joined(inputs, depth);
      case ConcatV2 _ -> joined(inputs.subList(0, inputs.size() - 1), depth);
      case StridedSlice s -> sliced(s, inputs, depth);
      case Binary b -> computed(b, inputs, depth);
      default -> Optional.empty();
    };
  }

  private static Optional<int[]> dims(Shape s) {
    return s.hasRank() ? Optional.of(s.dims()) : Optional.empty();
  }

  /// As many unknown elements as the type promises.
  private static Optional<int[]> lengthOnly(Shape s) {
    if (!s.hasRank() || (s.rank() == 1 && s.dim(0) == UNKNOWN)) {
      return Optional.empty();
    }
    int[] unknown = new int[s.rank() == 0 ? 1 : s.dim(0)];
    Arrays.fill(unknown, UNKNOWN);
    return Optional.of(unknown);
  }

  private static Optional<int[]> joined(List<Value> parts, int depth) {
    int[] all = new int[0];
    for (Value part : parts) {
      Optional<int[]> e = elements(part, depth - 1);
      if (e.isEmpty()) {
        return Optional.empty();
      }
      int at = all.length;
      all = Arrays.copyOf(all, at + e.get().length);
      System.arraycopy(e.get(), 0, all, at, e.get().length);
    }
    return Optional.of(all);
  }

  private static Optional<int[]> sliced(StridedSlice s, List<Value> inputs, int depth) {
    Value of = inputs.get(0);
    Optional<int[]> from = elements(of, depth - 1);
    if (from.isEmpty() || !of.shape().hasRank() || of.shape().rank() != 1) {
      return Optional.empty();
    }
    return s.dense(Shape.of(from.get().length), inputs)
        .filter(d -> d.isFullyDefined() && d.finalShape().rank() <= 1)
        .map(d -> {
          int[] out = new int[d.finalShape().size()];
          for (int i = 0; i < out.length; i++) {
            out[i] = from.get()[d.begin(0) + i * d.stride(0)];
          }
          return out;
        });
  }

  private static Optional<int[]> computed(Binary b, List<Value> inputs, int depth) {
    Optional<int[]> left = elements(inputs.get(0), depth - 1);
    Optional<int[]> right = elements(inputs.get(1), depth - 1);
    boolean integers = inputs.stream().allMatch(v -> v.dataType() == DataType.INT32);
    if (!integers || left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    int n = left.get().length;
    int m = right.get().length;
    if (n != m && n != 1 && m != 1) {
      return Optional.empty();
    }
    int[] out = new int[n == 1 ? m : n];
    for (int i = 0; i < out.length; i++) {
      int x = left.get()[n == 1 ? 0 : i];
      int y = right.get()[m == 1 ? 0 : i];
      out[i] = x < 0 || y < 0 ? UNKNOWN : dimension(b.f(), x, y);
    }
    return Optional.of(out);
  }

  private static int dimension(Binary.F f, int x, int y) {
    long out =
        switch (f) {
          case ADD_V2 -> (long) x + y;
          case SUB -> (long) x - y;
          case MUL -> (long) x * y;
          case FLOOR_DIV, REAL_DIV -> y == 0 ? UNKNOWN : x / y;
          case FLOOR_MOD -> y == 0 ? UNKNOWN : x % y;
          case MAXIMUM -> Math.max(x, y);
          case MINIMUM -> Math.min(x, y);
          case DIV_NO_NAN, POW, SQUARED_DIFFERENCE, ATAN2 -> UNKNOWN;
        };
    return out < 0 || out > Integer.MAX_VALUE ? UNKNOWN : (int) out;
  }
}
