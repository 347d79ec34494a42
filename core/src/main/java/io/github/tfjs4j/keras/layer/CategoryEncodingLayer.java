package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.DenseBincount;
import io.github.tfjs4j.op.Range;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;

/// Tokens from 0 to `num_tokens` (exclusive) as vectors of that length: one of ones for each token
/// (`one_hot`), ones for all tokens of a sample (`multi_hot`), or how often each occurs (`count`).
public final class CategoryEncodingLayer implements Layer {
  @Override
  public String className() {
    return "CategoryEncoding";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    int tokens = call.config().positive("num_tokens");
    Value x = tf.cast(call.input(), DataType.INT32);
    return Lowered.unmasked(encoded(call, x, tokens, call.config().s("output_mode", "multi_hot")));
  }

  /// Places below `tokens` as `mode` says.
  static Value encoded(LayerCall call, Value x, int tokens, String mode) {
    Tf tf = call.tf();
    return switch (mode.replace("_", "")) {
      case "int" -> x;
      case "oneHot", "onehot" -> oneHot(tf, x, tokens);
      case "multiHot", "multihot" -> counts(call, x, tokens, true);
      case "count" -> counts(call, x, tokens, false);
      default ->
          throw new UnsupportedModelException(
              "output_mode '"
                  + mode
                  + "' needs weights that the model does not hold; use one_hot, multi_hot or"
                  + " count");
    };
  }

  private static Value oneHot(Tf tf, Value x, int tokens) {
    int rank = x.shape().rank();
    Value single = rank > 1 && x.shape().dim(rank - 1) == 1 ? tf.squeeze(x, rank - 1) : x;
    if (single.shape().rank() == 1) {
      return bincount(tf, tf.expandDims(single, 1), tokens, true);
    }
    // TF.js' one-hot is int32 where it is not told otherwise, and knows no depth of 1.
    Value steps = tf.expandDims(single, single.shape().rank());
    Value token = tf.op(new Range(), tf.scalar(0), tf.scalar(tokens), tf.scalar(1));
    return tf.cast(tf.compare(Compare.F.EQUAL, steps, token), DataType.FLOAT);
  }

  private static Value counts(LayerCall call, Value x, int tokens, boolean binary) {
    Tf tf = call.tf();
    if (x.shape().rank() == 1) {
      x = tf.expandDims(x, 1);
    }
    if (x.shape().rank() == 2) {
      return bincount(tf, x, tokens, binary);
    }
    Value hot = oneHot(tf, tf.expandDims(x, x.shape().rank()), tokens);
    Reduce.F f = binary ? Reduce.F.MAX : Reduce.F.SUM;
    return tf.reduce(f, hot, false, x.shape().rank() - 1);
  }

  /// How often each token occurs in a row, as float32; no weights count each once.
  private static Value bincount(Tf tf, Value x, int tokens, boolean binary) {
    Value noWeights = tf.constant(Tensor.adopt(new float[0], 0));
    return tf.op(new DenseBincount(binary), x, tf.scalar(tokens), noWeights);
  }
}
