package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Tf;
import java.util.ArrayList;
import java.util.List;

/// `y = activation(x @ kernel + bias)` on the last axis.
public final class DenseLayer implements Layer {
  @Override
  public String className() {
    return "Dense";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    int rank = x.shape().rank();
    int units = call.config().positive("units");
    Value kernel = call.weight("kernel", x.shape().dim(-1), units);
    if (rank == 2) {
      return call.keepingMask(finish(call, tf.matMul(x, kernel), units));
    }
    if (x.shape().sub(0, rank - 1).unknownDims() > 1) {
      // Merging axes of unknown lengths would need them computed, to take the axes apart again.
      Value y = tf.op(new BatchMatMulV2(false, false), x, kernel);
      return call.keepingMask(finish(call, y, units));
    }
    // As one matrix product, which bias and activation can join.
    Value rows = tf.reshape(x, -1, kernel.shape().dim(0));
    Value y = finish(call, tf.matMul(rows, kernel), units);
    List<Length> shape = new ArrayList<>();
    for (int i = 0; i < rank - 1; i++) {
      shape.add(Length.of(x, i));
    }
    shape.add(Length.of(y, 1));
    return call.keepingMask(Length.reshape(tf, y, shape));
  }

  private static Value finish(LayerCall call, Value y, int units) {
    return Activations.apply(call, Bias.add(call, y, units));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
