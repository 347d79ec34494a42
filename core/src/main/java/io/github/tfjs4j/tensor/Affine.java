package io.github.tfjs4j.tensor;

import io.github.tfjs4j.FormatException;
import java.util.List;

/// Integer codes with a scale and a minimum: `value = code * scale + min`, in double.
///
/// @param codes how the codes are stored: integers of at most 32 bits
/// @param type of the values: `FLOAT`, or `INT32`, which is rounded to
/// @param scales one for the whole tensor, or one for each index of `axis`
/// @param mins as many
/// @param axis the axis of the scales; of no meaning where there is one
public record Affine(Plain codes, DataType type, List<Double> scales, List<Double> mins, int axis)
    implements Encoding {
  public Affine {
    scales = List.copyOf(scales);
    mins = List.copyOf(mins);
    if (codes.type() != DataType.INT32 || codes.size() > Integer.BYTES) {
      throw new FormatException("codes cannot be of type " + codes.label());
    }
    if (scales.isEmpty() || scales.size() != mins.size()) {
      throw new FormatException(
          scales.size() + " scales and " + mins.size() + " minimums: there should be as many");
    }
  }

  /// One scale for the whole tensor.
  public static Affine of(Plain codes, DataType type, double scale, double min) {
    return new Affine(codes, type, List.of(scale), List.of(min), 0);
  }

  public boolean isPerAxis() {
    return scales.size() > 1;
  }

  @Override
  public int size() {
    return codes.size();
  }

  @Override
  public String label() {
    return Plain.label(codes.stored()) + " (of " + Plain.label(type) + ")";
  }

  @Override
  public Tensor decode(Bytes bytes, Shape shape) {
    if (isPerAxis() && (axis < 0 || axis >= shape.rank() || shape.dim(axis) != scales.size())) {
      throw new FormatException(
          scales.size() + " scales do not suit axis " + axis + " of shape " + shape);
    }
    // Of one scale, the whole tensor is one run.
    int run = isPerAxis() ? inner(shape) : Integer.MAX_VALUE;
    int n = scales.size();
    double[] scale = scales.stream().mapToDouble(Double::doubleValue).toArray();
    double[] min = mins.stream().mapToDouble(Double::doubleValue).toArray();
    boolean isReal = type == DataType.FLOAT;
    float[] floats = new float[isReal ? shape.size() : 0];
    int[] ints = new int[isReal ? 0 : shape.size()];
    Blocks.each(
        bytes,
        size(),
        codes.order(),
        (i, b) -> {
          int at = n == 1 ? 0 : i / run % n;
          double value = codes.integer(b, i) * scale[at] + min[at];
          if (isReal) {
            floats[i] = (float) value;
          } else {
            ints[i] = (int) Math.round(value);
          }
        });
    return isReal ? Tensor.adopt(floats, shape) : Tensor.adopt(ints, shape);
  }

  /// How many elements follow each other that have one index of the axis.
  private int inner(Shape shape) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    return Math.max(1, inner);
  }
}
