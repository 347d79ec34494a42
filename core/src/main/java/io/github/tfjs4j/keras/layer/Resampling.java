package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Resizing by a method that no op of TF.js has: each pixel of a row, and then of a column, is a
/// weighted sum of pixels, so each axis is a product with a matrix of weights.
final class Resampling {
  /// A weight for the distance of a pixel from the place that is sampled.
  ///
  /// @param radius from where on it is 0
  private record Kernel(double radius, DoubleUnaryOperator weight) {}

  private static final Map<String, Kernel> KERNELS =
      Map.of(
          "bilinear", new Kernel(1, x -> Math.max(0, 1 - x)),
          "bicubic", new Kernel(2, Resampling::keysCubic),
          "mitchellcubic", new Kernel(2, Resampling::mitchellCubic),
          "gaussian", new Kernel(1.5, x -> Math.exp(-x * x / (2 * 0.5 * 0.5))),
          "lanczos3", new Kernel(3, x -> lanczos(x, 3)),
          "lanczos5", new Kernel(5, x -> lanczos(x, 5)));

  private static final String AREA = "area";

  private Resampling() {}

  static boolean knows(String method) {
    return KERNELS.containsKey(method) || method.equals(AREA);
  }

  /// `x [N, H, W, C]`, whose height and width must be known.
  static Value of(
      LayerCall call, Value x, int height, int width, String method, boolean antialias) {
    Tf tf = call.tf();
    int[] size = ResizingLayer.size(call, x);
    Value rows = weights(call, size[1], width, method, antialias);
    Value columns = weights(call, size[0], height, method, antialias);
    Value y = product(tf, tf.transpose(x, 0, 3, 1, 2), rows);
    y = product(tf, tf.transpose(y, 0, 1, 3, 2), columns);
    return tf.transpose(y, 0, 3, 2, 1);
  }

  /// The last axis of `x` times `weights`.
  private static Value product(Tf tf, Value x, Value weights) {
    List<Length> shape = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shape.add(Length.of(x, i));
    }
    shape.add(Length.of(weights, 1));
    Value rows = tf.reshape(x, -1, x.shape().dim(3));
    return Length.reshape(tf, tf.matMul(rows, weights), shape);
  }

  /// `[in, out]`
  private static Value weights(LayerCall call, int in, int out, String method, boolean antialias) {
    call.meterBytes(Math.multiplyExact((long) Float.BYTES * in, out));
    float[] weights = new float[Math.multiplyExact(in, out)];
    for (int i = 0; i < out; i++) {
      double[] of = method.equals(AREA) ? area(in, out, i) : sampled(in, out, i, method, antialias);
      for (int k = 0; k < in; k++) {
        weights[k * out + i] = (float) of[k];
      }
    }
    return call.tf().constant(Tensor.of(weights, Shape.of(in, out)));
  }

  /// The weights of pixel `i` by a kernel; they sum to 1, beside the borders, too.
  private static double[] sampled(int in, int out, int i, String method, boolean antialias) {
    Kernel kernel = KERNELS.get(method);
    double scale = (double) in / out;
    double stretch = antialias ? Math.max(scale, 1) : 1;
    double at = (i + 0.5) * scale - 0.5;
    if (method.equals("bicubic") && !antialias) {
      // TensorFlow has a table of the kernel at 1024 places between two pixels.
      at = Math.floor(at) + Math.rint((at - Math.floor(at)) * 1024) / 1024;
    }
    double[] weights = new double[in];
    double sum = 0;
    int first = (int) Math.max(0, Math.ceil(at - kernel.radius() * stretch));
    int last = (int) Math.min(in - 1, Math.floor(at + kernel.radius() * stretch));
    for (int k = first; k <= last; k++) {
      weights[k] = kernel.weight().applyAsDouble(Math.abs(k - at) / stretch);
      sum += weights[k];
    }
    for (int k = first; k <= last && sum != 0; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /// How much of pixel `i` each of the others covers.
  private static double[] area(int in, int out, int i) {
    double scale = (double) in / out;
    double from = i * scale;
    double to = (i + 1) * scale;
    double[] weights = new double[in];
    for (int k = (int) from; k < Math.min(in, Math.ceil(to)); k++) {
      weights[k] = Math.max(0, Math.min(k + 1, to) - Math.max(k, from)) / scale;
    }
    return weights;
  }

  private static double keysCubic(double x) {
    if (x >= 2) {
      return 0;
    }
    return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
  }

  private static double mitchellCubic(double x) {
    if (x >= 2) {
      return 0;
    }
    return x >= 1
        ? ((-7.0 / 18 * x + 2) * x - 10.0 / 3) * x + 16.0 / 9
        : (7.0 / 6 * x - 2) * x * x + 8.0 / 9;
  }

  private static double lanczos(double x, double radius) {
    if (x > radius) {
      return 0;
    }
    double turn = Math.PI * x;
    return x <= 1e-3 ? 1 : radius * Math.sin(turn) * Math.sin(turn / radius) / (turn * turn);
  }
}
