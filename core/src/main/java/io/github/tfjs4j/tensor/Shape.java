package io.github.tfjs4j.tensor;

import io.github.tfjs4j.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A shape of which dimensions, or even the rank, may be unknown. Dimensions are ints,
/// [#UNKNOWN_DIM] is an unknown one.
public final class Shape {
  /// A dimension that is not known before the model runs.
  public static final int UNKNOWN_DIM = -1;

  /// The shape of which not even the rank is known.
  public static final Shape UNKNOWN = new Shape(null);

  /// The shape of a scalar, of rank 0.
  public static final Shape SCALAR = new Shape(new int[0]);

  /// TensorFlow's own bound; TF.js stops at 6. Ops that add up ranks would reach any number.
  public static final int MOST_RANK = 254;

  private final int[] dims;

  private Shape(int[] dims) {
    if (dims != null && dims.length > MOST_RANK) {
      throw tooManyDims(dims.length);
    }
    this.dims = dims;
  }

  private static ShapeException tooManyDims(int rank) {
    return new ShapeException(
        "a shape has at most " + MOST_RANK + " dimensions, but this one has " + rank);
  }

  /// @param dims the dimensions, each non-negative or [#UNKNOWN_DIM]
  public static Shape of(int... dims) {
    for (int d : dims) {
      if (d < UNKNOWN_DIM) {
        throw new ShapeException(
            "a dimension is at least 0, or -1 for unknown, but this shape is "
                + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  /// The shape of a known rank with no known dimension.
  public static Shape ofRank(int rank) {
    if (rank > MOST_RANK) {
      throw tooManyDims(rank);
    }
    int[] dims = new int[rank];
    Arrays.fill(dims, UNKNOWN_DIM);
    return new Shape(dims);
  }

  public static Shape of(List<Integer> dims) {
    return of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /// The sum of two dimensions; unknown if one is.
  ///
  /// @throws ShapeException where it is greater than a dimension can be
  public static int plus(int a, int b) {
    return a == UNKNOWN_DIM || b == UNKNOWN_DIM ? UNKNOWN_DIM : length((long) a + b, a, "+", b);
  }

  /// The product of two dimensions; unknown if one is.
  ///
  /// @throws ShapeException where it is greater than a dimension can be
  public static int times(int a, int b) {
    return a == UNKNOWN_DIM || b == UNKNOWN_DIM ? UNKNOWN_DIM : length((long) a * b, a, "*", b);
  }

  private static int length(long length, int a, String sign, int b) {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new ShapeException(
          "a length of " + a + " " + sign + " " + b + " = " + length + " is beyond 2147483647");
    }
    return (int) length;
  }

  public boolean hasRank() {
    return dims != null;
  }

  /// The number of dimensions; an unknown rank is an error, see [#hasRank].
  public int rank() {
    if (dims == null) {
      throw new ShapeException("the rank of this shape is unknown");
    }
    return dims.length;
  }

  /// Dimension `axis`; negative axes count from the end. [#UNKNOWN_DIM] where it is not known.
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /// The non-negative form of `axis` for this rank.
  public int axis(int axis) {
    int rank = rank();
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "axis " + axis + " is outside of shape " + this + " of rank " + rank);
    }
    return axis < 0 ? axis + rank : axis;
  }

  public boolean isKnown(int axis) {
    return hasRank() && dim(axis) != UNKNOWN_DIM;
  }

  public boolean isFullyDefined() {
    return dims != null && unknownDims() == 0;
  }

  /// How many dimensions are not known; the rank must be.
  public int unknownDims() {
    int n = 0;
    for (int i = 0; i < rank(); i++) {
      if (dims[i] == UNKNOWN_DIM) {
        n++;
      }
    }
    return n;
  }

  /// A copy of the dimensions.
  public int[] dims() {
    rank();
    return dims.clone();
  }

  /// The number of elements. Fails where a dimension is unknown or where an array could not hold
  /// them.
  public int size() {
    long size = longSize();
    if (size > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          "shape " + this + " has " + size + " elements, more than an array holds");
    }
    return (int) size;
  }

  /// The number of elements; [Long#MAX_VALUE] stands for anything that a long does not hold.
  public long longSize() {
    if (unknownDims() > 0) {
      throw new ShapeException("the number of elements of " + this + " is unknown");
    }
    return knownSize();
  }

  /// The product of the dimensions that are known; [Long#MAX_VALUE] stands for anything that a long
  /// does not hold. The rank must be known.
  public long knownSize() {
    long size = 1;
    boolean overflow = false;
    for (int i = 0; i < rank(); i++) {
      if (dims[i] == 0) {
        return 0;
      }
      if (dims[i] != UNKNOWN_DIM) {
        overflow |= Math.multiplyHigh(size, dims[i]) != 0 || size * dims[i] < 0;
        size *= dims[i];
      }
    }
    return overflow ? Long.MAX_VALUE : size;
  }

  /// This shape with another dimension at `axis`.
  public Shape with(int axis, int dim) {
    int[] copy = dims();
    copy[axis(axis)] = dim;
    return of(copy);
  }

  /// Dimensions `from` (inclusive) to `to` (exclusive), both non-negative.
  public Shape sub(int from, int to) {
    return of(Arrays.copyOfRange(dims(), from, to));
  }

  /// This shape followed by `other`; of unknown rank if one is.
  public Shape concat(Shape other) {
    if (!hasRank() || !other.hasRank()) {
      return UNKNOWN;
    }
    int[] all = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, all, dims.length, other.dims.length);
    return of(all);
  }

  /// The shape of an element-wise result by NumPy's broadcasting rules. An unknown dimension
  /// against one above 1 gives the latter; against 1 or unknown it stays unknown.
  public Shape broadcast(Shape other) {
    if (!hasRank() || !other.hasRank()) {
      return UNKNOWN;
    }
    int rank = Math.max(dims.length, other.dims.length);
    int[] out = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= dims.length ? dims[dims.length - i] : 1;
      int b = i <= other.dims.length ? other.dims[other.dims.length - i] : 1;
      if (a == b || b == 1) {
        out[rank - i] = a;
      } else if (a == 1 || a == UNKNOWN_DIM) {
        out[rank - i] = b;
      } else if (b == UNKNOWN_DIM) {
        out[rank - i] = a;
      } else {
        throw new ShapeException(
            "shapes " + this + " and " + other + " do not broadcast: " + a + " against " + b);
      }
    }
    return of(out);
  }

  /// True unless rank or a known dimension differ.
  public boolean isCompatible(Shape other) {
    if (!hasRank() || !other.hasRank()) {
      return true;
    }
    if (dims.length != other.dims.length) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != other.dims[i] && dims[i] != UNKNOWN_DIM && other.dims[i] != UNKNOWN_DIM) {
        return false;
      }
    }
    return true;
  }

  /// What both shapes know together; they must be compatible.
  public Shape merge(Shape other) {
    if (!isCompatible(other)) {
      throw new ShapeException("shapes " + this + " and " + other + " do not agree");
    }
    if (!hasRank()) {
      return other;
    }
    if (!other.hasRank()) {
      return this;
    }
    int[] out = dims();
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] == UNKNOWN_DIM ? other.dims[i] : out[i];
    }
    return of(out);
  }

  /// What holds of both shapes.
  public Shape common(Shape other) {
    if (!hasRank() || !other.hasRank() || rank() != other.rank()) {
      return UNKNOWN;
    }
    int[] out = dims();
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] == other.dims[i] ? out[i] : UNKNOWN_DIM;
    }
    return of(out);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// `[?, 224, 224, 3]`, or `[...]` where the rank is unknown.
  @Override
  public String toString() {
    if (dims == null) {
      return "[...]";
    }
    return Arrays.stream(dims)
        .mapToObj(d -> d == UNKNOWN_DIM ? "?" : Integer.toString(d))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
