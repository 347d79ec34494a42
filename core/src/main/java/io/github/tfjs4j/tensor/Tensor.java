package io.github.tfjs4j.tensor;

import io.github.tfjs4j.ShapeException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Values on the heap: `float[]` for `FLOAT`, `int[]` for `INT32`, `byte[]` of 0 and 1 for `BOOL`,
/// `byte[][]` for `STRING`, interleaved `float[]` for `COMPLEX64`, a scalar [TensorList] for
/// `VARIANT`, a scalar [LookupTable] for `RESOURCE`; row-major.
///
/// A tensor is a value: nobody can change it. `of` copies the array that it is given, `floats()`
/// and its like give copies. What runs inside of tfjs4j hands a fresh array over with `adopt` and
/// reads without a copy through `rawFloats()` and its like, whose arrays are never written to:
/// tensors share them.
public final class Tensor implements TensorSource {
  private final DataType type;
  private final Shape shape;
  private final Object data;

  private Tensor(DataType type, Shape shape, Object data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  private Tensor(DataType type, Shape shape, Object data, int length) {
    this(type, shape, data);
    if (length != shape.size() * (type == DataType.COMPLEX64 ? 2 : 1)) {
      throw new ShapeException(
          "shape " + shape + " takes " + shape.size() + " elements, but there are " + length);
    }
  }

  /// @param data row-major; copied
  public static Tensor of(float[] data, int... dims) {
    return adopt(data.clone(), dims);
  }

  /// @param data row-major; copied
  public static Tensor of(float[] data, Shape shape) {
    return adopt(data.clone(), shape);
  }

  /// @param data row-major; copied
  public static Tensor of(int[] data, int... dims) {
    return adopt(data.clone(), dims);
  }

  /// @param data row-major; copied
  public static Tensor of(int[] data, Shape shape) {
    return adopt(data.clone(), shape);
  }

  /// @param data row-major, from its position to its limit; copied, the position stays
  public static Tensor of(FloatBuffer data, int... dims) {
    float[] copy = new float[data.remaining()];
    data.get(data.position(), copy);
    return adopt(copy, dims);
  }

  /// @param data row-major, from its position to its limit; copied, the position stays
  public static Tensor of(IntBuffer data, int... dims) {
    int[] copy = new int[data.remaining()];
    data.get(data.position(), copy);
    return adopt(copy, dims);
  }

  /// Arrays in arrays, whose lengths are the shape:
  ///
  ///     Tensor.ofNested(new float[][] {{1, 2}, {3, 4}})
  ///
  /// @param array of `float`, `int`, `boolean` or `String`, or of such arrays; copied
  /// @throws ShapeException where arrays beside each other differ in length or kind
  public static Tensor ofNested(Object array) {
    return Nested.of(array);
  }

  /// @param data one byte an element, 0 or 1; copied
  public static Tensor ofBools(byte[] data, Shape shape) {
    return adoptBools(data.clone(), shape);
  }

  /// @param data one array of bytes an element; copied
  public static Tensor ofStrings(byte[][] data, Shape shape) {
    return adoptStrings(deepCopy(data), shape);
  }

  /// @param data real and imaginary parts, interleaved; copied
  public static Tensor ofComplex(float[] data, Shape shape) {
    return adoptComplex(data.clone(), shape);
  }

  /// @param data handed over: nobody writes into it afterwards
  public static Tensor adopt(float[] data, int... dims) {
    return adopt(data, Shape.of(dims));
  }

  /// @param data handed over: nobody writes into it afterwards
  public static Tensor adopt(float[] data, Shape shape) {
    return new Tensor(DataType.FLOAT, shape, data, data.length);
  }

  /// @param data handed over: nobody writes into it afterwards
  public static Tensor adopt(int[] data, int... dims) {
    return adopt(data, Shape.of(dims));
  }

  /// @param data handed over: nobody writes into it afterwards
  public static Tensor adopt(int[] data, Shape shape) {
    return new Tensor(DataType.INT32, shape, data, data.length);
  }

  /// @param data one byte an element, 0 or 1; handed over: nobody writes into it afterwards
  public static Tensor adoptBools(byte[] data, Shape shape) {
    return new Tensor(DataType.BOOL, shape, data, data.length);
  }

  /// @param data handed over: nobody writes into it or its elements afterwards
  public static Tensor adoptStrings(byte[][] data, Shape shape) {
    return new Tensor(DataType.STRING, shape, data, data.length);
  }

  /// @param data real and imaginary parts, interleaved; handed over: nobody writes into it
  ///   afterwards
  public static Tensor adoptComplex(float[] data, Shape shape) {
    return new Tensor(DataType.COMPLEX64, shape, data, data.length);
  }

  /// A buffer of a plan, which is written to again and again and may be longer than the elements
  /// are many. Only kernels see one; it never leaves the run.
  public static Tensor buffer(float[] data, Shape shape) {
    return new Tensor(DataType.FLOAT, shape, data);
  }

  /// A scalar that is a list.
  public static Tensor of(TensorList list) {
    return new Tensor(DataType.VARIANT, Shape.SCALAR, list, 1);
  }

  /// A scalar that is the handle of a table.
  public static Tensor of(LookupTable table) {
    return new Tensor(DataType.RESOURCE, Shape.SCALAR, table);
  }

  /// Numbers as a tensor of another type: float32 rounds them, int32 cuts off what is behind the
  /// point, bool is whether they are not 0.
  ///
  /// @throws ShapeException for types that are no numbers
  public static Tensor of(double[] numbers, DataType type, Shape shape) {
    int n = numbers.length;
    return switch (type) {
      case FLOAT -> {
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
          data[i] = (float) numbers[i];
        }
        yield adopt(data, shape);
      }
      case INT32 -> {
        int[] data = new int[n];
        for (int i = 0; i < n; i++) {
          data[i] = (int) numbers[i];
        }
        yield adopt(data, shape);
      }
      case BOOL -> {
        byte[] data = new byte[n];
        for (int i = 0; i < n; i++) {
          data[i] = (byte) (numbers[i] == 0 ? 0 : 1);
        }
        yield adoptBools(data, shape);
      }
      default -> throw new ShapeException("numbers are no tensor of type " + type.jsName());
    };
  }

  public static Tensor scalar(float value) {
    return adopt(new float[] {value}, Shape.SCALAR);
  }

  public static Tensor scalar(int value) {
    return adopt(new int[] {value}, Shape.SCALAR);
  }

  /// A rank-1 int32 tensor.
  public static Tensor ints(int... values) {
    return adopt(values.clone(), values.length);
  }

  /// A rank-1 float32 tensor.
  public static Tensor floats(float... values) {
    return adopt(values.clone(), values.length);
  }

  /// A tensor of zeros (empty strings, false).
  public static Tensor zeros(DataType type, Shape shape) {
    int n = shape.size();
    return switch (type.runtime()) {
      case FLOAT -> adopt(new float[n], shape);
      case INT32 -> adopt(new int[n], shape);
      case BOOL -> adoptBools(new byte[n], shape);
      case COMPLEX64 -> adoptComplex(new float[Math.multiplyExact(n, 2)], shape);
      case STRING -> {
        byte[][] strings = new byte[n][];
        Arrays.fill(strings, new byte[0]);
        yield adoptStrings(strings, shape);
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

  /// A copy of the values of a float32 tensor; real and imaginary parts, interleaved, of a
  /// complex64 one.
  public float[] floats() {
    return rawFloats().clone();
  }

  /// A copy of the values of an int32 tensor.
  public int[] ints() {
    return rawInts().clone();
  }

  /// A copy of the values of a bool tensor, 0 and 1.
  public byte[] bools() {
    return rawBools().clone();
  }

  /// A copy of the values of a string tensor.
  public byte[][] strings() {
    return deepCopy(rawStrings());
  }

  /// The values of a float32 or complex64 tensor themselves, never to be written to.
  public float[] rawFloats() {
    return switch (type) {
      case FLOAT, COMPLEX64 -> (float[]) data;
      default -> throw wrongType("float32");
    };
  }

  /// The values of an int32 tensor themselves, never to be written to.
  public int[] rawInts() {
    if (type != DataType.INT32) {
      throw wrongType("int32");
    }
    return (int[]) data;
  }

  /// The values of a bool tensor themselves, never to be written to.
  public byte[] rawBools() {
    if (type != DataType.BOOL) {
      throw wrongType("bool");
    }
    return (byte[]) data;
  }

  /// The values of a string tensor themselves, never to be written to.
  public byte[][] rawStrings() {
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

  /// The table of which this is the handle.
  public LookupTable table() {
    if (type != DataType.RESOURCE) {
      throw wrongType("table in a resource");
    }
    return (LookupTable) data;
  }

  /// What holds the elements, of which tensors that share it share the memory: to be compared by
  /// identity, and for nothing else.
  public Object storage() {
    return data;
  }

  /// Bytes of the elements on the heap; of strings the references are counted.
  public long bytes() {
    return type == DataType.VARIANT ? list().bytes() : new TensorType(type, shape).bytes();
  }

  private static byte[][] deepCopy(byte[][] data) {
    byte[][] copy = new byte[data.length][];
    Arrays.setAll(copy, i -> data[i].clone());
    return copy;
  }

  private ShapeException wrongType(String wanted) {
    return new ShapeException(
        "expected a " + wanted + " tensor, but this one is " + type.jsName() + shape);
  }

  /// Element `i` of a float32, int32 or bool tensor.
  public double get(int i) {
    return switch (type) {
      case FLOAT -> rawFloats()[i];
      case INT32 -> rawInts()[i];
      case BOOL -> rawBools()[i];
      default -> throw wrongType("numeric");
    };
  }

  @Override
  public Tensor reshape(Shape other) {
    if (other.longSize() != shape.longSize()) {
      throw new ShapeException(
          "cannot reshape " + shape + " to " + other + ": the number of elements differs");
    }
    return new Tensor(type, other, data);
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
          case RESOURCE -> table().sameBits(o.table());
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
          case RESOURCE -> table().keys().hashCode();
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
        case FLOAT -> s.append(rawFloats()[i]);
        case INT32 -> s.append(rawInts()[i]);
        case BOOL -> s.append(rawBools()[i] != 0);
        case STRING ->
            s.append('"')
                .append(ShapeException.quoted(new String(rawStrings()[i], StandardCharsets.UTF_8)))
                .append('"');
        case VARIANT -> s.append(list());
        case RESOURCE -> s.append(table());
        default ->
            s.append(rawFloats()[2 * i]).append('+').append(rawFloats()[2 * i + 1]).append('i');
      }
    }
    return s.append(size() > n ? ", ...}" : "}").toString();
  }
}
