package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;

/// The mean of all steps, a channel each; in Keras of the steps that no mask hides. TF.js takes
/// them all.
public final class GlobalAveragePooling1DLayer implements Layer {
  @Override
  public String className() {
    return "GlobalAveragePooling1D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(3).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    if (call.mask().isEmpty() || call.semantics() == Semantics.TFJS) {
      return Lowered.unmasked(GlobalPooling.reduce(call, Reduce.F.MEAN, 1));
    }
    Tf tf = call.tf();
    Value x = call.input();
    int time = GlobalPooling.axes(call, 1)[0];
    boolean keepDims = GlobalPooling.keepDims(call);
    Value kept = tf.expandDims(tf.cast(call.mask().get(), x.dataType()), time == 1 ? 2 : 1);
    Value sum = tf.reduce(Reduce.F.SUM, tf.mul(x, kept), keepDims, time);
    return Lowered.unmasked(tf.div(sum, tf.reduce(Reduce.F.SUM, kept, keepDims, time)));
  }
}
