package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;

/// The middle of images, `height` x `width`; images that are smaller are resized. TF.js cuts its own way: it samples the
/// nearest pixels of a box whose corners lie a little beside the pixels.
public final class CenterCrop implements Layer {
  @Override
  public String className() {
    return "CenterCrop";
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    int height = call.config().i("height");
    int width = call.config().i("width");
    boolean tfjs = call.semantics() == Semantics.TFJS;
    DataFormat format = tfjs ? DataFormat.CHANNELS_LAST : DataFormat.of(call.config());
    Value x = format.toLast(tf, Inputs.floats(call, 4));
    int[] size = Resizing.size(call, x);
    int top = Math.floorDiv(size[0] - height, 2);
    int left = Math.floorDiv(size[1] - width, 2);
    if (tfjs) {
      left = left == 0 && size[1] != width ? 1 : left;
      return Lowered.unmasked(
          top < 0 || left < 0
              ? tf.resizeBilinear(x, height, width, false, false)
              : sampled(tf, sampled(tf, x, 1, top, height), 2, left, width));
    }
    Value y =
        size[0] >= height && size[1] >= width
            ? Cropped.of(
                tf,
                x,
                new int[] {0, top, left, 0},
                new int[] {0, size[0] - height - top, size[1] - width - left, 0})
            : tf.resizeBilinear(
                Resizing.croppedToAspect(call, x, height, width), height, width, false, true);
    return Lowered.unmasked(format.fromLast(tf, y));
  }

  /// What TF.js' `cropAndResize` takes of one axis for the box from `from / n` to `(from + length) / n` of it.
  private static Value sampled(Tf tf, Value x, int axis, int from, int length) {
    int n = x.shape().dim(axis);
    double low = (float) ((double) from / n);
    double high = (float) ((double) (from + length) / n);
    int[] cells = new int[length];
    boolean run = true;
    for (int i = 0; i < length; i++) {
      double at =
          length > 1
              ? low * (n - 1) + i * ((high - low) * (n - 1) / (length - 1))
              : 0.5 * (low + high) * (n - 1);
      cells[i] = (int) Math.floor(at + 0.5);
      run &= cells[i] == cells[0] + i;
    }
    if (!run) {
      return tf.gather(x, tf.ints(cells), axis);
    }
    int[] front = new int[4];
    int[] behind = new int[4];
    front[axis] = cells[0];
    behind[axis] = n - cells[0] - length;
    return Cropped.of(tf, x, front, behind);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return true;
  }
}
