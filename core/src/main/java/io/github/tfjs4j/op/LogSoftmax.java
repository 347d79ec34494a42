package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `x - max - log(sum(exp(x - max)))` along the last axis; rank 1 or more, float32.
public record LogSoftmax() implements Op {
  static final OpDef<LogSoftmax> DEF =
      OpDef.constant(new LogSoftmax(), LogSoftmax.class).type("T", 0);

  @Override
  public String name() {
    return "LogSoftmax";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    if (x.shape().hasRank()) {
      x.shape().axis(-1);
    }
    return List.of(new TensorType(DataType.FLOAT, x.shape()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.cast(Elements.numbers(inputs.getFirst()), DataType.FLOAT);
    float[] in = x.rawFloats();
    float[] out = new float[in.length];
    int length = x.shape().dim(-1);
    for (int from = 0; from < in.length; from += length) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = from; i < from + length; i++) {
        max = Float.isNaN(in[i]) || in[i] > max ? in[i] : max;
      }
      double sum = 0;
      for (int i = from; i < from + length; i++) {
        out[i] = in[i] - max;
        sum += (float) Math.exp(out[i]);
      }
      float log = (float) Math.log((float) sum);
      for (int i = from; i < from + length; i++) {
        out[i] -= log;
      }
    }
    return List.of(Tensor.adopt(out, x.shape()));
  }
}
