package io.github.tfjs4j.format.graphdef;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Under the names that callers use, which results of which nodes of a `GraphDef` are meant.
///
/// @param inputs in order; empty where the file does not say
/// @param outputs in order; empty where the file does not say
/// @param states what is carried from call to call, by name
public record Signature(
    Map<String, NodeDef.Ref> inputs,
    Map<String, NodeDef.Ref> outputs,
    Map<String, StateNodes> states) {
  public Signature {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /// @param input the node to feed
  /// @param output the node to fetch for the next call
  public record StateNodes(String input, String output) {}
}
