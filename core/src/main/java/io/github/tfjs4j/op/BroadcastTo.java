package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `x` repeated along axes of length 1, and along new leading ones, up to the shape in the int32
/// vector `shape`.
public record BroadcastTo() implements ViewOp {
  static final OpDef<BroadcastTo> DEF =
      OpDef.constant(new BroadcastTo(), BroadcastTo.class).type("T", 0).type("Tidx", 1);

  @Override
  public String name() {
    return "BroadcastTo";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape out = inputs.get(1).elements();
    if (x.hasRank() && out.isFullyDefined() && !x.broadcast(out).isCompatible(out)) {
      throw new ShapeException("cannot broadcast " + x + " to " + out);
    }
    return List.of(inputs.get(0).type().withShape(out));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.getFirst();
    Shape shape = inputs.get(1).elements();
    return x.shape().isFullyDefined() && x.shape().equals(shape)
        ? Optional.of(x)
        : Optional.empty();
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    Shape to = Shape.of(how.getFirst());
    if (!x.broadcast(to).equals(to)) {
      throw new ShapeException("cannot broadcast " + x + " to " + to);
    }
    return List.of(View.of(0, Walk.broadcast(x, to), to));
  }
}
