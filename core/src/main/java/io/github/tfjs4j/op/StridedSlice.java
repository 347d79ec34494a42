package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `x[begin[0]:end[0]:strides[0], ...]` as NumPy means it; bit `i` of a mask is about entry `i` of
/// the three int32 vectors.
///
/// @param beginMask entries whose begin is ignored: from the first element
/// @param endMask entries whose end is ignored: to the last element
/// @param ellipsisMask the entry that stands for all axes not named by another, one bit at most
/// @param newAxisMask entries that put an axis of length 1 here
/// @param shrinkAxisMask entries that take one element and drop the axis
public record StridedSlice(
    int beginMask, int endMask, int ellipsisMask, int newAxisMask, int shrinkAxisMask)
    implements ViewOp {
  static final OpDef<StridedSlice> DEF =
      OpDef.named(
              "StridedSlice",
              StridedSlice.class,
              a ->
                  new StridedSlice(
                      a.i("begin_mask", 0),
                      a.i("end_mask", 0),
                      a.i("ellipsis_mask", 0),
                      a.i("new_axis_mask", 0),
                      a.i("shrink_axis_mask", 0)))
          .type("T", 0)
          .type("Index", 1)
          .i("begin_mask", StridedSlice::beginMask)
          .i("end_mask", StridedSlice::endMask)
          .i("ellipsis_mask", StridedSlice::ellipsisMask)
          .i("new_axis_mask", StridedSlice::newAxisMask)
          .i("shrink_axis_mask", StridedSlice::shrinkAxisMask);

  @Override
  public String name() {
    return "StridedSlice";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT, Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape out = dense(x, inputs).map(DenseSlice::finalShape).orElse(Shape.UNKNOWN);
    return List.of(inputs.get(0).type().withShape(out));
  }

  /// The slice axis by axis, as far as it is known; empty where the rank of `x` or the number of
  /// entries is not.
  Optional<DenseSlice> dense(Shape x, List<Value> inputs) {
    Optional<int[]> begin = inputs.get(1).constantInts();
    Optional<int[]> end = inputs.get(2).constantInts();
    Optional<int[]> strides = inputs.get(3).constantInts();
    int entries = -1;
    for (Value v : inputs.subList(1, 4)) {
      if (v.shape().hasRank() && v.shape().rank() == 1 && v.shape().isKnown(0)) {
        entries = v.shape().dim(0);
      }
    }
    if (!x.hasRank() || entries < 0) {
      return Optional.empty();
    }
    return Optional.of(DenseSlice.of(this, x, entries, begin, end, strides));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.getFirst();
    boolean whole =
        newAxisMask == 0
            && shrinkAxisMask == 0
            && dense(x.shape(), inputs).filter(DenseSlice::isWhole).isPresent();
    return whole ? Optional.of(x) : ShapeValue.fold(this, inputs, to);
  }

  /// Axes behind those that are named; of these, as many as the result lacks are dropped.
  @Override
  public List<Axis> sameLength(Node node, int axis) {
    Shape x = node.input(0).shape();
    Shape entries = node.input(1).shape();
    if (ellipsisMask != 0
        || newAxisMask != 0
        || !x.hasRank()
        || !entries.hasRank()
        || entries.rank() != 1
        || !entries.isKnown(0)) {
      return List.of();
    }
    int named = entries.dim(0);
    int kept = named - Integer.bitCount(shrinkAxisMask & ((1 << Math.min(named, 31)) - 1));
    return axis >= kept ? Axis.of(node, 0, axis - kept + named) : List.of();
  }

  @Override
  public Shape elements(List<Value> inputs) {
    Shape from = inputs.getFirst().elements();
    Shape x = inputs.getFirst().shape();
    if (!from.hasRank() || !x.hasRank() || x.rank() != 1) {
      return Shape.UNKNOWN;
    }
    return dense(Shape.of(from.rank()), inputs)
        .filter(d -> d.isFullyDefined() && d.finalShape().rank() <= 1)
        .map(d -> {
          int[] out = new int[d.finalShape().size()];
          for (int i = 0; i < out.length; i++) {
            out[i] = from.dim(d.begin(0) + i * d.stride(0));
          }
          return Shape.of(out);
        })
        .orElse(Shape.UNKNOWN);
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    int[] begin = how.get(0);
    DenseSlice dense =
        DenseSlice.of(
            this,
            x,
            begin.length,
            Optional.of(begin),
            Optional.of(how.get(1)),
            Optional.of(how.get(2)));
    int[] strides = Walk.dense(x.dims());
    int offset = 0;
    for (int i = 0; i < strides.length; i++) {
      offset += dense.begin(i) * strides[i];
      strides[i] *= dense.stride(i);
    }
    return List.of(
        View.of(offset, strides, Shape.of(dense.lengths())).reshaped(dense.finalShape()));
  }
}
