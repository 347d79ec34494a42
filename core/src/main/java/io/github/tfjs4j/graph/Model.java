package io.github.tfjs4j.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A graph and the parameters that it refers to. Freezing makes constants of them; training changes
/// them.
///
/// @param parameters by their names, in the order in which the graph first reads them
public record Model(Graph graph, Map<String, Parameter> parameters) {
  public Model {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
