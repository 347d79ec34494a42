package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// The greatest element of each window over `x [N, H, W, C]`, as [Pool] has it, and the int32 place
/// of the first such element: `(row * W + column) * C + channel`, or -1 where there is none.
///
/// @param pool the windows
/// @param includeBatchInIndex whether places are counted through all images, and not in each anew
public record MaxPoolWithArgmax(Pool pool, boolean includeBatchInIndex) implements Op {
  static final OpDef<MaxPoolWithArgmax> DEF =
      OpDef.named(
              "MaxPoolWithArgmax",
              MaxPoolWithArgmax.class,
              a ->
                  new MaxPoolWithArgmax(
                      Pool.of(Pool.F.MAX, a), a.b("include_batch_in_index", false)))
          .type("T", 0)
          .resultType("Targmax", 1)
          .ints("ksize", p -> List.of(1, p.pool.kernelH(), p.pool.kernelW(), 1))
          .ints("strides", p -> List.of(1, p.pool.strideH(), p.pool.strideW(), 1))
          .s("padding", p -> p.pool.padding().name())
          .b("include_batch_in_index", MaxPoolWithArgmax::includeBatchInIndex)
          .results("output", "argmax");

  @Override
  public String name() {
    return "MaxPoolWithArgmax";
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    TensorType most = pool.infer(inputs).getFirst();
    return List.of(most, new TensorType(DataType.INT32, most.shape()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Tensor most = pool.evaluate(inputs).getFirst();
    float[] in = Elements.cast(x, DataType.FLOAT).rawFloats();
    int[] places = pool.over(x.shape()).argMax(in);
    int image = x.shape().sub(1, 4).size();
    if (!includeBatchInIndex) {
      for (int i = 0; i < places.length; i++) {
        places[i] = places[i] < 0 ? -1 : places[i] % image;
      }
    }
    return List.of(most, Tensor.adopt(places, most.shape()));
  }
}
