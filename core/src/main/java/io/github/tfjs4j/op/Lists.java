package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Between tensors and lists of them.
final class Lists {
  private Lists() {}

  /// The list itself, where it is known before anything runs.
  static Optional<TensorList> constant(Value v) {
    return v.dataType() == DataType.VARIANT
        ? v.constant().map(c -> c.tensor().list())
        : Optional.empty();
  }

  /// What is known of the shape of an element of the list `v`.
  static Shape elementShape(Value v, Shape said) {
    return constant(v).map(list -> list.elementShape(said)).orElse(said);
  }

  /// `count` elements of `each`, along a new first axis.
  static Shape stacked(int count, Shape each) {
    return Shape.of(Math.max(count, Shape.UNKNOWN_DIM)).concat(each);
  }

  /// What is known of all elements of the list `v`, one behind the other along their first axis.
  static Shape concatenated(Value v, Shape said) {
    Shape each = elementShape(v, said);
    if (!each.hasRank() || each.rank() == 0) {
      return Shape.UNKNOWN;
    }
    return each.with(0, constant(v).map(list -> length(list, said)).orElse(Shape.UNKNOWN_DIM));
  }

  private static int length(TensorList list, Shape said) {
    long length = 0;
    for (Shape s : list.shapes(said)) {
      if (!s.hasRank() || s.rank() == 0 || !s.isKnown(0)) {
        return Shape.UNKNOWN_DIM;
      }
      length += s.dim(0);
    }
    if (length > Integer.MAX_VALUE) {
      throw new ShapeException(
          "the elements of the list have length " + length + " together, more than an array holds");
    }
    return (int) length;
  }

  /// The list in `t`, which an op reads elements of this type from.
  static TensorList of(Tensor t, DataType element) {
    TensorList list = t.list();
    if (list.type() != element.runtime()) {
      throw new ShapeException(
          "the list holds " + list.type().jsName() + ", not " + element.jsName());
    }
    return list;
  }

  /// The slices of `x` along its first axis.
  static List<Tensor> slices(Tensor x) {
    int[] ones = new int[x.shape().dim(0)];
    Arrays.fill(ones, 1);
    return pieces(x, ones).stream().map(Lists::slice).toList();
  }

  /// A piece of length 1 without its first axis.
  static Tensor slice(Tensor piece) {
    return piece.reshape(piece.shape().sub(1, piece.shape().rank()));
  }

  /// Pieces of these lengths along the first axis.
  static List<Tensor> pieces(Tensor x, int[] lengths) {
    if (x.shape().rank() == 0 || Arrays.stream(lengths).asLongStream().sum() != x.shape().dim(0)) {
      throw new ShapeException(
          "pieces of the lengths " + Arrays.toString(lengths) + " do not make up " + x.shape());
    }
    List<Tensor> out = new ArrayList<>(lengths.length);
    int[] begin = new int[x.shape().rank()];
    for (int length : lengths) {
      out.add(Elements.slice(x, begin, x.shape().with(0, length)));
      begin[0] += length;
    }
    return out;
  }

  /// `list` with slice `k` of `x` at `indices[k]`.
  static TensorList scatter(TensorList list, int[] indices, Tensor x) {
    List<Tensor> slices = slices(x);
    if (slices.size() != indices.length) {
      throw new ShapeException(
          "there are " + indices.length + " indices for the slices of " + x.shape());
    }
    return list.with(indices, slices);
  }

  static Tensor gather(TensorList list, int[] indices, Shape elementShape) {
    return stack(
        list,
        Arrays.stream(indices)
            .limit(list.length())
            .mapToObj(i -> list.at(i, elementShape))
            .toList(),
        elementShape);
  }

  /// `elements`, all or some of those of `list`, along a new first axis.
  static Tensor stack(TensorList list, List<Tensor> elements, Shape elementShape) {
    return elements.isEmpty()
        ? Tensor.zeros(list.type(), Shape.of(0).concat(known(list, elementShape)))
        : new Pack(0).evaluate(elements).getFirst();
  }

  /// All elements one behind the other along their first axis, and the length of each.
  static List<Tensor> concat(TensorList list, Shape elementShape) {
    List<Tensor> elements = list.all(elementShape);
    int[] lengths = elements.stream().mapToInt(t -> t.shape().dim(0)).toArray();
    if (elements.isEmpty()) {
      Shape one = known(list, elementShape);
      return List.of(Tensor.zeros(list.type(), one.with(0, 0)), Tensor.ints(lengths));
    }
    List<Tensor> inputs = new ArrayList<>(elements);
    inputs.add(Tensor.scalar(0));
    return List.of(new ConcatV2().evaluate(inputs).getFirst(), Tensor.ints(lengths));
  }

  private static Shape known(TensorList list, Shape elementShape) {
    Shape shape = list.elementShape(elementShape);
    if (!shape.isFullyDefined()) {
      throw new ShapeException(
          "the list is empty, and the shape of its elements " + shape + " is not known");
    }
    return shape;
  }
}
