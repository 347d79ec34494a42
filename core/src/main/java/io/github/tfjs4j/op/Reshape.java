package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The elements of `x` under the shape that the int32 vector `shape` says, in which one -1 stands
/// for what is left.
public record Reshape() implements Op {
  static final OpDef<Reshape> DEF =
      OpDef.constant(new Reshape(), Reshape.class).type("T", 0).type("Tshape", 1);

  @Override
  public String name() {
    return "Reshape";
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return openAxis(node, axis);
  }

  /// The only unknown length before and after, if the known ones have the same product.
  static List<Axis> openAxis(Node node, int of) {
    Shape in = node.input(0).shape();
    Shape out = node.out().shape();
    if (out.isKnown(of)
        || !in.hasRank()
        || in.unknownDims() != 1
        || out.unknownDims() != 1
        || in.knownSize() == 0
        || in.knownSize() != out.knownSize()) {
      return List.of();
    }
    int axis = 0;
    while (in.isKnown(axis)) {
      axis++;
    }
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.get(0);
    return List.of(x.type().withShape(resolve(x.shape(), inputs.get(1).elements())));
  }

  /// `wanted` with its one unknown dimension computed, where `x` is known well enough.
  static Shape resolve(Shape x, Shape wanted) {
    if (!wanted.hasRank() || !x.isFullyDefined()) {
      return wanted;
    }
    long size = x.longSize();
    if (size == Long.MAX_VALUE) {
      throw new ShapeException(x + " has more elements than can be counted");
    }
    if (wanted.isFullyDefined()) {
      if (wanted.longSize() != size) {
        throw new ShapeException(
            "cannot reshape "
                + x
                + " of "
                + size
                + " elements to "
                + wanted
                + " of "
                + wanted.longSize());
      }
      return wanted;
    }
    if (wanted.unknownDims() > 1) {
      return wanted;
    }
    int at = 0;
    while (wanted.isKnown(at)) {
      at++;
    }
    long rest = wanted.knownSize();
    if (rest == 0) {
      return wanted;
    }
    if (size % rest != 0) {
      throw new ShapeException(
          "cannot reshape "
              + x
              + " of "
              + size
              + " elements to "
              + wanted
              + ": no multiple of "
              + rest);
    }
    if (size / rest > Integer.MAX_VALUE) {
      throw new ShapeException(
          "cannot reshape "
              + x
              + " to "
              + wanted
              + ": a length of "
              + size / rest
              + " is too great");
    }
    return wanted.with(at, (int) (size / rest));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.get(0);
    Shape wanted = inputs.get(1).elements();
    if (isSame(x.shape(), resolve(x.shape(), wanted))) {
      return Optional.of(x);
    }
    if (inputs.get(1).op() instanceof ShapeOp && inputs.get(1).node().input(0).equals(x)) {
      return Optional.of(x);
    }
    // Only the order of the elements counts, and the inner op keeps it; but it may know more of the
    // shape.
    boolean inner =
        x.op() instanceof Reshape || x.op() instanceof Squeeze || x.op() instanceof ExpandDims;
    Value from = inner ? x.node().input(0) : x;
    return inner && resolve(from.shape(), wanted).equals(resolve(x.shape(), wanted))
        ? Optional.of(to.add(this, from, inputs.get(1)))
        : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    int[] dims = inputs.get(1).rawInts();
    Shape wanted = resolve(x.shape(), Shape.of(dims));
    if (!wanted.isFullyDefined()) {
      // Several are open, or one of an empty tensor: TensorFlow refuses the first and makes 0 of
      // the second.
      if (wanted.unknownDims() > 1) {
        throw new ShapeException("a shape has one -1 at most, found " + Arrays.toString(dims));
      }
      wanted = Shape.of(Arrays.stream(dims).map(d -> Math.max(d, 0)).toArray());
    }
    return List.of(x.reshape(wanted));
  }

  /// Whether values of these shapes surely have the same one: a single unknown length follows from
  /// the number of elements, unless there are none.
  static boolean isSame(Shape a, Shape b) {
    if (!a.hasRank() || !a.equals(b) || a.unknownDims() > 1) {
      return false;
    }
    return a.isFullyDefined() || Arrays.stream(a.dims()).noneMatch(d -> d == 0);
  }
}
