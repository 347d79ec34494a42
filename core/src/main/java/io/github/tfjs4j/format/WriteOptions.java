package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tree.Tree;
import java.util.Map;

/// How a model is stored: begin with [#DEFAULT] and change what should differ.
///
/// @param shardBytes the largest size of a weight file, at least 1
/// @param quantization which weights are stored in fewer bytes
/// @param metadata added to `userDefinedMetadata` of a model that is made, by key
/// @param splitByLayer whether the weights of each layer are stored in files of their own, where
///   the model was not stored in files of TF.js before
/// @param structuredOutputs whether `predict()` of such a GraphModel should give an object keyed by
///   output names
public record WriteOptions(
    long shardBytes,
    QuantizationPlan quantization,
    Map<String, Tree> metadata,
    boolean splitByLayer,
    boolean structuredOutputs) {
  /// 4 MiB, which browsers cache.
  public static final long DEFAULT_SHARD_BYTES = 4L * 1024 * 1024;

  public static final WriteOptions DEFAULT =
      new WriteOptions(DEFAULT_SHARD_BYTES, QuantizationPlan.NONE, Map.of(), false, false);

  public WriteOptions {
    if (shardBytes < 1) {
      throw new ModelException(
          "Expected weight_shard_size_bytes to be a positive integer, but got " + shardBytes);
    }
  }

  public WriteOptions withShardBytes(long most) {
    return new WriteOptions(most, quantization, metadata, splitByLayer, structuredOutputs);
  }

  public WriteOptions withQuantization(QuantizationPlan plan) {
    return new WriteOptions(shardBytes, plan, metadata, splitByLayer, structuredOutputs);
  }

  public WriteOptions withMetadata(Map<String, Tree> more) {
    return new WriteOptions(shardBytes, quantization, more, splitByLayer, structuredOutputs);
  }

  public WriteOptions withSplitByLayer(boolean split) {
    return new WriteOptions(shardBytes, quantization, metadata, split, structuredOutputs);
  }

  public WriteOptions withStructuredOutputs(boolean structured) {
    return new WriteOptions(shardBytes, quantization, metadata, splitByLayer, structured);
  }
}
