package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.ClipByValue;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.Conv3D;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.FusedDepthwiseConv2dNative;
import io.github.tfjs4j.op.FusedMatMul;
import io.github.tfjs4j.op.GatherV2;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.LogSoftmax;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.op.Pool3D;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.ResizeBilinear;
import io.github.tfjs4j.op.ResizeNearestNeighbor;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether values have the same shape whatever the model is fed, although parts of it, such as the
/// batch, are unknown: each unknown length is traced to the node and axis that it comes from, and
/// equal origins are equal lengths. One tracer remembers what it has found, for one graph.
public final class SameShape {
  /// One axis of a value.
  private record Axis(Value value, int axis) {}

  /// Values of which both operands have to be traced lie at most this deep in each other; what lies
  /// deeper counts as an origin of its own.
  private static final int DEEPEST = 400;

  private final Map<Axis, Axis> origins = new HashMap<>();
  private int depth;

  /// Whether `a` and `b` surely have the same shape.
  public boolean surely(Value a, Value b) {
    Shape s = a.shape();
    Shape t = b.shape();
    if (!s.hasRank() || !t.hasRank() || s.rank() != t.rank()) {
      return false;
    }
    for (int i = 0; i < s.rank(); i++) {
      boolean same =
          (s.isKnown(i) || t.isKnown(i))
              ? s.dim(i) == t.dim(i)
              : origin(new Axis(a, i)).equals(origin(new Axis(b, i)));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private Axis origin(Axis axis) {
    Axis known = origins.get(axis);
    if (known != null) {
      return known;
    }
    Axis at = axis;
    depth++;
    for (Optional<Axis> next = step(at); next.isPresent(); next = step(at)) {
      at = next.get();
      known = origins.get(at);
      if (known != null) {
        at = known;
        break;
      }
    }
    depth--;
    origins.put(axis, at);
    return at;
  }

  /// One node up, where the length of this axis is surely that of an axis of an input.
  private Optional<Axis> step(Axis at) {
    Node n = at.value().node();
    int axis = at.axis();
    return switch (n.op()) {
      case Unary _,
          LeakyRelu _,
          ClipByValue _,
          Cast _,
          Identity _,
          Softmax _,
          LogSoftmax _,
          BiasAdd _,
          FusedBatchNormV3 _ ->
          of(n, 0, axis);
      case Binary _, Prelu _ -> broadcast(n, axis);
      case Conv2D c -> windowed(n, axis, c.window());
      case DepthwiseConv2dNative c -> windowed(n, axis, c.window());
      case FusedConv2D c -> windowed(n, axis, c.window());
      case FusedDepthwiseConv2dNative c -> windowed(n, axis, c.window());
      case Pool p ->
          windowed(n, axis, new Window2D(p.strideH(), p.strideW(), p.padding(), List.of(), 1, 1));
      case Conv3D _, Pool3D _, ResizeBilinear _, ResizeNearestNeighbor _ ->
          axis == 0 ? of(n, 0, 0) : Optional.empty();
      case MatMul m -> axis == 0 && !m.transposeA() ? of(n, 0, 0) : Optional.empty();
      case FusedMatMul m -> axis == 0 && !m.transposeA() ? of(n, 0, 0) : Optional.empty();
      case BatchMatMulV2 m ->
          n.input(0).shape().hasRank()
                  && n.input(0).shape().rank() == n.out().shape().rank()
                  && n.input(1).shape().hasRank()
                  && n.input(1).shape().rank() == 2
                  && axis < n.out().shape().rank() - (m.adjX() ? 2 : 1)
              ? of(n, 0, axis)
              : Optional.empty();
      case ConcatV2 _ ->
          n.inputs()
                  .getLast()
                  .constantInts()
                  .filter(a -> n.out().shape().axis(a[0]) != axis)
                  .isPresent()
              ? of(n, 0, axis)
              : Optional.empty();
      case Transpose _ -> AxisOrder.of(n).flatMap(p -> of(n, 0, p.axis(axis)));
      case Reshape _, Squeeze _, ExpandDims _ -> reshaped(n);
      case GatherV2 _ -> gathered(n, axis);
      default -> Optional.empty();
    };
  }

  /// The batch, and height and width where every cell has its window.
  private static Optional<Axis> windowed(Node n, int axis, Window2D window) {
    boolean every =
        window.padding() == Padding.SAME && window.strideH() == 1 && window.strideW() == 1;
    return axis == 0 || (every && axis < 3) ? of(n, 0, axis) : Optional.empty();
  }

  private static Optional<Axis> of(Node n, int input, int axis) {
    Value in = n.input(input);
    return in.shape().hasRank() && axis < in.shape().rank()
        ? Optional.of(new Axis(in, axis))
        : Optional.empty();
  }

  /// An operand whose length is 1 here, or that lacks the axis, does not count; two that do must
  /// agree.
  private Optional<Axis> broadcast(Node n, int axis) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    int fromEnd = n.out().shape().rank() - axis;
    Axis found = null;
    for (Value in : n.inputs()) {
      if (!in.shape().hasRank()) {
        return Optional.empty();
      }
      int own = in.shape().rank() - fromEnd;
      if (own < 0 || in.shape().dim(own) == 1) {
        continue;
      }
      Axis next = new Axis(in, own);
      if (found != null && !origin(found).equals(origin(next))) {
        return Optional.empty();
      }
      found = next;
    }
    return Optional.ofNullable(found);
  }

  /// The only unknown length before and after, if the known ones have the same product.
  private static Optional<Axis> reshaped(Node n) {
    Shape in = n.input(0).shape();
    Shape out = n.out().shape();
    if (!in.hasRank()
        || in.unknownDims() != 1
        || out.unknownDims() != 1
        || known(in) != known(out)
        || known(in) == 0) {
      return Optional.empty();
    }
    int axis = 0;
    while (in.isKnown(axis)) {
      axis++;
    }
    return Optional.of(new Axis(n.input(0), axis));
  }

  private static long known(Shape s) {
    long product = 1;
    for (int i = 0; i < s.rank(); i++) {
      product *= s.isKnown(i) ? s.dim(i) : 1;
    }
    return product;
  }

  private static Optional<Axis> gathered(Node n, int axis) {
    Value x = n.input(0);
    Value indices = n.input(1);
    boolean rows =
        n.op().equals(new GatherV2(0))
            && x.shape().hasRank()
            && indices.shape().hasRank()
            && n.input(2).constantInts().filter(a -> x.shape().axis(a[0]) == 0).isPresent();
    if (!rows) {
      return Optional.empty();
    }
    int rank = indices.shape().rank();
    return axis < rank ? of(n, 1, axis) : of(n, 0, axis - rank + 1);
  }
}
