package io.github.tfjs4j.tensor;

import java.util.Optional;

/// How the codes of a weight file stand for values: `value = code * scale + min` for `UINT8` and
/// `UINT16` codes, plain widening for `HALF`.
///
/// @param codes the type of the codes: `UINT8`, `UINT16` or `HALF`
/// @param scale of an affine quantisation, 1 for `HALF`
/// @param min of an affine quantisation, 0 for `HALF`
/// @param originalType `original_dtype` of the file, which older ones lack
public record Quantization(
    DataType codes, double scale, double min, Optional<DataType> originalType) {
  /// IEEE half precision.
  public static Quantization float16() {
    return new Quantization(DataType.HALF, 1, 0, Optional.of(DataType.FLOAT));
  }

  public boolean isAffine() {
    return codes != DataType.HALF;
  }
}
