package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A function of a library, not yet a graph.
///
/// @param arguments their types by name; `INVALID` where a type is not known
/// @param results by name, in order
/// @param extras what the file says besides, an empty object for nothing
public record FunctionDef(
    String name,
    Map<String, DataType> arguments,
    List<NodeDef> nodes,
    Map<String, Result> results,
    Tree extras) {
  public FunctionDef {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    nodes = List.copyOf(nodes);
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  /// @param type `INVALID` where it is not known
  /// @param value what is given
  public record Result(DataType type, NodeDef.Ref value) {}

  /// What is given, in order.
  List<NodeDef.Ref> returned() {
    return results.values().stream().map(Result::value).toList();
  }
}
