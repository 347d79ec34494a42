package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the layers of a model that is lowered for training ask for besides their results. All
/// values are of the model's graph.
public final class Training {
  private final Map<String, Value> updates = new LinkedHashMap<>();
  private final List<Value> losses = new ArrayList<>();
  private Optional<Value> seed = Optional.empty();
  private int draws;

  Training() {}

  /// What parameters are to be after the step, by their names: moving statistics.
  public Map<String, Value> updates() {
    return java.util.Collections.unmodifiableMap(updates);
  }

  /// Scalars that are added to the loss, such as penalties for large activations.
  public List<Value> losses() {
    return List.copyOf(losses);
  }

  /// A scalar int32 placeholder, beside the signature's inputs, to be fed another number for every
  /// step; empty where no layer draws random numbers.
  public Optional<Value> seed() {
    return seed;
  }

  void update(String parameter, Value next) {
    updates.put(parameter, next);
  }

  /// The value that a parameter has so far in this step: a layer may be called twice.
  Optional<Value> updated(String parameter) {
    return Optional.ofNullable(updates.get(parameter));
  }

  void addLoss(Value loss) {
    losses.add(loss);
  }

  /// A seed of its own for every draw.
  Value draw(Tf tf) {
    if (seed.isEmpty()) {
      Value input = tf.op(new Placeholder(DataType.INT32, Shape.SCALAR));
      seed = Optional.of(tf.to().named("seed", input));
    }
    return tf.add(seed.get(), tf.scalar(draws++));
  }

  /// All that must be in the graph although no output reads it.
  List<Value> values() {
    List<Value> values = new ArrayList<>(updates.values());
    values.addAll(losses);
    seed.ifPresent(values::add);
    return values;
  }
}
