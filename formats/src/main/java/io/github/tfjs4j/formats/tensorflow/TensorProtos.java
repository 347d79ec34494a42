package io.github.tfjs4j.formats.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.tfjs4j.Budget;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.formats.proto.TensorProto;
import io.github.tfjs4j.formats.proto.TensorShapeProto;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Tensors, shapes and types as messages have them.
final class TensorProtos {
  /// Numbers of references to variables begin here.
  private static final int REFERENCES = 100;

  /// Tensors of so few elements are read at once.
  private static final int SMALL = 64;

  private TensorProtos() {}

  /// The type of a number in a message; a reference to a variable is of the variable's type.
  static DataType type(int number) {
    return DataType.ofNumber(number > REFERENCES ? number - REFERENCES : number);
  }

  /// A dimension that says -1, or nothing that an array can have, is unknown.
  static Shape shape(TensorShapeProto proto) {
    if (proto.getUnknownRank()) {
      return Shape.UNKNOWN;
    }
    int[] dims = new int[proto.getDimCount()];
    for (int i = 0; i < dims.length; i++) {
      long size = proto.getDim(i).getSize();
      if (size > Integer.MAX_VALUE || size < Shape.UNKNOWN_DIM) {
        throw new FormatException("a tensor cannot have a dimension of " + size);
      }
      dims[i] = (int) size;
    }
    return Shape.of(dims);
  }

  /// The tensor. Numbers that lie there as bytes stay so; what is 64 bits wide is narrowed when
  /// somebody asks for it.
  ///
  /// @param meter counts what a message does not hold: one value may stand for a whole tensor
  static TensorSource tensor(TensorProto proto, Budget.Meter meter) {
    DataType type = type(proto.getDtypeValue());
    Shape shape = shape(proto.getTensorShape());
    if (!shape.isFullyDefined()) {
      throw new FormatException("a tensor of a message has a shape, this one " + shape);
    }
    if (type == DataType.STRING) {
      return strings(proto, shape, meter);
    }
    if (!Plain.has(type)) {
      throw new UnsupportedModelException(
          "a constant of type " + type.tfName() + " is nothing that TF.js has");
    }
    ByteString content = proto.getTensorContent();
    Bytes bytes =
        content.isEmpty()
            ? Bytes.of(values(proto, type, elements(shape), meter))
            : Bytes.of(MemorySegment.ofBuffer(content.asReadOnlyByteBuffer()));
    StoredTensor stored = new StoredTensor(shape, Plain.littleEndian(type), bytes);
    return shape.longSize() <= SMALL ? decoded(stored) : stored;
  }

  /// Axes and shapes are shared by their values.
  private static TensorSource decoded(StoredTensor stored) {
    try {
      return stored.tensor();
    } catch (UnsupportedModelException _) {
      return stored; // too wide for TF.js, which matters only if somebody needs it
    }
  }

  private static long elements(Shape shape) {
    long elements = shape.longSize();
    if (elements > Integer.MAX_VALUE) {
      throw new FormatException("a tensor of shape " + shape + " is more than an array holds");
    }
    return elements;
  }

  private static byte[] values(
      TensorProto proto, DataType type, long elements, Budget.Meter meter) {
    int given = count(proto, type);
    if (given > elements) {
      throw new FormatException(
          "a tensor of " + elements + " elements of type " + type.tfName() + " has " + given);
    }
    long bytes = elements * type.size();
    meter.bytes(given == elements ? 0 : bytes);
    if (bytes > Integer.MAX_VALUE - 16) {
      throw new FormatException("a tensor of " + bytes + " bytes is more than an array holds");
    }
    ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < Math.min(given, elements); i++) {
      put(proto, type, i, out);
    }
    // The last value stands for all that follow, and none for zeros.
    int size = type.size();
    for (int at = out.position(); at > 0 && at < bytes; at += size) {
      out.put(at, out.array(), at - size, size);
    }
    return out.array();
  }

  private static int count(TensorProto proto, DataType type) {
    return switch (type) {
      case FLOAT -> proto.getFloatValCount();
      case DOUBLE -> proto.getDoubleValCount();
      case INT64 -> proto.getInt64ValCount();
      case BOOL -> proto.getBoolValCount();
      case HALF, BFLOAT16 -> proto.getHalfValCount();
      case UINT32 -> proto.getUint32ValCount();
      case UINT64 -> proto.getUint64ValCount();
      case COMPLEX64 -> proto.getScomplexValCount() / 2;
      case COMPLEX128 -> proto.getDcomplexValCount() / 2;
      default -> proto.getIntValCount();
    };
  }

  private static void put(TensorProto proto, DataType type, int i, ByteBuffer out) {
    switch (type) {
      case FLOAT -> out.putFloat(proto.getFloatVal(i));
      case DOUBLE -> out.putDouble(proto.getDoubleVal(i));
      case INT64 -> out.putLong(proto.getInt64Val(i));
      case BOOL -> out.put((byte) (proto.getBoolVal(i) ? 1 : 0));
      case HALF, BFLOAT16 -> out.putShort((short) proto.getHalfVal(i));
      case UINT32 -> out.putInt(proto.getUint32Val(i));
      case UINT64 -> out.putLong(proto.getUint64Val(i));
      case COMPLEX64 ->
          out.putFloat(proto.getScomplexVal(2 * i)).putFloat(proto.getScomplexVal(2 * i + 1));
      case COMPLEX128 ->
          out.putDouble(proto.getDcomplexVal(2 * i)).putDouble(proto.getDcomplexVal(2 * i + 1));
      case INT8, UINT8 -> out.put((byte) proto.getIntVal(i));
      case INT16, UINT16 -> out.putShort((short) proto.getIntVal(i));
      default -> out.putInt(proto.getIntVal(i));
    }
  }

  private static Tensor strings(TensorProto proto, Shape shape, Budget.Meter meter) {
    long elements = elements(shape);
    int given = proto.getStringValCount();
    if (given > elements) {
      throw new FormatException("a tensor of " + elements + " strings has " + given);
    }
    meter.bytes(given == elements ? 0 : elements * Long.BYTES);
    byte[][] out = new byte[(int) elements][];
    byte[] last = {};
    for (int i = 0; i < out.length; i++) {
      last = i < given ? proto.getStringVal(i).toByteArray() : last;
      out[i] = last;
    }
    return Tensor.adoptStrings(out, shape);
  }

  // ---- writing ----

  static TensorShapeProto write(Shape shape) {
    TensorShapeProto.Builder out = TensorShapeProto.newBuilder();
    if (!shape.hasRank()) {
      return out.setUnknownRank(true).build();
    }
    for (int dim : shape.dims()) {
      out.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim));
    }
    return out.build();
  }

  /// The values as TF.js computes with them: what was stored in fewer bytes is decoded.
  static TensorProto write(TensorSource value) {
    TensorProto.Builder out =
        TensorProto.newBuilder()
            .setDtypeValue(value.type().number())
            .setTensorShape(write(value.shape()));
    Tensor tensor = value.tensor();
    if (tensor.type() == DataType.STRING) {
      for (byte[] string : tensor.rawStrings()) {
        out.addStringVal(ByteString.copyFrom(string));
      }
      return out.build();
    }
    return out.setTensorContent(UnsafeByteOperations.unsafeWrap(content(tensor))).build();
  }

  /// How many bytes the values take, those of strings not counted.
  static long bytes(TensorSource value) {
    return value.shape().longSize() * Math.max(1, value.type().size());
  }

  private static byte[] content(Tensor tensor) {
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(bytes(tensor))).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT, COMPLEX64 -> out.asFloatBuffer().put(tensor.rawFloats());
      case INT32 -> out.asIntBuffer().put(tensor.rawInts());
      case BOOL -> out.put(tensor.rawBools());
      default ->
          throw new UnsupportedModelException(
              "a constant of type " + tensor.type().tfName() + " is nothing that TF.js has");
    }
    return out.array();
  }
}
