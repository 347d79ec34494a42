package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.GraphBuilder;
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

/// The number of elements of `x` as an int32 scalar.
public record SizeOp() implements Op {
  static final OpDef<SizeOp> DEF =
      OpDef.constant(new SizeOp(), SizeOp.class)
          .type("T", 0)
          .derived("out_type", _ -> new AttrValue.Type(DataType.INT32));

  @Override
  public String name() {
    return "Size";
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(DataType.INT32, Shape.SCALAR));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Shape x = inputs.getFirst().shape();
    return x.isFullyDefined() && x.longSize() <= Integer.MAX_VALUE - 8
        ? Optional.of(to.add(new Const(Tensor.scalar(x.size()))))
        : Optional.empty();
  }

  @Override
  public Shape elements(List<Value> inputs) {
    Shape x = inputs.getFirst().shape();
    boolean known = x.isFullyDefined() && x.longSize() <= Integer.MAX_VALUE;
    return known ? Shape.of((int) x.longSize()) : Shape.UNKNOWN;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(Tensor.scalar(inputs.getFirst().size()));
  }
}
