package io.github.tfjs4j.op;

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
import java.util.List;

/// `y = min(max(x, low), high)` with scalar bounds, `low <= high`; NaN stays NaN, unless the bounds
/// are equal: TF.js then fills the result with them.
public record ClipByValue() implements Op {
  static final OpDef<ClipByValue> DEF =
      OpDef.constant(new ClipByValue(), ClipByValue.class).type("T", 0);

  @Override
  public String name() {
    return "ClipByValue";
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.SCALAR, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    TensorType x = inputs.getFirst().type();
    return List.of(x.type() == DataType.BOOL ? new TensorType(DataType.FLOAT, x.shape()) : x);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.numbers(inputs.get(0));
    double low = inputs.get(1).get(0);
    double high = inputs.get(2).get(0);
    Shape shape = x.shape();
    if (x.type() == DataType.INT32) {
      int[] out = new int[x.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = (int) Math.min(Math.max(x.rawInts()[i], low), high);
      }
      return List.of(Tensor.adopt(out, shape));
    }
    float[] out = new float[x.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = low == high ? (float) low : (float) Math.min(Math.max(x.rawFloats()[i], low), high);
    }
    return List.of(Tensor.adopt(out, shape));
  }
}
