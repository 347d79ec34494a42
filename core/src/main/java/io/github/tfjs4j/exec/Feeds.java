package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How what is given by name, inputs and states, meets a graph, and its results get names again.
record Feeds(Graph graph) {
  /// @throws ShapeException where something is missing, unknown or does not fit
  void check(Map<String, Tensor> inputs, Map<String, Tensor> states) {
    check("input", graph.inputs(), inputs);
    check("state", befores(), states);
    graph
        .inputs()
        .forEach((key, v) -> {
          if (!inputs.containsKey(key) && isRequired(v)) {
            throw new ShapeException(
                "input '" + key + "' of type " + v.type() + " has not been given");
          }
        });
  }

  /// The names of the inputs that have no default.
  Set<String> required() {
    Set<String> required = new java.util.HashSet<>(graph.inputs().keySet());
    required.removeIf(key -> !isRequired(graph.inputs().get(key)));
    return required;
  }

  private static boolean isRequired(Value input) {
    return input.op() instanceof Placeholder;
  }

  /// The values that are given, in the order of [#arguments].
  List<Value> fed(Set<String> inputs, Set<String> states) {
    List<Value> fed = new ArrayList<>();
    graph.inputs().forEach((key, v) -> addIf(inputs.contains(key), v, fed));
    befores().forEach((name, v) -> addIf(states.contains(name), v, fed));
    return fed;
  }

  private static void addIf(boolean condition, Value v, List<Value> to) {
    if (condition) {
      to.add(v);
    }
  }

  List<Tensor> arguments(Map<String, Tensor> inputs, Map<String, Tensor> states) {
    List<Tensor> arguments = new ArrayList<>();
    graph.inputs().keySet().stream()
        .filter(inputs::containsKey)
        .map(inputs::get)
        .forEach(arguments::add);
    graph.states().keySet().stream()
        .filter(states::containsKey)
        .map(states::get)
        .forEach(arguments::add);
    return arguments;
  }

  /// The outputs, then what the states are for the next call.
  List<Value> results() {
    List<Value> results = new ArrayList<>(graph.outputs().values());
    graph.states().values().forEach(state -> results.add(state.after()));
    return results;
  }

  /// @param results as [#results]
  Prediction prediction(List<Tensor> results) {
    Iterator<Tensor> next = results.iterator();
    return new Prediction(
        named(graph.outputs().keySet(), next), named(graph.states().keySet(), next));
  }

  private Map<String, Value> befores() {
    Map<String, Value> befores = new LinkedHashMap<>();
    graph.states().forEach((name, state) -> befores.put(name, state.before()));
    return befores;
  }

  private static Map<String, Tensor> named(Set<String> names, Iterator<Tensor> results) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    names.forEach(name -> named.put(name, results.next()));
    return Collections.unmodifiableMap(named);
  }

  private static void check(String what, Map<String, Value> values, Map<String, Tensor> given) {
    given.forEach((key, t) -> {
      Value v = values.get(key);
      if (v == null) {
        throw new ShapeException(
            "the model has no "
                + what
                + " '"
                + key
                + "', its "
                + what
                + "s are "
                + ModelException.quoted(values.keySet()));
      }
      if (t.type() != v.dataType() || !t.shape().isCompatible(v.shape())) {
        throw new ShapeException(
            what
                + " '"
                + key
                + "' takes "
                + v.type()
                + ", given is "
                + new TensorType(t.type(), t.shape()));
      }
    });
  }
}
