package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import java.util.Optional;

/// Looks numbers up in a table of vectors. With `mask_zero` the mask hides the zeros.
public final class EmbeddingLayer implements Layer {
  @Override
  public String className() {
    return "Embedding";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    Value table =
        call.weight(
            "embeddings",
            call.config().positive("input_dim"),
            call.config().positive("output_dim"));
    Value y = tf.gather(table, tf.cast(x, DataType.INT32), 0);
    if (!call.config().b("mask_zero", false)) {
      return Lowered.unmasked(y);
    }
    Value zero = x.dataType() == DataType.INT32 ? tf.scalar(0) : tf.scalar(0f);
    return Lowered.of(y, Optional.of(tf.compare(Compare.F.NOT_EQUAL, x, zero)));
  }
}
