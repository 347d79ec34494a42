package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `x` with an axis of length 1 at the int32 scalar `axis`; negative ones count from behind the
/// last.
public record ExpandDims() implements Op {
  static final OpDef<ExpandDims> DEF =
      OpDef.constant(new ExpandDims(), ExpandDims.class).type("T", 0).type("Tdim", 1);

  @Override
  public String name() {
    return "ExpandDims";
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Reshape.openAxis(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    if (!x.hasRank()) {
      return List.of(inputs.get(0).type());
    }
    Shape out =
        inputs
            .get(1)
            .constantInts()
            .filter(a -> a.length == 1)
            .map(a -> expanded(x, a[0]))
            .orElse(Shape.ofRank(x.rank() + 1));
    return List.of(inputs.get(0).type().withShape(out));
  }

  static Shape expanded(Shape x, int axis) {
    int at = axis < 0 ? axis + x.rank() + 1 : axis;
    if (at < 0 || at > x.rank()) {
      throw new ShapeException("cannot put an axis at " + axis + " into " + x);
    }
    return x.sub(0, at).concat(Shape.of(1)).concat(x.sub(at, x.rank()));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    // With the very axis that has been taken out.
    Value x = inputs.getFirst();
    if (x.op() instanceof Squeeze s && s.axes().size() == 1 && x.shape().hasRank()) {
      Optional<int[]> axis = inputs.get(1).constantInts().filter(a -> a.length == 1);
      int rank = x.shape().rank() + 1;
      if (axis.isPresent()
          && Math.floorMod(axis.get()[0], rank) == Math.floorMod(s.axes().getFirst(), rank)) {
        return Optional.of(x.node().input(0));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    return List.of(x.reshape(expanded(x.shape(), inputs.get(1).rawInts()[0])));
  }
}
