package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How the resizing ops map output pixels to input pixels.
public final class Resize {
  private Resize() {}

  /// TensorFlow and TF.js refuse to do both.
  static void check(boolean alignCorners, boolean halfPixelCenters) {
    if (alignCorners && halfPixelCenters) {
      throw new UnsupportedModelException(
          "corners are aligned, or pixels lie at their centres, but not both; leave one out");
    }
  }

  /// `[N, h, w, C]` of images `[N, H, W, C]`, or `[h, w, C]` of one, and an int32 vector `[h, w]`.
  static Shape shape(Shape images, Value size) {
    Optional<int[]> known = size.constantInts();
    known
        .filter(s -> s.length != 2 || s[0] < 0 || s[1] < 0)
        .ifPresent(s -> {
          throw new ShapeException(
              "images are scaled to a height and a width, found " + Arrays.toString(s));
        });
    Shape to = known.map(Shape::of).orElseGet(size::elements).merge(Shape.ofRank(2));
    if (!images.hasRank()) {
      return Shape.UNKNOWN;
    }
    if (images.rank() != 3 && images.rank() != 4) {
      throw new ShapeException(
          "images are [height, width, channels], or several with a batch before them, found "
              + images);
    }
    if (images.dim(-3) == 0 || images.dim(-2) == 0) {
      throw new ShapeException("an image without pixels cannot be scaled, found " + images);
    }
    return images.with(-3, to.dim(0)).with(-2, to.dim(1));
  }

  /// The shape of one image as that of a batch.
  public static Shape batch(Shape images) {
    return images.rank() == 3 ? Shape.of(1).concat(images) : images;
  }

  static List<Axis> sameLength(Node node, int axis) {
    Shape y = node.out().shape();
    boolean scaled = axis == y.rank() - 3 || axis == y.rank() - 2;
    return scaled ? List.of() : Axis.of(node, 0, axis);
  }

  /// The input position of output pixel `o` along one axis of `in` pixels that becomes one of
  /// `out`, before rounding: with `shift` both are counted from pixel centres.
  public static double position(
      int o, int in, int out, boolean alignCorners, boolean halfPixel, double shift) {
    boolean corners = alignCorners && out > 1;
    double ratio = (double) (corners ? in - 1 : in) / (corners ? out - 1 : out);
    return halfPixel ? ratio * (o + 0.5) - shift : ratio * o;
  }

  /// JavaScript's rounding: halves up.
  static int round(double v) {
    return (int) Math.floor(v + 0.5);
  }

  /// Mixes the pixels around row `y` and column `x`, both within the image, which begins at `at`.
  static void bilinear(
      Tensor image, int at, int h, int w, int c, double y, double x, float[] out, int to) {
    int top = Math.max(0, (int) Math.floor(y));
    int bottom = Math.min(h - 1, (int) Math.ceil(y));
    int left = Math.max(0, (int) Math.floor(x));
    int right = Math.min(w - 1, (int) Math.ceil(x));
    double fy = y - top;
    double fx = x - left;
    for (int i = 0; i < c; i++) {
      double a = image.get(at + (top * w + left) * c + i);
      double b = image.get(at + (top * w + right) * c + i);
      double d = image.get(at + (bottom * w + left) * c + i);
      double e = image.get(at + (bottom * w + right) * c + i);
      double upper = a + (b - a) * fx;
      double lower = d + (e - d) * fx;
      out[to + i] = (float) (upper + (lower - upper) * fy);
    }
  }
}
