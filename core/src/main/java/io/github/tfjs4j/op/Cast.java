package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `x` in another element type. float32 to int32 cuts off the fraction and wraps modulo 2^32, NaN
/// gives 0; to bool it is `x != 0`; but TF.js' wasm backend leaves there the lowest byte of the
/// integer part, so compare with 0 instead.
///
/// @param dstT the type of the result; types that TF.js does not have stand for the one it computes
///   them in
public record Cast(DataType dstT) implements Op {
  static final OpDef<Cast> DEF =
      OpDef.named("Cast", Cast.class, a -> new Cast(a.type("DstT", DataType.FLOAT)))
          .type("SrcT", 0)
          .attr("DstT", c -> new AttrValue.Type(c.dstT))
          .derived("Truncate", _ -> new AttrValue.B(false))
          .ignores("Truncate");

  @Override
  public String name() {
    return "Cast";
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
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(dstT.runtime(), inputs.getFirst().shape()));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.getFirst();
    return x.dataType() == dstT.runtime() ? Optional.of(x) : Optional.empty();
  }

  @Override
  public Shape elements(List<Value> inputs) {
    Value x = inputs.getFirst();
    return x.dataType() == DataType.INT32 ? x.elements() : Shape.UNKNOWN;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(Elements.cast(inputs.getFirst(), dstT.runtime()));
  }
}
