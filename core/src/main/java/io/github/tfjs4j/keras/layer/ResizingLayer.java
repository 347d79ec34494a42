package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.Locale;

/// Makes images `height` x `width`. Keras interpolates between the middles of pixels, and cuts or
/// pads to the aspect ratio if told so; TF.js interpolates between corners, and takes
/// `crop_to_aspect_ratio` to mean that the corners do not meet.
public final class ResizingLayer implements Layer {
  @Override
  public String className() {
    return "Resizing";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Config config = call.config();
    int height = config.positive("height");
    int width = config.positive("width");
    boolean crop = config.b("crop_to_aspect_ratio", false);
    String interpolation = config.s("interpolation", "bilinear").toLowerCase(Locale.ROOT);
    if (call.semantics() == Semantics.TFJS) {
      return Lowered.unmasked(
          resized(call, call.input(), height, width, interpolation, !crop, false));
    }
    DataFormat format = DataFormat.of(config);
    Value x = format.toLast(tf, call.input());
    if (crop) {
      x = croppedToAspect(call, x, height, width);
    } else if (config.b("pad_to_aspect_ratio", false)) {
      x = paddedToAspect(call, x, height, width);
    }
    return Lowered.unmasked(
        format.fromLast(
            tf, resized(call, x, height, width, interpolation, config.b("antialias", false))));
  }

  /// `x [N, H, W, C]` made another size as Keras does.
  static Value resized(
      LayerCall call, Value x, int height, int width, String interpolation, boolean antialias) {
    boolean nearest = interpolation.equals("nearest");
    boolean plain = nearest || (interpolation.equals("bilinear") && !antialias);
    if (!plain && Resampling.knows(interpolation)) {
      return Resampling.of(call, x, height, width, interpolation, antialias);
    }
    return resized(call, x, height, width, interpolation, false, true);
  }

  private static Value resized(
      LayerCall call,
      Value x,
      int height,
      int width,
      String interpolation,
      boolean alignCorners,
      boolean halfPixel) {
    Tf tf = call.tf();
    return switch (interpolation) {
      case "nearest" -> tf.resizeNearest(x, height, width, alignCorners, halfPixel);
      case "bilinear" -> tf.resizeBilinear(x, height, width, alignCorners, halfPixel);
      default ->
          throw new UnsupportedModelException(
              "interpolation '"
                  + interpolation
                  + "' is not supported, only bilinear, nearest, bicubic, area, lanczos3, lanczos5,"
                  + " gaussian and mitchellcubic are, in TF.js bilinear and nearest");
    };
  }

  /// The largest part of the middle of `x` with the aspect ratio `height : width`.
  static Value croppedToAspect(LayerCall call, Value x, int height, int width) {
    int[] size = size(call, x);
    int h = Math.min(size[0], other(size[1], height, width));
    int w = Math.min(size[1], other(size[0], width, height));
    int top = (size[0] - h) / 2;
    int left = (size[1] - w) / 2;
    return Cropped.of(
        call.tf(),
        x,
        new int[] {0, top, left, 0},
        new int[] {0, size[0] - h - top, size[1] - w - left, 0});
  }

  /// The smallest image of the aspect ratio `height : width` with `x` in its middle.
  private static Value paddedToAspect(LayerCall call, Value x, int height, int width) {
    String mode = call.config().s("fill_mode", "constant");
    if (!mode.equals("constant")) {
      throw new UnsupportedModelException(
          "fill_mode '" + mode + "' is not supported, only 'constant' is");
    }
    int[] size = size(call, x);
    int h = Math.max(size[0], other(size[1], height, width));
    int w = Math.max(size[1], other(size[0], width, height));
    int top = (h - size[0]) / 2;
    int left = (w - size[1]) / 2;
    int[][] paddings = {{0, 0}, {top, h - size[0] - top}, {left, w - size[1] - left}, {0, 0}};
    return call.tf().padV2(x, paddings, (float) call.config().d("fill_value", 0));
  }

  /// What one side must measure for the other to have `length`.
  private static int other(int length, int a, int b) {
    return Math.toIntExact((long) length * a / b);
  }

  /// Height and width of `x`, which must be known.
  static int[] size(LayerCall call, Value x) {
    int h = x.shape().dim(1);
    int w = x.shape().dim(2);
    if (h == Shape.UNKNOWN_DIM || w == Shape.UNKNOWN_DIM) {
      throw new UnsupportedModelException(
          "height and width of the images must be known, but the input is "
              + x.type()
              + "; give the model an input shape");
    }
    return new int[] {h, w};
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return true;
  }
}
