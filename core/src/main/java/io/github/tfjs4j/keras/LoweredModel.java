package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Model;
import java.util.List;
import java.util.Optional;

/// What lowering made of a topology.
///
/// @param model the core graph and the parameters that it reads
/// @param training what training needs besides; empty of a model that was lowered for inference
/// @param unread the weights of the file that no layer asked for: where there are any, a layer may
///   mean something else than its lowering says
/// @param warnings what a user should know, each a sentence
public record LoweredModel(
    Model model, Optional<Training> training, List<String> unread, List<String> warnings) {
  public LoweredModel {
    unread = List.copyOf(unread);
    warnings = List.copyOf(warnings);
  }
}
