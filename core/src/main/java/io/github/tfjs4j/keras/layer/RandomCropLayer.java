package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;

/// A random part of images while training. At inference the largest part of the middle of the
/// aspect ratio `height : width`, made that size.
public final class RandomCropLayer implements Layer {
  @Override
  public String className() {
    return "RandomCrop";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Lowered untouched = Inputs.identity(call);
    if (call.semantics() == Semantics.KERAS3) {
      return untouched;
    }
    Tf tf = call.tf();
    int height = call.config().positive("height");
    int width = call.config().positive("width");
    DataFormat format = DataFormat.of(call.config());
    Value x = format.toLast(tf, call.input());
    Value part = ResizingLayer.croppedToAspect(call, x, height, width);
    return Lowered.unmasked(
        format.fromLast(tf, tf.resizeBilinear(part, height, width, false, true)));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return true;
  }
}
