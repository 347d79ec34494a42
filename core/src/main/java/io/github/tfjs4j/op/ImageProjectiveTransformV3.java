package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Images seen through a projection. Inputs: float32 `images [N, H, W, C]`, float32 `transforms [N,
/// 8]` or one for all, the int32 `output_shape [2]` and the scalar `fill_value`. By a transform `a,
/// b, c, d, e, f, g, h` the result at row `y` and column `x` is the image at column `(a x + b y +
/// c) / k` and row `(d x + e y + f) / k` where `k = g x + h y + 1`, and the fill value where `k` is
/// 0.
///
/// TF.js' cpu backend comes to an end with the first image: all others are the fill value.
///
/// @param interpolation `NEAREST` or `BILINEAR`
/// @param fillMode what lies around an image: its mirror image (`REFLECT`), the image again
///   (`WRAP`), its border (`NEAREST`), or the fill value
public record ImageProjectiveTransformV3(String interpolation, String fillMode) implements Op {
  static final OpDef<ImageProjectiveTransformV3> DEF =
      OpDef.named(
              "ImageProjectiveTransformV3",
              ImageProjectiveTransformV3.class,
              a ->
                  new ImageProjectiveTransformV3(
                      a.s("interpolation", "NEAREST"), a.s("fill_mode", "CONSTANT")))
          .type("dtype", 0)
          .s("interpolation", ImageProjectiveTransformV3::interpolation)
          .s("fill_mode", ImageProjectiveTransformV3::fillMode);

  public ImageProjectiveTransformV3 {
    if (!interpolation.equalsIgnoreCase("NEAREST") && !interpolation.equalsIgnoreCase("BILINEAR")) {
      throw new ShapeException(
          "interpolation is NEAREST or BILINEAR, found '"
              + ShapeException.quoted(interpolation)
              + "'");
    }
  }

  @Override
  public String name() {
    return "ImageProjectiveTransformV3";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return axis == 0 || axis == 3 ? Axis.of(node, 0, axis) : List.of();
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.ANY, Kind.INT, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    ElementTypes.requireFloat(this, inputs.get(1));
    Shape images = inputs.get(0).shape().merge(Shape.ofRank(4));
    Shape transforms = inputs.get(1).shape().merge(Shape.of(-1, 8));
    int count = transforms.dim(0);
    if (count >= 0 && count != 1 && images.isKnown(0) && images.dim(0) != count) {
      throw new ShapeException(
          "one transform for all images, or one for each, but there are "
              + count
              + " for "
              + images.dim(0));
    }
    return List.of(
        new TensorType(
            ElementTypes.requireFloat(this, inputs.get(0)), Resize.shape(images, inputs.get(2))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor images = inputs.get(0);
    float[] in = images.rawFloats();
    float[] transform = inputs.get(1).rawFloats();
    int[] size = inputs.get(2).rawInts();
    float fill = (float) inputs.get(3).get(0);
    int[] d = images.shape().dims();
    Shape shape = Shape.of(d[0], size[0], size[1], d[3]);
    float[] out = new float[shape.size()];
    Arrays.fill(out, fill);
    if (out.length > 0) {
      Image image = new Image(in, d[1], d[2], d[3], fill);
      for (int i = 0; i < size[0] * size[1]; i++) {
        place(transform, i % size[1], i / size[1], image, out, i * d[3]);
      }
    }
    return List.of(Tensor.adopt(out, shape));
  }

  private void place(float[] t, int x, int y, Image image, float[] out, int to) {
    double k = (double) t[6] * x + (double) t[7] * y + 1;
    if (k == 0) {
      return;
    }
    double column = around(((double) t[0] * x + (double) t[1] * y + t[2]) / k, image.width);
    double row = around(((double) t[3] * x + (double) t[4] * y + t[5]) / k, image.height);
    for (int c = 0; c < image.channels; c++) {
      out[to + c] =
          (float)
              (interpolation.equalsIgnoreCase("NEAREST")
                  ? image.at(Math.floor(row + 0.5), Math.floor(column + 0.5), c)
                  : image.mixed(row, column, c));
    }
  }

  /// The place in an image of this length that stands for `at`.
  private double around(double at, int length) {
    return switch (fillMode.toUpperCase(Locale.ROOT)) {
      case "REFLECT" -> within(reflected(at, length), length);
      case "WRAP" -> within(wrapped(at, length), length);
      case "NEAREST" -> within(at, length);
      default -> at;
    };
  }

  private static double within(double at, int length) {
    return Math.max(0, Math.min(at, length - 1));
  }

  private static double reflected(double at, int length) {
    double twice = 2.0 * length;
    if (at < 0) {
      double in = at + twice * Math.floor(-at / twice);
      return in < -length ? in + twice : -in - 1;
    }
    double in = at > length - 1 ? at - twice * Math.floor(at / twice) : at;
    return in >= length ? twice - in - 1 : in;
  }

  private static double wrapped(double at, int length) {
    int last = length - 1;
    if (at < 0) {
      return last == 0 ? 0 : at + length * (Math.floor(-at / last) + 1);
    }
    return at > last && last > 0 ? at - length * Math.floor(at / last) : at;
  }

  @SuppressWarnings("ArrayRecordComponent") // lives within one evaluation
  private record Image(float[] cells, int height, int width, int channels, float fill) {
    /// Whole numbers.
    double at(double row, double column, int channel) {
      boolean within = 0 <= row && row < height && 0 <= column && column < width;
      int cell = within ? ((int) row) * width + (int) column : 0;
      return within ? cells[cell * channels + channel] : fill;
    }

    double mixed(double row, double column, int channel) {
      double top = Math.floor(row);
      double left = Math.floor(column);
      double upper =
          (left + 1 - column) * at(top, left, channel)
              + (column - left) * at(top, left + 1, channel);
      double lower =
          (left + 1 - column) * at(top + 1, left, channel)
              + (column - left) * at(top + 1, left + 1, channel);
      return (top + 1 - row) * upper + (row - top) * lower;
    }
  }
}
