package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Attention of many heads, of which several share their keys and values; see [Heads].
public final class GroupQueryAttentionLayer implements Layer {
  @Override
  public String className() {
    return "GroupQueryAttention";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore().ofRank(3);
  }

  @Override
  public Lowered lower(LayerCall call) {
    int headDim = call.config().positive("head_dim");
    int heads = call.config().positive("num_query_heads");
    int shared = call.config().positive("num_key_value_heads");
    if (heads % shared != 0) {
      throw call.config().wrong("num_key_value_heads", "a divisor of num_query_heads");
    }
    int features = call.input().shape().dim(2);
    return new Heads(call, heads, shared, headDim, headDim).lower(new int[] {features});
  }
}
