package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.OnesLike;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the inputs one after another along `axis`.
public final class ConcatenateLayer implements Layer {
  @Override
  public String className() {
    return "Concatenate";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(1);
  }

  @Override
  public Lowered lower(LayerCall call) {
    List<Value> inputs = Merging.inputs(call);
    int axis = Inputs.axis(call, "axis", call.config().i("axis", -1), inputs.getFirst());
    return Lowered.of(call.tf().concat(axis, inputs), mask(call, inputs, axis));
  }

  /// The masks put together like the inputs; a step is kept if all of its elements are.
  private static Optional<Value> mask(LayerCall call, List<Value> inputs, int axis) {
    if (call.masks().stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    Tf tf = call.tf();
    List<Value> masks = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Value x = inputs.get(i);
      Optional<Value> mask = call.masks().get(i);
      masks.add(
          mask.map(
                  m -> m.shape().rank() < x.shape().rank() ? tf.expandDims(m, m.shape().rank()) : m)
              .orElseGet(() -> tf.cast(tf.op(new OnesLike(), x), DataType.BOOL)));
    }
    Value all = tf.concat(axis, masks);
    return Optional.of(tf.reduce(Reduce.F.ALL, all, false, all.shape().rank() - 1));
  }
}
