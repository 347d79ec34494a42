package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// `h' = activation(x @ kernel + h @ recurrent_kernel + bias)`
public final class SimpleRNNCellLayer implements Cell {
  @Override
  public String className() {
    return "SimpleRNNCell";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).ofRank(2).floats();
  }

  @Override
  public List<State> states(LayerCall call) {
    return List.of(new State("h", Shape.of(call.config().positive("units"))));
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    int units = call.config().positive("units");
    Value x = call.inputs().get(0);
    Value h = call.inputs().get(1);
    Value z =
        tf.add(
            tf.matMul(x, call.weight("kernel", x.shape().dim(-1), units)),
            tf.matMul(h, call.weight("recurrent_kernel", units, units)));
    Value next = Gates.activation(call, Bias.add(call, z, units));
    return Lowered.unmasked(List.of(next, next));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
