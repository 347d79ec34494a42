package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.ResizeBilinear;
import io.github.tfjs4j.op.ResizeNearestNeighbor;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;

/// Makes an image `size` times as large. Keras interpolates between the middles of pixels, TF.js
/// between their corners.
public final class UpSampling2DLayer implements Layer {
  @Override
  public String className() {
    return "UpSampling2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Config config = call.config();
    int[] by = config.positives("size", 2, 2);
    String interpolation = config.s("interpolation", "nearest");
    if (call.semantics() != Semantics.TFJS
        && Resampling.knows(interpolation)
        && !interpolation.equals("bilinear")) {
      return Lowered.unmasked(
          ChannelByChannel.apply(
              tf,
              DataFormat.of(config),
              call.input(),
              x -> {
                int[] size = ResizingLayer.size(call, x);
                int height = Math.multiplyExact(size[0], by[0]);
                int width = Math.multiplyExact(size[1], by[1]);
                return Resampling.of(call, x, height, width, interpolation, false);
              }));
    }
    if (!interpolation.equals("nearest") && !interpolation.equals("bilinear")) {
      throw new UnsupportedModelException(
          "interpolation '"
              + interpolation
              + "' is not supported; choose bilinear, nearest, bicubic, area, lanczos3, lanczos5,"
              + " gaussian or mitchellcubic, in TF.js bilinear or nearest");
    }
    Op resize =
        interpolation.equals("nearest")
            ? new ResizeNearestNeighbor(false, false)
            : new ResizeBilinear(false, call.semantics() != Semantics.TFJS);
    return Lowered.unmasked(
        ChannelByChannel.apply(
            tf, DataFormat.of(config), call.input(), x -> tf.op(resize, x, size(tf, x, by))));
  }

  /// `[H * by[0], W * by[1]]`
  private static Value size(Tf tf, Value x, int[] by) {
    if (x.shape().isKnown(1) && x.shape().isKnown(2)) {
      return tf.ints(Shape.times(x.shape().dim(1), by[0]), Shape.times(x.shape().dim(2), by[1]));
    }
    Value size =
        tf.op(new StridedSlice(0, 0, 0, 0, 0), tf.shapeOf(x), tf.ints(1), tf.ints(3), tf.ints(1));
    return tf.mul(size, tf.ints(by));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return config.s("interpolation", "nearest").equals("bilinear");
  }
}
