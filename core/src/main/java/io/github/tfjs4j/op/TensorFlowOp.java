package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An op in TensorFlow's own words, with all that its definition asks for, and of types that TF.js
/// does not have, such as int64: how a graph ends that is written for TensorFlow.
///
/// @param attributes all of them, functions included
/// @param types of the results
/// @param effect as [io.github.tfjs4j.graph.Op#effect]
public record TensorFlowOp(
    String name, Map<String, AttrValue> attributes, List<TensorType> types, boolean effect)
    implements AsSpelled {
  public TensorFlowOp {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    types = List.copyOf(types);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return types;
  }

  @Override
  public Map<String, Graph> functions() {
    Map<String, Graph> functions = new LinkedHashMap<>();
    attributes.forEach((key, value) -> {
      if (value instanceof AttrValue.Body(Graph function)) {
        functions.put(key, function);
      }
    });
    return functions;
  }
}
