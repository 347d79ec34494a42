package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;

/// `softmax(q k / sqrt(key_dim)) v` of many heads at once; see [Heads].
public final class MultiHeadAttentionLayer implements Layer {
  @Override
  public String className() {
    return "MultiHeadAttention";
  }

  @Override
  public Lowered lower(LayerCall call) {
    int keyDim = call.config().positive("key_dim");
    int heads = call.config().positive("num_heads");
    int valueDim = call.config().positive("value_dim", keyDim);
    int[] axes = call.config().ints("attention_axes").orElse(new int[] {1});
    if (axes.length != 1 || (axes[0] != 1 && axes[0] != -1)) {
      throw new UnsupportedModelException(
          "attention_axes "
              + Arrays.toString(axes)
              + " cannot be converted, only [1] can; merge or move axes with Reshape or Permute");
    }
    int[] output =
        call.config()
            .ints("output_shape")
            .orElseGet(() -> {
              int last = call.input().shape().dim(-1);
              if (last == Shape.UNKNOWN_DIM) {
                throw call.config().wrong("output_shape", "given, where the input's is unknown");
              }
              return new int[] {last};
            });
    return new Heads(call, heads, heads, keyDim, valueDim).lower(output);
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore();
  }
}
