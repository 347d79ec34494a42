package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.TensorSource;
import java.util.stream.Stream;

/// A model as files hold it, nothing interpreted and no file's spelling left. Formats of one kind
/// read and write the same product, so a model can go from any of them to any other.
public sealed interface StoredModel permits KerasModel, TensorFlowModel {
  /// Who made it, and what they said of it.
  About about();

  /// All values that it stores, each as its file has it.
  Stream<TensorSource> values();
}
