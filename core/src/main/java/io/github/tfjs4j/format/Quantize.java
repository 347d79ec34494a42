package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Affine;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Encoding;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;

/// Makes codes of float32 values. Affine: with `Q` the largest code, `scale = (max - min) / Q`, and
/// where the range holds 0 the minimum moves to the nearest multiple of the scale, so that 0 keeps
/// a code of its own; `code = round((x - min) / scale)`, halves to even, in double. Equal values
/// have scale 1 and code 0.
final class Quantize {
  private Quantize() {}

  /// @param name of the weight, for messages
  /// @param codes `HALF`, `UINT8` or `UINT16`
  static StoredTensor floats(String name, float[] values, Shape shape, DataType codes) {
    return switch (codes) {
      case HALF -> half(values, shape);
      case UINT8 -> affine(name, values, shape, codes, 255);
      case UINT16 -> affine(name, values, shape, codes, 65535);
      default -> throw new IllegalArgumentException("not a type of codes: " + codes);
    };
  }

  private static StoredTensor half(float[] values, Shape shape) {
    byte[] out = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      short bits = Float.floatToFloat16(values[i]);
      out[2 * i] = (byte) bits;
      out[2 * i + 1] = (byte) (bits >> 8);
    }
    return new StoredTensor(shape, Plain.littleEndian(DataType.HALF), Bytes.of(out));
  }

  private static StoredTensor affine(
      String name, float[] values, Shape shape, DataType codes, int most) {
    double low = values.length == 0 ? 0 : Double.POSITIVE_INFINITY;
    double high = values.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ModelException(
            "weight '"
                + name
                + "' cannot be quantized to "
                + QuantizationPlan.label(codes)
                + ": element "
                + i
                + " of "
                + values.length
                + " is "
                + values[i]
                + "; name other weights in the pattern, or use float16");
      }
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    double scale = low == high ? 1 : (high - low) / most;
    double min = low;
    double max = high;
    if (low != high && low <= 0 && 0 <= high) {
      double zero = Math.rint((0 - low) / scale);
      min = -zero * scale;
      max = most * scale + min;
    }
    boolean wide = codes == DataType.UINT16;
    byte[] out = new byte[wide ? 2 * values.length : values.length];
    for (int i = 0; i < values.length; i++) {
      int code =
          low == high
              ? 0
              : (int) Math.rint((Math.clamp((double) values[i], min, max) - min) / scale);
      code = Math.clamp(code, 0, most);
      if (wide) {
        out[2 * i] = (byte) code;
        out[2 * i + 1] = (byte) (code >> 8);
      } else {
        out[i] = (byte) code;
      }
    }
    Encoding encoding = Affine.of(Plain.littleEndian(codes), DataType.FLOAT, scale, min);
    return new StoredTensor(shape, encoding, Bytes.of(out));
  }
}
