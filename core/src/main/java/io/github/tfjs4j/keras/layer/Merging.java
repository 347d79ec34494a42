package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// What the layers that merge inputs element by element share. Keras lines unequal ranks up at
/// batch *and* last axis: the shorter shape gets axes of length 1 after the batch.
final class Merging {
  private Merging() {}

  /// The inputs combined from left to right.
  static Lowered elements(LayerCall call, BinaryOperator<Value> combine) {
    List<Value> inputs = inputs(call);
    int rank = 0;
    for (Value x : inputs) {
      rank = Math.max(rank, x.shape().rank());
    }
    Value all = widened(call.tf(), inputs.getFirst(), rank);
    for (Value x : inputs.subList(1, inputs.size())) {
      all = combine.apply(all, widened(call.tf(), x, rank));
    }
    return Lowered.of(all, mask(call));
  }

  /// The inputs, lifted to one element type.
  static List<Value> inputs(LayerCall call) {
    List<Value> inputs = call.inputs();
    boolean floats = inputs.stream().anyMatch(x -> x.dataType() == DataType.FLOAT);
    return floats ? inputs.stream().map(x -> call.tf().cast(x, DataType.FLOAT)).toList() : inputs;
  }

  private static Value widened(Tf tf, Value x, int rank) {
    for (int r = x.shape().rank(); r < rank; r++) {
      x = tf.expandDims(x, 1);
    }
    return x;
  }

  /// The mask of the result: what all masks agree on in Keras 2, any of them in Keras 3 (if all
  /// inputs have one), the first one alone, with an axis too many, in TF.js.
  private static Optional<Value> mask(LayerCall call) {
    List<Value> masks = call.masks().stream().flatMap(Optional::stream).toList();
    if (masks.isEmpty()) {
      return Optional.empty();
    }
    return switch (call.semantics()) {
      case KERAS2 -> Optional.of(all(call.tf(), masks, Compare.F.LOGICAL_AND));
      case KERAS3 ->
          masks.size() < call.inputs().size()
              ? Optional.empty()
              : Optional.of(all(call.tf(), masks, Compare.F.LOGICAL_OR));
      case TFJS -> call.mask().map(m -> call.tf().expandDims(m, 0));
    };
  }

  private static Value all(Tf tf, List<Value> masks, Compare.F f) {
    Value all = masks.getFirst();
    for (Value mask : masks.subList(1, masks.size())) {
      all = tf.compare(f, all, mask);
    }
    return all;
  }
}
