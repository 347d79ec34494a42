package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Model;
import java.util.List;

/// What lowering made of a topology.
///
/// @param model the core graph and the parameters that it reads
/// @param unread the weights of the file that no layer asked for: where there are any, a layer may
///   mean something else than its lowering says
/// @param warnings what a user should know, each a sentence
public record LoweredModel(Model model, List<String> unread, List<String> warnings) {
  public LoweredModel {
    unread = List.copyOf(unread);
    warnings = List.copyOf(warnings);
  }
}
