package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
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

/// The matrices in the last two axes of `x`, zero away from the diagonal: what stands at `[i, j]`
/// is kept where `|i - j| <= num_lower`, and everywhere if that is negative. Inputs: `x`, the int32
/// scalars `num_lower` and `num_upper`; TF.js takes the first of the two for both sides.
public record MatrixBandPart() implements Op {
  static final OpDef<MatrixBandPart> DEF =
      OpDef.constant(new MatrixBandPart(), MatrixBandPart.class).type("T", 0).type("Tindex", 1);

  @Override
  public String name() {
    return "MatrixBandPart";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INDEX, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.getFirst().shape();
    if (x.hasRank() && x.rank() < 2) {
      throw new ShapeException("takes matrices, found " + x);
    }
    return List.of(inputs.getFirst().type());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    int width = inputs.get(1).rawInts()[0];
    if (width < 0) {
      return List.of(x);
    }
    int rows = x.shape().dim(-2);
    int columns = x.shape().dim(-1);
    Elements from = Elements.of(x);
    Elements out = Elements.make(x.type(), x.shape());
    for (int at = 0, row = 0; at < x.size(); at += columns, row++) {
      int i = row % rows;
      int first = Math.max(0, i - width);
      int end = (int) Math.min(columns, (long) i + width + 1);
      if (first < end) {
        out.copy(at + first, from, at + first, end - first);
      }
    }
    return List.of(out.tensor(x.shape()));
  }
}
