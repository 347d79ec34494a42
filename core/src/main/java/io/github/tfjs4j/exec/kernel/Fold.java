package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.op.Reduce;
import java.util.Optional;

/// How many numbers become one, in loops of their own.
interface Fold {
  /// What nothing becomes.
  double start();

  /// Takes a row to accumulators, one a column.
  void columns(float[] x, double[] sums, int n);

  /// Takes a row to one accumulator.
  ///
  /// @param from where the row begins
  double row(float[] x, int from, int n, double sum);

  /// @return empty for functions that are not of float32
  static Optional<Fold> of(Reduce.F f) {
    return switch (f) {
      case SUM, MEAN -> Optional.of(new Sum());
      case EUCLIDEAN_NORM -> Optional.of(new Squares());
      case MAX -> Optional.of(new Max());
      case MIN -> Optional.of(new Min());
      case PROD -> Optional.of(new Product());
      case ALL, ANY -> Optional.empty();
    };
  }

  /// The sum.
  final class Sum implements Fold {
    @Override
    public double start() {
      return 0;
    }

    @Override
    public void columns(float[] x, double[] sums, int n) {
      for (int j = 0; j < n; j++) {
        sums[j] += x[j];
      }
    }

    @Override
    public double row(float[] x, int from, int n, double sum) {
      // Several sums, because one waits for itself.
      double a = sum;
      double b = 0;
      double c = 0;
      double d = 0;
      int end = from + n;
      int i = from;
      for (; i + 4 <= end; i += 4) {
        a += x[i];
        b += x[i + 1];
        c += x[i + 2];
        d += x[i + 3];
      }
      for (; i < end; i++) {
        a += x[i];
      }
      return a + b + (c + d);
    }
  }

  /// The sum of squares.
  final class Squares implements Fold {
    @Override
    public double start() {
      return 0;
    }

    @Override
    public void columns(float[] x, double[] sums, int n) {
      for (int j = 0; j < n; j++) {
        sums[j] += (double) x[j] * x[j];
      }
    }

    @Override
    public double row(float[] x, int from, int n, double sum) {
      double a = sum;
      for (int i = from; i < from + n; i++) {
        a += (double) x[i] * x[i];
      }
      return a;
    }
  }

  /// NaN wins.
  final class Max implements Fold {
    @Override
    public double start() {
      return Double.NEGATIVE_INFINITY;
    }

    @Override
    public void columns(float[] x, double[] sums, int n) {
      for (int j = 0; j < n; j++) {
        sums[j] = Math.max(sums[j], x[j]);
      }
    }

    @Override
    public double row(float[] x, int from, int n, double sum) {
      float a = Float.NEGATIVE_INFINITY;
      float b = a;
      float c = a;
      float d = a;
      int end = from + n;
      int i = from;
      for (; i + 4 <= end; i += 4) {
        a = Math.max(a, x[i]);
        b = Math.max(b, x[i + 1]);
        c = Math.max(c, x[i + 2]);
        d = Math.max(d, x[i + 3]);
      }
      for (; i < end; i++) {
        a = Math.max(a, x[i]);
      }
      return Math.max(sum, Math.max(Math.max(a, b), Math.max(c, d)));
    }
  }

  /// NaN wins.
  final class Min implements Fold {
    @Override
    public double start() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public void columns(float[] x, double[] sums, int n) {
      for (int j = 0; j < n; j++) {
        sums[j] = Math.min(sums[j], x[j]);
      }
    }

    @Override
    public double row(float[] x, int from, int n, double sum) {
      float a = Float.POSITIVE_INFINITY;
      float b = a;
      float c = a;
      float d = a;
      int end = from + n;
      int i = from;
      for (; i + 4 <= end; i += 4) {
        a = Math.min(a, x[i]);
        b = Math.min(b, x[i + 1]);
        c = Math.min(c, x[i + 2]);
        d = Math.min(d, x[i + 3]);
      }
      for (; i < end; i++) {
        a = Math.min(a, x[i]);
      }
      return Math.min(sum, Math.min(Math.min(a, b), Math.min(c, d)));
    }
  }

  /// The product, in the order of the reference: in another one something else may overflow.
  final class Product implements Fold {
    @Override
    public double start() {
      return 1;
    }

    @Override
    public void columns(float[] x, double[] sums, int n) {
      for (int j = 0; j < n; j++) {
        sums[j] *= x[j];
      }
    }

    @Override
    public double row(float[] x, int from, int n, double sum) {
      double a = sum;
      for (int i = from; i < from + n; i++) {
        a *= x[i];
      }
      return a;
    }
  }
}
