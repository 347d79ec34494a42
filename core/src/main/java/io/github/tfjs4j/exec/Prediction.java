package io.github.tfjs4j.exec;

import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;

/// What one call of a model gives.
///
/// @param outputs by name, in the model's order
/// @param states by name: what the next call continues from; empty where the model carries none
public record Prediction(Map<String, Tensor> outputs, Map<String, Tensor> states) {}
