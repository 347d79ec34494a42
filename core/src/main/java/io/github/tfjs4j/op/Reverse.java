package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// `x` back to front along each axis for which the bool vector `dims` is true: TensorFlow's first
/// form of [ReverseV2].
public record Reverse() implements Op {
  static final OpDef<Reverse> DEF = OpDef.constant(new Reverse(), Reverse.class).type("T", 0);

  @Override
  public String name() {
    return "Reverse";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.BOOL);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape dims = inputs.get(1).shape().merge(Shape.ofRank(1));
    if (x.hasRank() && dims.isKnown(0) && dims.dim(0) != x.rank()) {
      throw new ShapeException(
          "one bool for each axis says which are reversed, but "
              + x
              + " has "
              + x.rank()
              + " axes and there are "
              + dims.dim(0)
              + " bools");
    }
    return List.of(inputs.get(0).type());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    byte[] reversed = inputs.get(1).rawBools();
    int[] axes = IntStream.range(0, reversed.length).filter(i -> reversed[i] != 0).toArray();
    return new ReverseV2().evaluate(List.of(inputs.get(0), Tensor.ints(axes)));
  }
}
