package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
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

/// All elements of a list one behind the other along their first axis, and the length of each.
///
/// @param element the element type
/// @param elementShape what is known of the shape of an element
public record TensorListConcat(DataType element, Shape elementShape) implements Op {
  static final OpDef<TensorListConcat> DEF =
      OpDef.named(
              "TensorListConcat",
              TensorListConcat.class,
              a ->
                  new TensorListConcat(
                      a.type("element_dtype", DataType.FLOAT),
                      a.shape("element_shape", Shape.UNKNOWN)))
          .attr("element_dtype", c -> new AttrValue.Type(c.element))
          .attr("element_shape", c -> new AttrValue.Dims(c.elementShape))
          .results("tensor", "lengths");

  @Override
  public String name() {
    return "TensorListConcat";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.LIST);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        new TensorType(element.runtime(), Lists.concatenated(inputs.getFirst(), elementShape)),
        TensorType.of(DataType.INT32, Shape.UNKNOWN_DIM));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return Lists.concat(Lists.of(inputs.getFirst(), element), elementShape);
  }
}
