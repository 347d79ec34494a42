package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.TensorSource;

/// A value that belongs to a model and not to a call of it. A graph refers to it by name.
///
/// @param name unique in the model, `dense_1/kernel`
/// @param source its value, in the encoding in which the file stores it
/// @param trainable whether training changes it by its gradient
/// @param role what it is for
public record Parameter(String name, TensorSource source, boolean trainable, Role role) {
  public enum Role {
    /// A kernel, a bias, a table: what gradients change.
    WEIGHT,
    /// A mean or variance over the data seen so far, which training updates and inference reads.
    MOVING_STATISTIC,
    /// What a stateful layer carries from call to call, see [Graph#states]; this is where it
    /// starts.
    STATE
  }
}
