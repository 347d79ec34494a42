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
import io.github.tfjs4j.tensor.TensorList;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// An array of tensors of the size that the input says. Results: the handle, by which TensorFlow
/// and TF.js find the array, and the flow, which orders what is done with it. Here the flow is the
/// array itself, a [TensorList]: see [TensorArrayOp].
///
/// @param dtype the element type
/// @param elementShape what is known of the shape of an element
/// @param dynamicSize whether it grows where it is written behind its end
/// @param clearAfterRead whether TF.js refuses to read an element twice
/// @param identicalElementShapes whether all elements are of one shape
/// @param label its name, for TF.js' messages
public record TensorArrayV3(
    DataType dtype,
    Shape elementShape,
    boolean dynamicSize,
    boolean clearAfterRead,
    boolean identicalElementShapes,
    String label)
    implements Op {
  static final OpDef<TensorArrayV3> DEF =
      OpDef.named(
              "TensorArrayV3",
              TensorArrayV3.class,
              a ->
                  new TensorArrayV3(
                      a.type("dtype", DataType.FLOAT),
                      a.shape("element_shape", Shape.UNKNOWN),
                      a.b("dynamic_size", false),
                      a.b("clear_after_read", true),
                      a.b("identical_element_shapes", false),
                      a.s("tensor_array_name", "")))
          .attr("dtype", t -> new AttrValue.Type(t.dtype))
          .attr("element_shape", t -> new AttrValue.Dims(t.elementShape))
          .b("dynamic_size", TensorArrayV3::dynamicSize)
          .b("clear_after_read", TensorArrayV3::clearAfterRead)
          .b("identical_element_shapes", TensorArrayV3::identicalElementShapes)
          .s("tensor_array_name", TensorArrayV3::label)
          .results("handle", "flow");

  @Override
  public String name() {
    return "TensorArrayV3";
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(TensorListOp.LIST, TensorListOp.LIST);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor array = Tensor.of(TensorList.empty(dtype, elementShape, inputs.getFirst().rawInts()[0]));
    return List.of(array, array);
  }
}
