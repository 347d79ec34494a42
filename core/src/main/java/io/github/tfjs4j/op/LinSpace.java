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

/// `num` float32 numbers from `start` to `stop`, evenly apart: three scalars, the last int32. As in
/// TF.js each is the one before plus the step, rounded.
public record LinSpace() implements Op {
  static final OpDef<LinSpace> DEF =
      OpDef.constant(new LinSpace(), LinSpace.class).type("T", 0).type("Tidx", 2);

  @Override
  public String name() {
    return "LinSpace";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.SCALAR, Kind.SCALAR, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    inputs.get(2).constantInts().filter(n -> n.length == 1).ifPresent(n -> check(n[0]));
    Shape shape = Shape.of(ShapeValue.scalar(inputs.get(2)));
    return List.of(new TensorType(DataType.FLOAT, shape));
  }

  private static void check(int num) {
    if (num < 1) {
      throw new ShapeException("the count of numbers is at least 1, found " + num);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    double start = inputs.get(0).get(0);
    double stop = inputs.get(1).get(0);
    int num = inputs.get(2).rawInts()[0];
    check(num);
    float[] out = new float[num];
    double step = (stop - start) / (num - 1);
    out[0] = (float) start;
    for (int i = 1; i < num; i++) {
      out[i] = (float) (out[i - 1] + step);
    }
    return List.of(Tensor.adopt(out, num));
  }
}
