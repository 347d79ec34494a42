package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// A parameter of the model, by name; its value lies beside the graph, see
/// [io.github.tfjs4j.graph.Parameter]. Freezing makes a constant of it, training leaves it.
///
/// @param weight the parameter's name, `dense_1/kernel`
public record Weight(String weight, DataType dtype, Shape shape) implements Op {
  static final OpDef<Weight> DEF =
      OpDef.named(
              "Weight",
              Weight.class,
              a ->
                  new Weight(
                      a.s("weight", ""),
                      a.type("dtype", DataType.FLOAT),
                      a.shape("shape", Shape.UNKNOWN)))
          .s("weight", Weight::weight)
          .attr("dtype", w -> new AttrValue.Type(w.dtype))
          .attr("shape", w -> new AttrValue.Dims(w.shape))
          .notInTfjs();

  @Override
  public String name() {
    return "Weight";
  }

  @Override
  public boolean free() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.any(0);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(dtype, shape));
  }
}
