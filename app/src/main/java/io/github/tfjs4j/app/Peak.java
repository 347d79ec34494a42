package io.github.tfjs4j.app;

import io.github.tfjs4j.LayersModel;
import io.github.tfjs4j.ReadOptions;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// How fast this process can be at most: the fastest of many products of two square matrices, a
/// dense layer on a batch, by the kernels that models run on, times the number of threads. Such a
/// product has all that a kernel can wish for: no step of a model that does as many operations is
/// faster, but for noise.
///
/// @param flops floating-point operations per second: a multiplication and an addition are two
record Peak(double flops) {
  /// Three matrices of this size lie in a core's own cache, and a product of them takes less than
  /// the time after which another program may have its turn.
  private static final int SIZE = 256;

  /// Kernels are compiled while they run: as long as they become faster, they are run on.
  private static final double LEAST_SECONDS = 2;

  private static final double STEADY_SECONDS = 1;
  private static final double MOST_SECONDS = 10;
  private static final double FASTER = 0.95;

  private static final String MODEL =
      """
      {"modelTopology": {"class_name": "Sequential", "keras_version": "tfjs-layers 4.22.0",
        "backend": "tensor_flow.js", "config": {"name": "product", "layers": [
          {"class_name": "Dense", "config": {"units": %1$d, "use_bias": false, "name": "product",
            "batch_input_shape": [null, %1$d], "dtype": "float32"}}]}},
       "format": "layers-model", "weightsManifest": [{"paths": ["weights.bin"], "weights": [
         {"name": "product/kernel", "shape": [%1$d, %1$d], "dtype": "float32"}]}]}
      """
          .formatted(SIZE);

  /// @param threads on how many threads the work is spread with which it is compared
  static Peak measure(int threads) {
    float[] values = new float[SIZE * SIZE];
    ByteBuffer weights =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 - 3;
      weights.putFloat(values[i] / 8);
    }
    LayersModel model =
        LayersModel.load(
                Source.of(
                    Map.of(
                        "model.json", MODEL.getBytes(StandardCharsets.UTF_8),
                        "weights.bin", weights.array())),
                ReadOptions.DEFAULT)
            .withThreads(1);
    Tensor input = Tensor.of(values, SIZE, SIZE);
    double fastest = Double.MAX_VALUE;
    double seconds = 0;
    double steady = 0;
    long begin = System.nanoTime();
    while (seconds < LEAST_SECONDS
        || (seconds < steady + STEADY_SECONDS && seconds < MOST_SECONDS)) {
      long start = System.nanoTime();
      var _ = model.predict(input);
      double taken = (System.nanoTime() - start) / 1e9;
      seconds = (System.nanoTime() - begin) / 1e9;
      if (taken < fastest * FASTER) {
        steady = seconds;
      }
      fastest = Math.min(fastest, taken);
    }
    return new Peak(2.0 * SIZE * SIZE * SIZE / fastest * threads);
  }

  /// What it is, for people.
  static String explained() {
    return "the fastest of many products of two matrices of "
        + SIZE
        + " x "
        + SIZE
        + " on one thread, times the number of threads";
  }
}
