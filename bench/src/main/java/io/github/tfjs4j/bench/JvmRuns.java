package io.github.tfjs4j.bench;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/// A model in tfjs4j.
final class JvmRuns implements Runs {
  private final InferenceModel model;
  private final Map<String, Tensor> inputs;
  private final double loadMs;

  JvmRuns(Path folder, int batch, int threads) {
    long start = System.nanoTime();
    model = InferenceModel.load(folder).withThreads(threads);
    loadMs = (System.nanoTime() - start) / 1e6;
    inputs = Model.inputs(model, batch);
  }

  @Override
  public double loadMs() {
    return loadMs;
  }

  @Override
  public void predict() {
    model.predict(inputs);
  }

  @Override
  public void close() {
    // Nothing to close.
  }
}
