package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import java.util.Optional;

/// Masks the time steps of which every feature is `mask_value`, and makes them zero.
public final class MaskingLayer implements Layer {
  @Override
  public String className() {
    return "Masking";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    int last = x.shape().rank() - 1;
    Value unequal =
        tf.compare(Compare.F.NOT_EQUAL, x, tf.scalar((float) call.config().d("mask_value", 0)));
    Value kept = tf.reduce(Reduce.F.ANY, unequal, true, last);
    Value y = tf.mul(x, tf.cast(kept, x.dataType()));
    return Lowered.of(y, Optional.of(tf.squeeze(kept, last)));
  }
}
