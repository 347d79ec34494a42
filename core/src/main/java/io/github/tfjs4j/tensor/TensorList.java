package io.github.tfjs4j.tensor;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ShapeException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// A list of tensors of one type, as TensorFlow's list and array ops pass it along: what a
/// `VARIANT` tensor holds. Immutable: every change makes another list.
///
/// As in TF.js, a list is as long as what has been written into it: a reserved list begins empty
/// and grows with what is set. What has not been set is zeros, where TF.js fails.
///
/// A change copies the list, but for one that is [given up][#givenUp]: then what comes out of it
/// takes its place, so that a loop which fills a list takes as long as the list is.
public final class TensorList {
  /// A list is no longer than this, however many elements a model asks for.
  static final int MOST_ELEMENTS = 1 << 20;

  private static final int NONE = Integer.MAX_VALUE;

  /// Who may change lists in place: those alone that it made itself by changing others. Belongs to
  /// one thread.
  public static final class Owner {
    private long copied;

    /// How many elements have been copied to change lists that could not be changed in place.
    public long copied() {
      return copied;
    }
  }

  private final DataType type;
  private final Shape declared;
  private final int reserved;

  /// Longer than the list where it may grow; null for what has not been set.
  private final Tensor[] elements;

  private final int length;

  /// No element before this one has been set, and this one has; [#NONE] where none has.
  private final int firstSet;

  /// Of the elements that have been set.
  private final long bytes;

  /// Who made the array of elements for this list alone; null for nobody.
  private final Owner owner;

  /// Whether nobody reads this list after its next change.
  private final boolean givenUp;

  private TensorList(
      DataType type,
      Shape declared,
      int reserved,
      Tensor[] elements,
      int length,
      int firstSet,
      long bytes,
      Owner owner,
      boolean givenUp) {
    this.type = type;
    this.declared = declared;
    this.reserved = reserved;
    this.elements = elements;
    this.length = length;
    this.firstSet = firstSet;
    this.bytes = bytes;
    this.owner = owner;
    this.givenUp = givenUp;
  }

  /// A list without elements.
  ///
  /// @param type of every element
  /// @param elementShape what is known of the shape of every element
  /// @param reserved how many elements are expected: they are zeros until they are set
  public static TensorList empty(DataType type, Shape elementShape, int reserved) {
    checkLength(reserved);
    return new TensorList(
        type.runtime(), elementShape, reserved, new Tensor[0], 0, NONE, 0, null, false);
  }

  public static TensorList of(DataType type, Shape elementShape, List<Tensor> elements) {
    TensorList list = empty(type, elementShape, 0);
    return list.with(IntStream.range(0, elements.size()).toArray(), elements);
  }

  /// The same list, for someone who changes it. What comes out of a change belongs to `to`.
  ///
  /// @param last whether nobody reads this list any more, or what it was given up as, once it has
  ///   been changed: if it belongs to `to` already, the change is made in place
  public TensorList givenUp(Owner to, boolean last) {
    return new TensorList(
        type, declared, reserved, elements, length, firstSet, bytes, to, last && owner == to);
  }

  /// An array of at least `capacity` elements that begins with the first `kept` ones and may be
  /// written to.
  private Tensor[] writable(int kept, int capacity) {
    if (givenUp && capacity <= elements.length) {
      return elements;
    }
    if (owner != null) {
      owner.copied += kept;
    }
    // Room to grow for those who will fill it in place.
    int room = givenUp ? Math.min(MOST_ELEMENTS, capacity + capacity / 2 + 8) : capacity;
    Tensor[] copy = new Tensor[room];
    System.arraycopy(elements, 0, copy, 0, kept);
    return copy;
  }

  public DataType type() {
    return type;
  }

  /// How many elements there are up to the last that has been set.
  public int length() {
    return length;
  }

  /// What is known of the shape of an element.
  ///
  /// @param wanted what whoever asks knows of it
  public Shape elementShape(Shape wanted) {
    Shape shape = declared.merge(wanted);
    // The shape of an element that has been set is known, so the first one tells all.
    for (int i = firstSet; i < length && !shape.isFullyDefined(); i++) {
      shape = elements[i] == null ? shape : shape.merge(elements[i].shape());
    }
    return shape;
  }

  /// The element at `index`, or zeros of `elementShape` where it has not been set.
  public Tensor at(int index, Shape elementShape) {
    int n = Math.max(length, reserved);
    if (index < 0 || index >= n) {
      throw new ShapeException("there is no element " + index + " in a list of " + n);
    }
    boolean set = index < length && elements[index] != null;
    Tensor element = set ? elements[index] : zeros(elementShape(elementShape));
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
    int n = length == 0 ? reserved : length;
    return IntStream.range(0, n).mapToObj(i -> at(i, elementShape)).toList();
  }

  /// The shapes of [#all] elements, without making zeros of those that have not been set.
  public List<Shape> shapes(Shape wanted) {
    Shape unset = elementShape(wanted);
    return length == 0
        ? Collections.nCopies(reserved, unset)
        : Arrays.stream(elements, 0, length).map(e -> e == null ? unset : e.shape()).toList();
  }

  /// The list with another element at `index`; it grows where there is none.
  public TensorList with(int index, Tensor element) {
    return with(new int[] {index}, List.of(element));
  }

  /// The list with other elements, each at its index, in this order.
  public TensorList with(int[] indices, List<Tensor> written) {
    int next = length;
    for (int k = 0; k < indices.length; k++) {
      check(written.get(k));
      if (indices[k] < 0) {
        throw new ShapeException("there is no element " + indices[k] + " in a list");
      }
      checkLength(indices[k] + 1L);
      next = Math.max(next, indices[k] + 1);
    }
    Tensor[] to = writable(length, next);
    int first = firstSet;
    long sum = bytes;
    for (int k = 0; k < indices.length; k++) {
      int i = indices[k];
      Tensor element = kept(written.get(k));
      sum += element.bytes() - (to[i] == null ? 0 : to[i].bytes());
      to[i] = element;
      first = Math.min(first, i);
    }
    return new TensorList(type, declared, reserved, to, next, first, sum, owner, false);
  }

  /// What is kept of an element: of a list one of its own, which nobody changes in place.
  private static Tensor kept(Tensor element) {
    if (element.type() != DataType.VARIANT) {
      return element;
    }
    TensorList list = element.list();
    return Tensor.of(
        new TensorList(
            list.type,
            list.declared,
            list.reserved,
            Arrays.copyOf(list.elements, list.length),
            list.length,
            list.firstSet,
            list.bytes,
            null,
            false));
  }

  /// The first `wanted` elements; those that there are not have not been set.
  public TensorList resized(int wanted) {
    checkLength(wanted);
    int kept = Math.min(wanted, length);
    long sum = bytes;
    for (int i = kept; i < length; i++) {
      sum -= elements[i] == null ? 0 : elements[i].bytes();
    }
    Tensor[] to = writable(kept, wanted);
    Arrays.fill(to, kept, Math.max(kept, Math.min(length, to.length)), null);
    int first = firstSet < kept ? firstSet : NONE;
    return new TensorList(type, declared, reserved, to, wanted, first, sum, owner, false);
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
    return bytes + 8L * elements.length;
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
            && length == o.length;
    for (int i = 0; same && i < length; i++) {
      Tensor a = elements[i];
      Tensor b = o.elements[i];
      same = (a == null || b == null) ? a == b : a.sameBits(b);
    }
    return same;
  }

  int bitsHash() {
    int h = 31 * type.hashCode() + reserved;
    for (int i = 0; i < length; i++) {
      h = 31 * h + (elements[i] == null ? 0 : elements[i].bitsHash());
    }
    return h;
  }

  /// `3 x float32[2]`
  @Override
  public String toString() {
    return length + " x " + new TensorType(type, elementShape(Shape.UNKNOWN));
  }
}
