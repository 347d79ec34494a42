package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import java.util.stream.IntStream;

/// The middle of images, `height` x `width`; images that are smaller are resized. TF.js cuts its
/// own way: it samples the nearest pixels of a box whose corners lie a little beside the pixels.
public final class CenterCropLayer implements Layer {
  @Override
  public String className() {
    return "CenterCrop";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    int height = call.config().positive("height");
    int width = call.config().positive("width");
    boolean tfjs = call.semantics() == Semantics.TFJS;
    DataFormat format = tfjs ? DataFormat.CHANNELS_LAST : DataFormat.of(call.config());
    Value x = format.toLast(tf, call.input());
    int[] size = ResizingLayer.size(call, x);
    int top = Math.floorDiv(size[0] - height, 2);
    int left = Math.floorDiv(size[1] - width, 2);
    if (tfjs) {
      left = left == 0 && size[1] != width ? 1 : left;
      return Lowered.unmasked(
          top < 0 || left < 0
              ? tf.resizeBilinear(x, height, width, false, false)
              : sampled(
                  tf, x, samples(call, size[0], top, height), samples(call, size[1], left, width)));
    }
    Value y =
        size[0] >= height && size[1] >= width
            ? Cropped.of(
                tf,
                x,
                new int[] {0, top, left, 0},
                new int[] {0, size[0] - height - top, size[1] - width - left, 0})
            : tf.resizeBilinear(
                ResizingLayer.croppedToAspect(call, x, height, width), height, width, false, true);
    return Lowered.unmasked(format.fromLast(tf, y));
  }

  /// The cells that TF.js' `cropAndResize` takes of an axis of `n` for the box from `from / n` to
  /// `(from + length) / n`.
  private static int[] samples(LayerCall call, int n, int from, int length) {
    call.meterBytes((long) Integer.BYTES * length);
    double low = (float) ((double) from / n);
    double high = (float) ((double) (from + length) / n);
    double step = length > 1 ? (high - low) * (n - 1) / (length - 1) : 0;
    double first = length > 1 ? low * (n - 1) : 0.5 * (low + high) * (n - 1);
    return IntStream.range(0, length).map(i -> (int) Math.floor(first + i * step + 0.5)).toArray();
  }

  /// These rows and columns of `x`, which mostly lie side by side.
  private static Value sampled(Tf tf, Value x, int[] rows, int[] columns) {
    if (isRun(rows) && isRun(columns)) {
      int bottom = x.shape().dim(1) - rows[0] - rows.length;
      int right = x.shape().dim(2) - columns[0] - columns.length;
      return Cropped.of(
          tf, x, new int[] {0, rows[0], columns[0], 0}, new int[] {0, bottom, right, 0});
    }
    return tf.gather(tf.gather(x, tf.ints(rows), 1), tf.ints(columns), 2);
  }

  private static boolean isRun(int[] cells) {
    return IntStream.range(0, cells.length).allMatch(i -> cells[i] == cells[0] + i);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return true;
  }
}
