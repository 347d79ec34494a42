package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
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
import java.util.ArrayList;
import java.util.List;

/// All elements of a list along a new first axis. Inputs: the list, what is known of the shape of
/// an element.
///
/// @param element the element type
/// @param num how many elements there are, or -1: those that have not been set are zeros. TF.js
///   gives fewer then
public record TensorListStack(DataType element, int num) implements Op {
  static final OpDef<TensorListStack> DEF =
      OpDef.named(
              "TensorListStack",
              TensorListStack.class,
              a ->
                  new TensorListStack(
                      a.type("element_dtype", DataType.FLOAT), a.i("num_elements", -1)))
          .attr("element_dtype", s -> new AttrValue.Type(s.element))
          .i("num_elements", TensorListStack::num);

  @Override
  public String name() {
    return "TensorListStack";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.LIST, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape said = TensorListOp.shape(inputs.get(1));
    int count =
        Math.max(num, Lists.constant(inputs.get(0)).map(l -> l.shapes(said).size()).orElse(-1));
    Shape shape = Lists.stacked(count, Lists.elementShape(inputs.get(0), said));
    return List.of(new TensorType(element.runtime(), shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    TensorList list = Lists.of(inputs.get(0), element);
    Shape shape = TensorListOp.shape(inputs.get(1));
    List<Tensor> elements = new ArrayList<>(list.all(shape));
    if (num >= 0 && elements.size() > num) {
      throw new ShapeException(
          "the list has " + elements.size() + " elements, not the " + num + " asked for");
    }
    if (elements.size() < num) {
      TensorList whole = list.resized(num);
      for (int i = elements.size(); i < num; i++) {
        elements.add(whole.at(i, shape));
      }
    }
    return List.of(Lists.stack(list, elements, shape));
  }
}
