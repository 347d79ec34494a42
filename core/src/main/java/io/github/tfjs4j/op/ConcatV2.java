package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
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

/// The values one after another along an axis: inputs are one or more values, then the int32 scalar
/// `axis`. The result has the type of the first value, and the others are converted to it.
public record ConcatV2() implements Op {
  static final OpDef<ConcatV2> DEF =
      OpDef.named("ConcatV2", ConcatV2.class, _ -> new ConcatV2())
          .count("N", 1)
          .type("T", 0)
          .derived(
              "Tidx",
              n -> new io.github.tfjs4j.graph.AttrValue.Type(n.inputs().getLast().dataType()));

  @Override
  public String name() {
    return "ConcatV2";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    Optional<int[]> joined = node.inputs().getLast().constantInts().filter(a -> a.length == 1);
    return joined.isPresent() && node.out().shape().axis(joined.get()[0]) != axis
        ? Axis.of(node, 0, axis)
        : List.of();
  }

  @Override
  public Operands operands() {
    return Operands.manyAnd(Operands.Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    List<Value> values = inputs.subList(0, inputs.size() - 1);
    DataType type = values.getFirst().dataType();
    Shape rank = Shape.UNKNOWN;
    for (Value v : values) {
      if (v.shape().hasRank()) {
        rank = rank.merge(Shape.ofRank(v.shape().rank()));
      }
    }
    if (!rank.hasRank()) {
      return List.of(new TensorType(type, rank));
    }
    Shape shape = rank;
    return List.of(
        new TensorType(
            type,
            inputs
                .getLast()
                .constantInts()
                .filter(a -> a.length == 1)
                .map(a -> joined(values, shape, a[0]))
                .orElse(shape)));
  }

  private static Shape joined(List<Value> values, Shape rank, int axis) {
    int at = rank.axis(axis);
    Shape others = rank;
    int length = 0;
    for (Value v : values) {
      Shape s = v.shape().merge(rank);
      try {
        others = others.merge(s.with(at, Shape.UNKNOWN_DIM));
      } catch (ShapeException e) {
        throw new ShapeException(
            "cannot join "
                + values.stream().map(Value::shape).toList()
                + " along axis "
                + axis
                + ": another length differs",
            e);
      }
      length = Shape.plus(length, s.dim(at));
    }
    return others.with(at, length);
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return inputs.size() == 2 ? Optional.of(inputs.getFirst()) : ShapeValue.fold(this, inputs, to);
  }

  @Override
  public Shape elements(List<Value> inputs) {
    Shape all = Shape.SCALAR;
    for (Value part : inputs.subList(0, inputs.size() - 1)) {
      all = all.concat(part.elements());
      if (!all.hasRank() || all.rank() > Node.MOST_ELEMENTS) {
        return Shape.UNKNOWN;
      }
    }
    return all;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    List<Tensor> values = inputs.subList(0, inputs.size() - 1);
    DataType type = values.getFirst().type();
    Shape first = values.getFirst().shape();
    int axis = first.axis(inputs.getLast().rawInts()[0]);
    int length = 0;
    for (Tensor t : values) {
      length = Shape.plus(length, t.shape().dim(axis));
    }
    Shape shape = first.with(axis, length);
    int[] strides = Walk.dense(shape.dims());
    Elements out = Elements.make(type, shape);
    int at = 0;
    for (Tensor t : values) {
      if (!t.shape().with(axis, length).equals(shape)) {
        throw new ShapeException(
            "cannot join " + values.stream().map(Tensor::shape).toList() + " along axis " + axis);
      }
      out.place(Elements.cast(t, type), at * strides[axis], strides);
      at += t.shape().dim(axis);
    }
    return List.of(out.tensor(shape));
  }
}
