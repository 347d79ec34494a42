package io.github.tfjs4j.keras;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A graph in the making: that of the model or, within it, the step of a recurrence, whose further
/// inputs are the values of the model's graph that it reads.
final class Frame {
  private final Budget.Meter meter;
  private final Tf tf;
  private final Optional<Frame> around;
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<Value, Value> captured = new LinkedHashMap<>();

  private Frame(Optional<Frame> around, Budget.Meter meter) {
    this.meter = meter;
    this.tf = new Tf(GraphBuilder.simplifying(meter));
    this.around = around;
  }

  /// The graph of a model.
  ///
  /// @param meter counts its nodes, and those of the steps in it
  static Frame ofModel(Budget.Meter meter) {
    return new Frame(Optional.empty(), meter);
  }

  /// The graph of a step within this one.
  Frame ofStep() {
    return new Frame(Optional.of(this), meter);
  }

  Tf tf() {
    return tf;
  }

  /// A new input of the step.
  Value input(String name, TensorType type) {
    String key = name;
    for (int i = 1; inputs.containsKey(key); i++) {
      key = name + "_" + i;
    }
    Value input = tf.to().named(key, tf.op(new Placeholder(type.type(), type.shape())));
    inputs.put(key, input);
    return input;
  }

  /// A value of the model's graph as this graph reads it.
  Value capture(Value outer) {
    if (around.isEmpty()) {
      return outer;
    }
    Value next = around.get().capture(outer);
    Value known = captured.get(next);
    if (known == null) {
      known = input(name(next), next.type());
      captured.put(next, known);
    }
    return known;
  }

  /// `kernel` of `lstm/lstm_cell/kernel`.
  private static String name(Value v) {
    return v.op() instanceof Weight w
        ? w.weight().substring(w.weight().lastIndexOf('/') + 1)
        : v.op().name();
  }

  /// What the step reads of the graph around it, in the order of its last inputs.
  List<Value> captured() {
    return new ArrayList<>(captured.keySet());
  }

  Graph build(Map<String, Value> outputs) {
    return tf.to().build(inputs, outputs);
  }
}
