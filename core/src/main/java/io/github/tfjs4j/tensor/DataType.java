package io.github.tfjs4j.tensor;

import io.github.tfjs4j.FormatException;

/// TensorFlow's element types, with their number in `types.proto` and the type that TF.js computes
/// them in.
public enum DataType {
  INVALID(0, null),
  FLOAT(1, "float32"),
  DOUBLE(2, "float32"),
  INT32(3, "int32"),
  UINT8(4, "int32"),
  INT16(5, null),
  INT8(6, "int32"),
  STRING(7, "string"),
  COMPLEX64(8, "complex64"),
  INT64(9, "int32"),
  BOOL(10, "bool"),
  QINT8(11, null),
  QUINT8(12, null),
  QINT32(13, null),
  BFLOAT16(14, null),
  QINT16(15, null),
  QUINT16(16, null),
  UINT16(17, null),
  COMPLEX128(18, "complex64"),
  HALF(19, "float32"),
  RESOURCE(20, null),
  VARIANT(21, null),
  UINT32(22, null),
  UINT64(23, null);

  private static final DataType[] ALL = values();

  private final int number;
  private final String js;

  DataType(int number, String js) {
    this.number = number;
    this.js = js;
  }

  /// The number in TensorFlow's `DataType` enum.
  public int number() {
    return number;
  }

  /// The name in TensorFlow's `DataType` enum, `DT_FLOAT`.
  public String tfName() {
    return "DT_" + name();
  }

  /// The name that TF.js uses at run time (`float32`), or this type's own lower-case name where
  /// TF.js has none.
  public String jsName() {
    return js != null ? js : name().toLowerCase(java.util.Locale.ROOT);
  }

  /// The type in which TF.js holds values of this type: one of `FLOAT`, `INT32`, `BOOL`, `STRING`,
  /// `COMPLEX64`; types that TF.js does not know stay as they are.
  public DataType runtime() {
    return js == null ? this : ofJs(js);
  }

  /// Bytes of one element in a TF.js weight file; 0 where there is no fixed size.
  public int size() {
    return switch (this) {
      case BOOL, UINT8, INT8 -> 1;
      case HALF, BFLOAT16, UINT16, INT16 -> 2;
      case FLOAT, INT32, UINT32 -> 4;
      case DOUBLE, INT64, UINT64, COMPLEX64 -> 8;
      case COMPLEX128 -> 16;
      case INVALID, STRING, QINT8, QUINT8, QINT32, QINT16, QUINT16, RESOURCE, VARIANT -> 0;
    };
  }

  /// The type of a TF.js name; `float16`, `uint8` and `uint16` (stored encodings) included.
  public static DataType ofJs(String name) {
    return switch (name) {
      case "float32" -> FLOAT;
      case "int32" -> INT32;
      case "bool" -> BOOL;
      case "string" -> STRING;
      case "complex64" -> COMPLEX64;
      case "float16" -> HALF;
      case "uint8" -> UINT8;
      case "uint16" -> UINT16;
      default ->
          throw new FormatException(
              "unknown dtype '"
                  + name
                  + "', known are float32, int32, bool, string, complex64, float16, uint8, uint16");
    };
  }

  /// The type of a TensorFlow name such as `DT_FLOAT`.
  public static DataType ofTf(String name) {
    for (DataType type : ALL) {
      if (name.length() == type.name().length() + 3
          && name.startsWith("DT_")
          && name.endsWith(type.name())) {
        return type;
      }
    }
    throw new FormatException(
        "unknown data type '" + name + "', expected one of TensorFlow's, such as DT_FLOAT");
  }

  /// The type of a number in TensorFlow's enum, as legacy files spell it.
  public static DataType ofNumber(int number) {
    if (number < 0 || number >= ALL.length) {
      throw new FormatException(
          "unknown data type number " + number + ", expected 0 to " + (ALL.length - 1));
    }
    return ALL[number];
  }
}
