package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// The mean of all inputs, element by element.
public final class AverageLayer implements Layer {
  @Override
  public String className() {
    return "Average";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(0);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Lowered sum = Merging.elements(call, tf::add);
    Value mean = tf.mul(sum.values().getFirst(), tf.scalar(1f / call.inputs().size()));
    return Lowered.of(mean, sum.masks().getFirst());
  }
}
