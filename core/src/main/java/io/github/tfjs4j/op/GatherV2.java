package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The slices of `x` along the int32 scalar `axis` that the int32 tensor `indices` names; its axes
/// stand in the place of that axis. Inputs: `x`, `indices`, `axis`.
///
/// @param batchDims how many leading axes both inputs share and run over together; TF.js' wasm
///   backend reads the wrong slices where `x` has more axes than these and the one gathered along
public record GatherV2(int batchDims) implements Op {
  static final OpDef<GatherV2> DEF =
      OpDef.named("GatherV2", GatherV2.class, a -> new GatherV2(a.i("batch_dims", 0)))
          .type("Tparams", 0)
          .type("Tindices", 1)
          .type("Taxis", 2)
          .i("batch_dims", GatherV2::batchDims);

  @Override
  public String name() {
    return "GatherV2";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  /// Of the rows that indices name.
  @Override
  public List<Axis> sameLength(Node node, int axis) {
    Shape x = node.input(0).shape();
    Shape indices = node.input(1).shape();
    boolean rows =
        batchDims == 0
            && x.hasRank()
            && indices.hasRank()
            && node.input(2)
                .constantInts()
                .filter(a -> a.length == 1 && x.axis(a[0]) == 0)
                .isPresent();
    if (!rows) {
      return List.of();
    }
    int rank = indices.rank();
    return axis < rank ? Axis.of(node, 1, axis) : Axis.of(node, 0, axis - rank + 1);
  }

  @Override
  public OptionalInt indexBound(Node node, int input) {
    Shape x = node.input(0).shape();
    Optional<int[]> axis = node.input(2).constantInts().filter(a -> a.length == 1);
    return input == 1 && axis.isPresent() && x.isKnown(axis.get()[0])
        ? OptionalInt.of(x.dim(axis.get()[0]))
        : OptionalInt.empty();
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.ANY, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape indices = inputs.get(1).shape();
    Optional<int[]> axis = inputs.get(2).constantInts().filter(a -> a.length == 1);
    Shape out = Shape.UNKNOWN;
    if (x.hasRank() && indices.hasRank()) {
      int batch = batch(indices);
      int rank = x.rank() - 1 + indices.rank() - batch;
      if (rank < 0 || batch >= x.rank()) {
        throw new ShapeException(
            "cannot gather from " + x + " by " + indices + " with " + batch + " shared axes");
      }
      out = axis.map(a -> gathered(x, indices, x.axis(a[0]), batch)).orElse(Shape.ofRank(rank));
    }
    return List.of(inputs.get(0).type().withShape(out));
  }

  /// Of a vector, such as a shape in another order.
  @Override
  public Shape elements(List<Value> inputs) {
    Shape x = inputs.get(0).elements();
    Optional<int[]> at = inputs.get(1).constantInts();
    boolean known = x.hasRank() && inputs.get(0).shape().rank() == 1 && at.isPresent();
    return known && Arrays.stream(at.get()).allMatch(i -> i >= 0 && i < x.rank())
        ? Shape.of(Arrays.stream(at.get()).map(x::dim).toArray())
        : Shape.UNKNOWN;
  }

  /// How many axes `x` and the indices share.
  public int batch(Shape indices) {
    int batch = batchDims < 0 ? batchDims + indices.rank() : batchDims;
    if (batch < 0 || batch > indices.rank()) {
      throw new ShapeException(
          "indices " + indices + " do not have " + batchDims + " axes to share");
    }
    return batch;
  }

  static Shape gathered(Shape x, Shape indices, int axis, int batch) {
    if (axis < batch) {
      throw new ShapeException("axis " + axis + " is one of the " + batch + " shared axes");
    }
    Shape head = x.sub(0, batch).merge(indices.sub(0, batch)).concat(x.sub(batch, axis));
    return head.concat(indices.sub(batch, indices.rank())).concat(x.sub(axis + 1, x.rank()));
  }

  /// @throws ShapeException where the axis of `x` has no such index
  public static void requireWithin(int index, int axis, Shape x) {
    if (index < 0 || index >= x.dim(axis)) {
      throw new ShapeException("index " + index + " is not within axis " + axis + " of " + x);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor indices = Elements.cast(inputs.get(1), DataType.INT32);
    int batch = batch(indices.shape());
    int axis = x.shape().axis(inputs.get(2).rawInts()[0]);
    Shape shape = gathered(x.shape(), indices.shape(), axis, batch);
    int groups = x.shape().sub(0, batch).size();
    int outer = x.shape().sub(batch, axis).size();
    int length = x.shape().dim(axis);
    int inner = x.shape().sub(axis + 1, x.shape().rank()).size();
    int count = indices.shape().sub(batch, indices.shape().rank()).size();
    Elements from = Elements.of(x);
    Elements to = Elements.make(x.type(), shape);
    for (int block = 0; block < groups * outer; block++) {
      for (int i = 0; i < count; i++) {
        int index = indices.rawInts()[block / outer * count + i];
        requireWithin(index, axis, x.shape());
        to.copy((block * count + i) * inner, from, (block * length + index) * inner, inner);
      }
    }
    return List.of(to.tensor(shape));
  }
}
