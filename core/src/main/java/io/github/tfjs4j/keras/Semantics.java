package io.github.tfjs4j.keras;

/// Whose numbers a LayersModel means: TF.js and Keras compute a few layers differently, and the
/// model's maker saw one of them. Found when the model is read, and carried by each [KerasLayer].
public enum Semantics {
  TFJS,
  KERAS2,
  KERAS3;

  /// `tfjs`, `keras2`, `keras3`: as the command line spells it.
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
