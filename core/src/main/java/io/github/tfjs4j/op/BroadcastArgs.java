package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// The shape that two shapes broadcast to, all int32 vectors.
public record BroadcastArgs() implements Op {
  static final OpDef<BroadcastArgs> DEF =
      OpDef.constant(new BroadcastArgs(), BroadcastArgs.class).type("T", 0);

  @Override
  public String name() {
    return "BroadcastArgs";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape a = inputs.get(0).shape().merge(Shape.ofRank(1));
    Shape b = inputs.get(1).shape().merge(Shape.ofRank(1));
    boolean known = a.isFullyDefined() && b.isFullyDefined();
    int length = known ? Math.max(a.dim(0), b.dim(0)) : Shape.UNKNOWN_DIM;
    return List.of(new TensorType(DataType.INT32, Shape.of(length)));
  }

  @Override
  public Shape elements(List<Value> inputs) {
    return inputs.get(0).elements().broadcast(inputs.get(1).elements());
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return ShapeValue.fold(this, inputs, to);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape a = Shape.of(inputs.get(0).rawInts());
    Shape b = Shape.of(inputs.get(1).rawInts());
    if (!a.isFullyDefined() || !b.isFullyDefined()) {
      throw new ShapeException("there is no shape that " + a + " and " + b + " broadcast to");
    }
    return List.of(Tensor.ints(a.broadcast(b).dims()));
  }
}
