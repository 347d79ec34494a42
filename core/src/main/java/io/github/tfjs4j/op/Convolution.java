package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// The loops of the convolutions over `[N, D, H, W, C]`, of which two-dimensional ones have a
/// single layer. Sums run in double, over rows of output channels.
///
/// @param axes depth, height and width
/// @param channels of the input
record Convolution(int batch, List<WindowAxis> axes, int channels) {
  private static final double LEAST_INTEGER = -0x1.fffffffffffffp52;

  /// What to do at one output cell under one tap that lies within the input.
  private interface Tap {
    /// @param cell the number of the input cell, over all of the input
    /// @param tap the number of the tap in the kernel
    void at(int cell, int tap);
  }

  /// What to do when all taps of output cell `cell` are done.
  private interface Done {
    void at(int cell);
  }

  int outCells() {
    return batch * axes.get(0).out() * axes.get(1).out() * axes.get(2).out();
  }

  private void walk(Tap each, Done done) {
    WindowAxis d = axes.get(0);
    WindowAxis h = axes.get(1);
    WindowAxis w = axes.get(2);
    int cell = 0;
    for (int n = 0; n < batch; n++) {
      for (int i = 0; i < d.out(); i++) {
        for (int j = 0; j < h.out(); j++) {
          for (int k = 0; k < w.out(); k++, cell++) {
            for (int a = d.firstTap(i); a < d.endTap(i); a++) {
              for (int b = h.firstTap(j); b < h.endTap(j); b++) {
                int row = ((n * d.in() + d.cell(i, a)) * h.in() + h.cell(j, b)) * w.in();
                int taps = (a * h.window() + b) * w.window();
                for (int c = w.firstTap(k); c < w.endTap(k); c++) {
                  each.at(row + w.cell(k, c), taps + c);
                }
              }
            }
            done.at(cell);
          }
        }
      }
    }
  }

  /// `y [cells, O]` of a filter `[kd, kh, kw, C, O]`.
  float[] convolve(float[] x, float[] filter, int outChannels) {
    float[] y = new float[Math.multiplyExact(outCells(), outChannels)];
    double[] sums = new double[outChannels];
    walk(
        (cell, tap) -> {
          int at = cell * channels;
          int weights = tap * channels * outChannels;
          for (int c = 0; c < channels; c++) {
            addScaled(sums, x[at + c], filter, weights + c * outChannels);
          }
        },
        cell -> take(sums, y, cell * outChannels));
    return y;
  }

  /// `y [cells, C * M]` of a filter `[kh, kw, C, M]`.
  float[] depthwise(float[] x, float[] filter, int multiplier) {
    int outChannels = channels * multiplier;
    float[] y = new float[Math.multiplyExact(outCells(), outChannels)];
    double[] sums = new double[outChannels];
    walk(
        (cell, tap) -> {
          if (multiplier == 1) {
            addProducts(sums, x, cell * channels, filter, tap * channels);
          } else {
            for (int c = 0; c < outChannels; c++) {
              sums[c] +=
                  (double) x[cell * channels + c / multiplier] * filter[tap * outChannels + c];
            }
          }
        },
        cell -> take(sums, y, cell * outChannels));
    return y;
  }

  /// The gradient `dx [N, D, H, W, C]` of a convolution by a filter `[kd, kh, kw, C, O]` whose
  /// result's gradient is `dy`.
  float[] backpropInput(float[] dy, float[] filter, int outChannels) {
    int cells = batch * axes.get(0).in() * axes.get(1).in() * axes.get(2).in();
    double[] sums = new double[Math.multiplyExact(cells, channels)];
    int[] out = {0};
    walk(
        (cell, tap) -> {
          int weights = tap * channels * outChannels;
          for (int c = 0; c < channels; c++) {
            sums[cell * channels + c] +=
                dot(dy, out[0] * outChannels, filter, weights + c * outChannels, outChannels);
          }
        },
        cell -> out[0] = cell + 1);
    float[] dx = new float[sums.length];
    take(sums, dx, 0);
    return dx;
  }

  /// The greatest element of each window, -Infinity where it holds none; NaN is never the greatest.
  float[] max(float[] x) {
    float[] y = new float[outCells() * channels];
    float[] most = new float[channels];
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    walk(
        (cell, tap) -> {
          for (int c = 0; c < channels; c++) {
            float v = x[cell * channels + c];
            most[c] = v > most[c] ? v : most[c];
          }
        },
        cell -> {
          System.arraycopy(most, 0, y, cell * channels, channels);
          Arrays.fill(most, Float.NEGATIVE_INFINITY);
        });
    return y;
  }

  /// Where in `x` the first greatest element of each window is, -1 where it holds none.
  int[] argMax(float[] x) {
    int[] y = new int[outCells() * channels];
    Arrays.fill(y, -1);
    int[] out = {0};
    walk(
        (cell, tap) -> {
          for (int c = 0; c < channels; c++) {
            int at = cell * channels + c;
            int to = out[0] * channels + c;
            if (x[at] > (y[to] < 0 ? Float.NEGATIVE_INFINITY : x[y[to]])) {
              y[to] = at;
            }
          }
        },
        cell -> out[0] = cell + 1);
    return y;
  }

  /// The greatest sum of an element of each window and that of the filter `[kh, kw, C]` over it,
  /// the least integer that JavaScript counts to where there is none greater.
  float[] dilate(float[] x, float[] filter) {
    float[] y = new float[outCells() * channels];
    double[] most = new double[channels];
    Arrays.fill(most, LEAST_INTEGER);
    walk(
        (cell, tap) -> {
          for (int c = 0; c < channels; c++) {
            double v = (double) x[cell * channels + c] + filter[tap * channels + c];
            most[c] = v > most[c] ? v : most[c];
          }
        },
        cell -> {
          take(most, y, cell * channels);
          Arrays.fill(most, LEAST_INTEGER);
        });
    return y;
  }

  /// The mean of the elements of each window that lie within the input.
  float[] mean(float[] x) {
    float[] y = new float[outCells() * channels];
    double[] sums = new double[channels];
    int[] count = {0};
    walk(
        (cell, tap) -> {
          for (int c = 0; c < channels; c++) {
            sums[c] += x[cell * channels + c];
          }
          count[0]++;
        },
        cell -> {
          for (int c = 0; c < channels; c++) {
            sums[c] /= count[0];
          }
          take(sums, y, cell * channels);
          count[0] = 0;
        });
    return y;
  }

  /// Moves the sums to `y` and clears them.
  private static void take(double[] sums, float[] y, int at) {
    for (int i = 0; i < sums.length; i++) {
      y[at + i] = (float) sums[i];
    }
    Arrays.fill(sums, 0);
  }

  /// `sums += factor * row`
  static void addScaled(double[] sums, double factor, float[] row, int at) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * row[at + i];
    }
  }

  private static void addProducts(double[] sums, float[] a, int at, float[] b, int from) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) a[at + i] * b[from + i];
    }
  }

  static double dot(float[] a, int at, float[] b, int from, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[at + i] * b[from + i];
    }
    return sum;
  }

  /// `y` as `[N, H', W', channels]`.
  Tensor tensor(float[] y, int outChannels) {
    return Tensor.adopt(y, batch, axes.get(1).out(), axes.get(2).out(), outChannels);
  }

  /// `y` as `[N, D', H', W', channels]`.
  Tensor tensor3D(float[] y, int outChannels) {
    return Tensor.adopt(
        y, batch, axes.get(0).out(), axes.get(1).out(), axes.get(2).out(), outChannels);
  }
}
