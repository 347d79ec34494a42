package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;

/// How weights are written.
///
/// @param shardBytes the largest size of a weight file, at least 1
/// @param quantization which weights are stored in fewer bytes
public record WriteOptions(long shardBytes, QuantizationPlan quantization) {
  /// 4 MiB, which browsers cache.
  public static final long DEFAULT_SHARD_BYTES = 4L * 1024 * 1024;

  public static final WriteOptions DEFAULT =
      new WriteOptions(DEFAULT_SHARD_BYTES, QuantizationPlan.NONE);

  public WriteOptions {
    if (shardBytes < 1) {
      throw new ModelException(
          "Expected weight_shard_size_bytes to be a positive integer, but got " + shardBytes);
    }
  }
}
