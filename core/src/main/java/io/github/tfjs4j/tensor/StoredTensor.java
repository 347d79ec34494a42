package io.github.tfjs4j.tensor;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import java.util.Optional;

/// A tensor as a TF.js weight file holds it: its bytes, and how they are encoded. A writer can put
/// the same bytes back. Not a value: two stored tensors are equal only if they are the same object.
public final class StoredTensor implements TensorSource {
  private final DataType type;
  private final Shape shape;
  private final Optional<Quantization> quantization;
  private final Bytes bytes;

  /// @param type after decoding: `FLOAT`, `INT32`, `BOOL`, `STRING` or `COMPLEX64`
  /// @param bytes exactly those of this tensor; strings as 4-byte little-endian length and content,
  ///   one after another
  public StoredTensor(
      DataType type, Shape shape, Optional<Quantization> quantization, Bytes bytes) {
    this.type = type;
    this.shape = shape;
    this.quantization = quantization;
    this.bytes = bytes;
    int size = quantization.map(q -> q.codes().size()).orElse(type.size());
    if (size > 0
        && (shape.longSize() > Long.MAX_VALUE / size || shape.longSize() * size != bytes.size())) {
      throw new FormatException(
          "shape "
              + shape
              + " of "
              + size
              + "-byte elements does not take the "
              + bytes.size()
              + " bytes that are there");
    }
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  public Optional<Quantization> quantization() {
    return quantization;
  }

  public Bytes bytes() {
    return bytes;
  }

  @Override
  public StoredTensor reshape(Shape other) {
    if (other.longSize() != shape.longSize()) {
      throw new ShapeException(
          "cannot reshape " + shape + " to " + other + ": the number of elements differs");
    }
    return new StoredTensor(type, other, quantization, bytes);
  }

  @Override
  public Tensor tensor() {
    if (quantization.isPresent()) {
      return dequantize(quantization.get());
    }
    return switch (type) {
      case FLOAT -> Tensor.adopt(bytes.toFloats(), shape);
      case INT32 -> Tensor.adopt(bytes.toInts(), shape);
      case BOOL -> Tensor.adoptBools(bytes.toArray(), shape);
      case COMPLEX64 -> Tensor.adoptComplex(bytes.toFloats(), shape);
      case STRING -> Tensor.adoptStrings(strings(), shape);
      default -> throw new FormatException("a weight cannot be of type " + type.jsName());
    };
  }

  private Tensor dequantize(Quantization q) {
    byte[] codes = bytes.toArray();
    int n = shape.size();
    boolean wide = q.codes() != DataType.UINT8;
    float[] floats = new float[type == DataType.FLOAT ? n : 0];
    int[] ints = new int[type == DataType.INT32 ? n : 0];
    for (int i = 0; i < n; i++) {
      int code = wide ? (codes[2 * i] & 0xff) | (codes[2 * i + 1] & 0xff) << 8 : codes[i] & 0xff;
      if (!q.isAffine()) {
        floats[i] = Float.float16ToFloat((short) code);
      } else if (type == DataType.FLOAT) {
        floats[i] = (float) (code * q.scale() + q.min());
      } else {
        ints[i] = (int) Math.round(code * q.scale() + q.min());
      }
    }
    return type == DataType.FLOAT ? Tensor.adopt(floats, shape) : Tensor.adopt(ints, shape);
  }

  private byte[][] strings() {
    byte[][] out = new byte[shape.size()][];
    byte[] all = bytes.toArray();
    int at = 0;
    for (int i = 0; i < out.length; i++) {
      long length = at + 4L <= all.length ? lengthAt(all, at) : Long.MAX_VALUE;
      if (length > all.length - at - 4L) {
        throw new FormatException(
            "string "
                + i
                + " of "
                + out.length
                + " at byte "
                + at
                + " runs past the end of its "
                + all.length
                + " bytes");
      }
      out[i] = java.util.Arrays.copyOfRange(all, at + 4, at + 4 + (int) length);
      at += 4 + (int) length;
    }
    return out;
  }

  private static long lengthAt(byte[] b, int at) {
    return (b[at] & 0xffL)
        | (b[at + 1] & 0xffL) << 8
        | (b[at + 2] & 0xffL) << 16
        | (b[at + 3] & 0xffL) << 24;
  }
}
