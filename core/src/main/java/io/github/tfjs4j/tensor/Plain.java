package io.github.tfjs4j.tensor;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers as a machine holds them. Integers of any width become `INT32` and reals of any width
/// `FLOAT`, which is all that TF.js has; one that does not fit is an error.
///
/// @param stored the type in the file: a real, an integer, `BOOL` or a complex type
public record Plain(DataType stored, ByteOrder order) implements Encoding {
  public Plain {
    if (typeOf(stored) == DataType.INVALID) {
      throw new FormatException("a weight cannot be of type " + label(stored));
    }
  }

  public static Plain littleEndian(DataType stored) {
    return new Plain(stored, ByteOrder.LITTLE_ENDIAN);
  }

  /// Whether weights of this type exist in the plain form.
  public static boolean has(DataType stored) {
    return typeOf(stored) != DataType.INVALID;
  }

  private static DataType typeOf(DataType stored) {
    return switch (stored) {
      case FLOAT, DOUBLE, HALF, BFLOAT16 -> DataType.FLOAT;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> DataType.INT32;
      case BOOL -> DataType.BOOL;
      case COMPLEX64, COMPLEX128 -> DataType.COMPLEX64;
      case INVALID, STRING, QINT8, QUINT8, QINT32, QINT16, QUINT16, RESOURCE, VARIANT ->
          DataType.INVALID;
    };
  }

  @Override
  public DataType type() {
    return typeOf(stored);
  }

  @Override
  public int size() {
    return stored.size();
  }

  @Override
  public String label() {
    return label(stored) + (stored == type() ? "" : " (of " + label(type()) + ")");
  }

  static String label(DataType type) {
    return switch (type) {
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      case HALF -> "float16";
      default -> type.name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private boolean isNative() {
    return stored == type() && order == ByteOrder.nativeOrder();
  }

  @Override
  public Tensor decode(Bytes bytes, Shape shape) {
    return switch (type()) {
      case FLOAT -> Tensor.adopt(isNative() ? bytes.toFloats() : reals(bytes), shape);
      case COMPLEX64 -> Tensor.adoptComplex(isNative() ? bytes.toFloats() : reals(bytes), shape);
      case INT32 -> Tensor.adopt(isNative() ? bytes.toInts() : integers(bytes), shape);
      default -> Tensor.adoptBools(bytes.toArray(), shape);
    };
  }

  private float[] reals(Bytes bytes) {
    int size = type() == DataType.COMPLEX64 ? size() / 2 : size();
    float[] out = new float[Math.toIntExact(bytes.size() / size)];
    Blocks.each(bytes, size, order, (i, b) -> out[i] = real(b, i));
    return out;
  }

  private int[] integers(Bytes bytes) {
    int[] out = new int[Math.toIntExact(bytes.size() / size())];
    Blocks.each(bytes, size(), order, (i, b) -> out[i] = integer(b, i));
    return out;
  }

  private float real(ByteBuffer from, int i) {
    return switch (stored) {
      case HALF -> Float.float16ToFloat(from.getShort());
      case BFLOAT16 -> Float.intBitsToFloat(from.getShort() << 16);
      case FLOAT, COMPLEX64 -> from.getFloat();
      default -> {
        double value = from.getDouble();
        if (Double.isFinite(value) && Float.isInfinite((float) value)) {
          throw tooWide(Double.toString(value), i);
        }
        yield (float) value;
      }
    };
  }

  /// The next integer.
  ///
  /// @param i its number, for messages
  int integer(ByteBuffer from, int i) {
    long value =
        switch (stored) {
          case INT8 -> from.get();
          case UINT8 -> from.get() & 0xff;
          case INT16 -> from.getShort();
          case UINT16 -> from.getShort() & 0xffff;
          case INT32 -> from.getInt();
          case UINT32 -> from.getInt() & 0xffff_ffffL;
          default -> from.getLong();
        };
    boolean isUnsigned = stored == DataType.UINT64;
    if (value != (int) value || (isUnsigned && value < 0)) {
      throw tooWide(isUnsigned ? Long.toUnsignedString(value) : Long.toString(value), i);
    }
    return (int) value;
  }

  private UnsupportedModelException tooWide(String value, int i) {
    return new UnsupportedModelException(
        "element "
            + i
            + " of type "
            + label(stored)
            + " is "
            + value
            + ", which "
            + label(type())
            + " cannot hold; TF.js has no wider type");
  }
}
