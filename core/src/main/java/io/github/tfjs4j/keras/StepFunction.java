package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import java.util.List;

/// A graph that a layer's lowering has built aside, as [LayerCall#step] does.
///
/// @param graph its inputs are those that were asked for, and then the captured values
/// @param captured values of the model's graph that it reads, such as weights
public record StepFunction(Graph graph, List<Value> captured) {}
