package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// A weight of the model, by name; its bytes lie beside the graph. Freezing makes a constant of it,
/// training leaves it.
///
/// @param weight the name in the weights manifest, `dense_1/kernel`
/// @param trainable whether training changes it
public record Weight(String weight, DataType dtype, Shape shape, boolean trainable) implements Op {
  static final OpDef<Weight> DEF =
      OpDef.named(
              "Weight",
              Weight.class,
              a ->
                  new Weight(
                      a.s("weight", ""),
                      a.type("dtype", DataType.FLOAT),
                      a.shape("shape", Shape.UNKNOWN),
                      a.b("trainable", true)))
          .s("weight", Weight::weight)
          .attr("dtype", w -> new AttrValue.Type(w.dtype))
          .attr("shape", w -> new AttrValue.Dims(w.shape))
          .b("trainable", Weight::trainable);

  @Override
  public String name() {
    return "Weight";
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(dtype, shape));
  }
}
