package io.github.tfjs4j.bench;

/// A model that was loaded into a runtime.
interface Runs extends AutoCloseable {
  /// How long loading it took.
  double loadMs();

  /// Predicts once, all results included.
  void predict();

  @Override
  void close();
}
