package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
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

/// `start`, `start + delta`, ... up to but without `limit`: three scalars of one type. As in TF.js
/// a step of exactly 1 counts down where the limit lies below.
public record Range() implements Op {
  static final OpDef<Range> DEF = OpDef.constant(new Range(), Range.class).type("Tidx", 0);

  @Override
  public String name() {
    return "Range";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.SCALAR, Kind.SCALAR, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = Shape.ofRank(1);
    if (inputs.stream()
        .allMatch(v -> v.constant().filter(c -> c.shape().longSize() >= 1).isPresent())) {
      double[] v =
          inputs.stream().mapToDouble(i -> i.constant().orElseThrow().tensor().get(0)).toArray();
      shape = Shape.of(length(v[0], v[1], v[2]));
    }
    return List.of(new TensorType(ElementTypes.countable(inputs.get(0).dataType()), shape));
  }

  static int length(double start, double limit, double delta) {
    if (delta == 0) {
      throw new ShapeException("the step of a range from " + start + " to " + limit + " is 0");
    }
    double n =
        limit < start && delta == 1
            ? Math.abs(Math.ceil(limit - start))
            : Math.ceil((limit - start) / delta);
    if (!(n <= Integer.MAX_VALUE - 8)) {
      throw new ShapeException(
          "a range from " + start + " to " + limit + " by " + delta + " does not end");
    }
    return (int) Math.max(0, n);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    double start = inputs.get(0).get(0);
    double limit = inputs.get(1).get(0);
    double delta = inputs.get(2).get(0);
    int n = length(start, limit, delta);
    DataType type = inputs.get(0).type();
    float[] floats = new float[n];
    int[] ints = new int[n];
    double v = start;
    double step = limit < start && delta == 1 ? -1 : delta;
    for (int i = 0; i < n; i++) {
      floats[i] = (float) v;
      ints[i] = Elements.toInt32(v);
      v = type == DataType.FLOAT ? (float) v + step : v + step;
    }
    return List.of(type == DataType.FLOAT ? Tensor.adopt(floats, n) : Tensor.adopt(ints, n));
  }
}
