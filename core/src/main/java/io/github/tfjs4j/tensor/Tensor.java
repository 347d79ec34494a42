package io.github.tfjs4j.tensor;

import io.github.tfjs4j.ShapeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Values on the heap: `float[]` for `FLOAT`, `int[]` for `INT32`, `byte[]` of 0 and 1 for `BOOL`,
/// `byte[][]` for `STRING`, interleaved `float[]` for `COMPLEX64`, a scalar [TensorList] for
/// `VARIANT`; row-major. The arrays are shared, not copied: whoever makes a tensor hands its array
/// over, and nobody writes into it afterwards.
public final class Tensor implements TensorSource {
  private final DataType type;
  private final Shape shape;
  private final Object data;

  private Tensor(DataType type, Shape shape, Object data, int length) {
    if (length != shape.size() * (type == DataType.COMPLEX64 ? 2 : 1)) {
      throw new ShapeException(
          "shape " + shape + " takes " + shape.size() + " elements, but there are " + length);
    }
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  public static Tensor of(float[] data, int... dims) {
    return new Tensor(DataType.FLOAT, Shape.of(dims), data, data.length);
  }

  public static Tensor of(float[] data, Shape shape) {
    return new Tensor(DataType.FLOAT, shape, data, data.length);
  }

  public static Tensor of(int[] data, int... dims) {
    return new Tensor(DataType.INT32, Shape.of(dims), data, data.length);
  }

  public static Tensor of(int[] data, Shape shape) {
    return new Tensor(DataType.INT32, shape, data, data.length);
  }

  /// @param data one byte an element, 0 or 1
  public static Tensor ofBools(byte[] data, Shape shape) {
    return new Tensor(DataType.BOOL, shape, data, data.length);
  }

  public static Tensor ofStrings(byte[][] data, Shape shape) {
    return new Tensor(DataType.STRING, shape, data, data.length);
  }

  /// @param data real and imaginary parts, interleaved
  public static Tensor ofComplex(float[] data, Shape shape) {
    return new Tensor(DataType.COMPLEX64, shape, data, data.length);
  }

  /// A scalar that is a list.
  public static Tensor of(TensorList list) {
    return new Tensor(DataType.VARIANT, Shape.SCALAR, list, 1);
  }

  public static Tensor scalar(float value) {
    return of(new float[] {value}, Shape.SCALAR);
  }

  public static Tensor scalar(int value) {
    return of(new int[] {value}, Shape.SCALAR);
  }

  /// A rank-1 int32 tensor.
  public static Tensor ints(int... values) {
    return of(values.clone(), values.length);
  }

  /// A rank-1 float32 tensor.
  public static Tensor floats(float... values) {
    return of(values.clone(), values.length);
  }

  /// A tensor of zeros (empty strings, false).
  public static Tensor zeros(DataType type, Shape shape) {
    int n = shape.size();
    return switch (type.runtime()) {
      case FLOAT -> of(new float[n], shape);
      case INT32 -> of(new int[n], shape);
      case BOOL -> ofBools(new byte[n], shape);
      case COMPLEX64 -> ofComplex(new float[Math.multiplyExact(n, 2)], shape);
      case STRING -> {
        byte[][] strings = new byte[n][];
        Arrays.fill(strings, new byte[0]);
        yield ofStrings(strings, shape);
      }
      default -> throw new ShapeException("there are no tensors of type " + type);
    };
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Tensor tensor() {
    return this;
  }

  /// The number of elements.
  public int size() {
    return shape.size();
  }

  public float[] floats() {
    return switch (type) {
      case FLOAT, COMPLEX64 -> (float[]) data;
      default -> throw wrongType("float32");
    };
  }

  public int[] ints() {
    if (type != DataType.INT32) {
      throw wrongType("int32");
    }
    return (int[]) data;
  }

  public byte[] bools() {
    if (type != DataType.BOOL) {
      throw wrongType("bool");
    }
    return (byte[]) data;
  }

  public byte[][] strings() {
    if (type != DataType.STRING) {
      throw wrongType("string");
    }
    return (byte[][]) data;
  }

  public TensorList list() {
    if (type != DataType.VARIANT) {
      throw wrongType("list in a variant");
    }
    return (TensorList) data;
  }

  private ShapeException wrongType(String wanted) {
    return new ShapeException(
        "expected a " + wanted + " tensor, but this one is " + type.jsName() + shape);
  }

  /// Element `i` of a float32, int32 or bool tensor.
  public double get(int i) {
    return switch (type) {
      case FLOAT -> floats()[i];
      case INT32 -> ints()[i];
      case BOOL -> bools()[i];
      default -> throw wrongType("numeric");
    };
  }

  @Override
  public Tensor reshape(Shape other) {
    if (other.longSize() != shape.longSize()) {
      throw new ShapeException(
          "cannot reshape " + shape + " to " + other + ": the number of elements differs");
    }
    return new Tensor(type, other, data, type == DataType.COMPLEX64 ? size() * 2 : size());
  }

  /// Whether type, shape and every bit agree: NaN equals itself, 0.0 and -0.0 differ.
  public boolean sameBits(Tensor o) {
    return type == o.type
        && shape.equals(o.shape)
        && switch (type) {
          case FLOAT, COMPLEX64 -> Arrays.equals((float[]) data, (float[]) o.data);
          case INT32 -> Arrays.equals((int[]) data, (int[]) o.data);
          case BOOL -> Arrays.equals((byte[]) data, (byte[]) o.data);
          case VARIANT -> list().sameBits(o.list());
          default -> Arrays.deepEquals((byte[][]) data, (byte[][]) o.data);
        };
  }

  /// A hash of the bits, consistent with [#sameBits].
  public int bitsHash() {
    int h =
        switch (type) {
          case FLOAT, COMPLEX64 -> Arrays.hashCode((float[]) data);
          case INT32 -> Arrays.hashCode((int[]) data);
          case BOOL -> Arrays.hashCode((byte[]) data);
          case VARIANT -> list().bitsHash();
          default -> Arrays.deepHashCode((byte[][]) data);
        };
    return 31 * (31 * h + shape.hashCode()) + type.hashCode();
  }

  /// Type, shape and the first elements: for messages.
  @Override
  public String toString() {
    StringBuilder s = new StringBuilder(type.jsName()).append(shape).append(" {");
    int n = Math.min(size(), 8);
    for (int i = 0; i < n; i++) {
      s.append(i == 0 ? "" : ", ");
      switch (type) {
        case FLOAT -> s.append(floats()[i]);
        case INT32 -> s.append(ints()[i]);
        case BOOL -> s.append(bools()[i] != 0);
        case STRING ->
            s.append('"').append(new String(strings()[i], StandardCharsets.UTF_8)).append('"');
        case VARIANT -> s.append(list());
        default -> s.append(floats()[2 * i]).append('+').append(floats()[2 * i + 1]).append('i');
      }
    }
    return s.append(size() > n ? ", ...}" : "}").toString();
  }
}
