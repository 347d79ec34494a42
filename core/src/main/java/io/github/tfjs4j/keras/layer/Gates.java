package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;

/// The two activations of recurrent cells, and what they are where a config does not say.
final class Gates {
  private static final String RECURRENT = "recurrent_activation";

  private Gates() {}

  /// The activation of outputs and candidates: `tanh`.
  static Value activation(LayerCall call, Value z) {
    return Activations.apply(call, "activation", "tanh", z);
  }

  /// The activation of gates: `sigmoid`, but in TF.js `hard_sigmoid`.
  static Value recurrent(LayerCall call, Value z) {
    String byDefault = call.semantics() == Semantics.TFJS ? "hard_sigmoid" : "sigmoid";
    return Activations.apply(call, RECURRENT, byDefault, z);
  }

  /// Whether it is a layer that only ran on cuDNN, and so keeps its weights in that library's
  /// order.
  static boolean isOfCuDnn(LayerCall call) {
    return call.layer().className().startsWith("CuDNN");
  }

  /// The kernel `[in, gates * units]` of the input. In cuDNN's order each gate's is transposed.
  static Value kernel(LayerCall call, int in, int gates, int units) {
    int width = Math.multiplyExact(gates, units);
    Value kernel = call.weight("kernel", in, width);
    if (!isOfCuDnn(call)) {
      return kernel;
    }
    return call.once(() -> {
      Tf outer = call.tf();
      int n = kernel.shape().dim(0);
      Value weight = call.weight("kernel", in, width);
      Value apart = outer.transpose(outer.reshape(weight, n, gates, units), 1, 0, 2);
      Value turned = outer.transpose(outer.reshape(apart, gates, units, n), 2, 0, 1);
      return outer.reshape(turned, n, width);
    });
  }

  /// The kernel `[units, gates * units]` of the state, likewise.
  static Value recurrentKernel(LayerCall call, int gates, int units) {
    int width = Math.multiplyExact(gates, units);
    if (!isOfCuDnn(call)) {
      return call.weight("recurrent_kernel", units, width);
    }
    return call.once(() -> {
      Tf tf = call.tf();
      Value weight = call.weight("recurrent_kernel", units, width);
      Value turned = tf.transpose(tf.reshape(weight, units, gates, units), 2, 1, 0);
      return tf.reshape(turned, units, width);
    });
  }

  /// Whether an activation of this config looks at the whole last axis.
  static boolean onLastAxis(Config config) {
    return Activations.onLastAxis(config, "activation")
        || Activations.onLastAxis(config, RECURRENT);
  }

  static boolean dependsOnSemantics(Config config) {
    return !config.json().has(RECURRENT)
        || Activations.dependsOnSemantics(config)
        || Activations.dependsOnSemantics(config, RECURRENT);
  }
}
