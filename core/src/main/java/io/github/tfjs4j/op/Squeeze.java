package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `x` without the axes that are listed, whose length must be 1; without any of length 1 where none
/// is listed.
public record Squeeze(List<Integer> axes) implements Op {
  // TensorFlow calls the attribute squeeze_dims, TF.js reads that name too (and 'axis', which
  // TensorFlow does not).
  static final OpDef<Squeeze> DEF =
      OpDef.named(
              "Squeeze",
              Squeeze.class,
              a -> new Squeeze(a.ints(a.has("axis") ? "axis" : "squeeze_dims", List.of())))
          .type("T", 0)
          .ints("squeeze_dims", Squeeze::axes);

  public Squeeze {
    axes = List.copyOf(axes);
  }

  @Override
  public String name() {
    return "Squeeze";
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Reshape.openAxis(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(inputs.getFirst().type().withShape(squeezed(inputs.getFirst().shape())));
  }

  private Shape squeezed(Shape x) {
    if (!x.hasRank() || (axes.isEmpty() && x.unknownDims() > 0)) {
      return Shape.UNKNOWN;
    }
    boolean[] gone = new boolean[x.rank()];
    for (int axis : axes) {
      if (x.isKnown(axis) && x.dim(axis) != 1) {
        throw new ShapeException(
            "axis "
                + axis
                + " of "
                + x
                + " has length "
                + x.dim(axis)
                + ", only 1 can be squeezed");
      }
      gone[x.axis(axis)] = true;
    }
    int[] out = new int[x.rank()];
    int n = 0;
    for (int i = 0; i < gone.length; i++) {
      if (axes.isEmpty() ? x.dim(i) != 1 : !gone[i]) {
        out[n++] = x.dim(i);
      }
    }
    return Shape.of(Arrays.copyOf(out, n));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.getFirst();
    if (x.shape().isFullyDefined() && squeezed(x.shape()).equals(x.shape())) {
      return Optional.of(x);
    }
    // Without the very axis that has been put in.
    if (x.op() instanceof ExpandDims && axes.size() == 1 && x.shape().hasRank()) {
      Optional<int[]> axis = x.node().input(1).constantInts();
      int at = x.shape().axis(axes.getFirst());
      if (axis.isPresent() && Math.floorMod(axis.get()[0], x.shape().rank()) == at) {
        return Optional.of(x.node().input(0));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(inputs.getFirst().reshape(squeezed(inputs.getFirst().shape())));
  }
}
