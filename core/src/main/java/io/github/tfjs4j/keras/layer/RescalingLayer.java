package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;

/// `x * scale + offset`; in Keras either may be a list, with a number for each channel.
public final class RescalingLayer implements Layer {
  @Override
  public String className() {
    return "Rescaling";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Config config = call.config();
    Value y = tf.mul(call.input(), numbers(tf, config, "scale"));
    boolean none = config.get("offset").isNumber() && config.d("offset") == 0;
    if (config.has("offset") && !none) {
      y = tf.add(y, numbers(tf, config, "offset"));
    }
    return call.semantics() == Semantics.KERAS3 ? call.keepingMask(y) : Lowered.unmasked(y);
  }

  private static Value numbers(Tf tf, Config config, String key) {
    Tree node = config.get(key);
    if (!node.isList()) {
      return tf.scalar((float) config.d(key));
    }
    float[] numbers = new float[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!node.path(i).isNumber()) {
        throw config.wrong(key, "a number or a list of numbers");
      }
      numbers[i] = (float) node.path(i).doubleValue();
    }
    return tf.constant(Tensor.floats(numbers));
  }
}
