package io.github.tfjs4j.tensor;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A list of tensors of one type, as TensorFlow's list and array ops pass it along: what a
/// `VARIANT` tensor holds. Immutable: every change makes another list.
///
/// As in TF.js, a list is as long as what has been written into it: a reserved list begins empty
/// and grows with what is set. What has not been set is zeros, where TF.js fails.
public final class TensorList {
  /// A list is no longer than this, however many elements a model asks for.
  static final int MOST_ELEMENTS = 1 << 20;

  private final DataType type;
  private final Shape declared;
  private final int reserved;
  private final List<Optional<Tensor>> elements;
  private final long bytes;

  private TensorList(DataType type, Shape declared, int reserved, List<Optional<Tensor>> elements) {
    this.type = type;
    this.declared = declared;
    this.reserved = reserved;
    this.elements = elements;
    this.bytes = elements.stream().flatMap(Optional::stream).mapToLong(Tensor::bytes).sum();
  }

  /// A list without elements.
  ///
  /// @param type of every element
  /// @param elementShape what is known of the shape of every element
  /// @param reserved how many elements are expected: they are zeros until they are set
  public static TensorList empty(DataType type, Shape elementShape, int reserved) {
    checkLength(reserved);
    return new TensorList(type.runtime(), elementShape, reserved, List.of());
  }

  public static TensorList of(DataType type, Shape elementShape, List<Tensor> elements) {
    TensorList list = empty(type, elementShape, 0);
    elements.forEach(list::check);
    return list.withElements(elements.stream().map(Optional::of).toList());
  }

  private TensorList withElements(List<Optional<Tensor>> other) {
    return new TensorList(type, declared, reserved, other);
  }

  public DataType type() {
    return type;
  }

  /// How many elements there are up to the last that has been set.
  public int length() {
    return elements.size();
  }

  /// What is known of the shape of an element.
  ///
  /// @param wanted what whoever asks knows of it
  public Shape elementShape(Shape wanted) {
    Shape shape = declared.merge(wanted);
    for (Optional<Tensor> element : elements) {
      if (shape.isFullyDefined()) {
        break;
      }
      shape = element.isPresent() ? shape.merge(element.get().shape()) : shape;
    }
    return shape;
  }

  /// The element at `index`, or zeros of `elementShape` where it has not been set.
  public Tensor at(int index, Shape elementShape) {
    if (index < 0 || index >= Math.max(elements.size(), reserved)) {
      throw new ShapeException(
          "there is no element " + index + " in a list of " + Math.max(elements.size(), reserved));
    }
    Optional<Tensor> set = index < elements.size() ? elements.get(index) : Optional.empty();
    Tensor element = set.orElseGet(() -> zeros(elementShape(elementShape)));
    if (!element.shape().isCompatible(elementShape)) {
      throw new ShapeException(
          "element " + index + " of the list is " + element.shape() + ", not " + elementShape);
    }
    return element;
  }

  private Tensor zeros(Shape shape) {
    if (!shape.isFullyDefined()) {
      throw new ShapeException(
          "an element that has not been set would be zeros, but its shape "
              + shape
              + " is not known");
    }
    return Tensor.zeros(type, shape);
  }

  /// All elements; of a list into which nothing has been written, those that were reserved.
  public List<Tensor> all(Shape elementShape) {
    int n = elements.isEmpty() ? reserved : elements.size();
    return IntStream.range(0, n).mapToObj(i -> at(i, elementShape)).toList();
  }

  /// The shapes of [#all] elements, without making zeros of those that have not been set.
  public List<Shape> shapes(Shape wanted) {
    if (elements.isEmpty()) {
      return Collections.nCopies(reserved, elementShape(wanted));
    }
    Shape unset = elementShape(wanted);
    return elements.stream().map(e -> e.map(Tensor::shape).orElse(unset)).toList();
  }

  /// The list with another element at `index`; it grows where there is none.
  public TensorList with(int index, Tensor element) {
    check(element);
    if (index < 0) {
      throw new ShapeException("there is no element " + index + " in a list");
    }
    checkLength(index + 1L);
    List<Optional<Tensor>> next = new ArrayList<>(elements);
    if (index >= next.size()) {
      next.addAll(Collections.nCopies(index + 1 - next.size(), Optional.empty()));
    }
    next.set(index, Optional.of(element));
    return withElements(next);
  }

  /// The first `length` elements; those that there are not have not been set.
  public TensorList resized(int length) {
    checkLength(length);
    List<Optional<Tensor>> next =
        new ArrayList<>(elements.subList(0, Math.min(length, elements.size())));
    next.addAll(Collections.nCopies(length - next.size(), Optional.empty()));
    return withElements(next);
  }

  private static void checkLength(long length) {
    if (length < 0) {
      throw new ShapeException("a list cannot have " + length + " elements");
    }
    if (length > MOST_ELEMENTS) {
      throw new LimitException(
          "a list of " + length + " elements is longer than lists can be, " + MOST_ELEMENTS);
    }
  }

  /// Bytes of all elements that have been set, and of the list itself.
  long bytes() {
    return bytes + 8L * elements.size();
  }

  private void check(Tensor element) {
    if (element.type() != type) {
      throw new ShapeException(
          "the elements of this list are " + type.jsName() + ", this one is " + element);
    }
    if (!element.shape().isCompatible(declared)) {
      throw new ShapeException(
          "the elements of this list have shape " + declared + ", this one is " + element);
    }
  }

  boolean sameBits(TensorList o) {
    boolean same =
        type == o.type
            && declared.equals(o.declared)
            && reserved == o.reserved
            && elements.size() == o.elements.size();
    for (int i = 0; same && i < elements.size(); i++) {
      Optional<Tensor> a = elements.get(i);
      Optional<Tensor> b = o.elements.get(i);
      same = a.isPresent() == b.isPresent() && (a.isEmpty() || a.get().sameBits(b.get()));
    }
    return same;
  }

  int bitsHash() {
    int h = 31 * type.hashCode() + reserved;
    for (Optional<Tensor> element : elements) {
      h = 31 * h + element.map(Tensor::bitsHash).orElse(0);
    }
    return h;
  }

  /// `3 x float32[2]`
  @Override
  public String toString() {
    return elements.size() + " x " + new TensorType(type, elementShape(Shape.UNKNOWN));
  }
}
