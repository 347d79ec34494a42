package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import java.util.List;

/// An [EmbeddingLayer] that can be called the other way round: vectors are multiplied by the same
/// table, or by one of its own, to scores of all tokens.
public final class ReversibleEmbeddingLayer implements Layer {
  private static final EmbeddingLayer FORWARDS = new EmbeddingLayer();

  @Override
  public String className() {
    return "ReversibleEmbedding";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    if (!call.arguments().get("reverse", 1).isTrue()) {
      return call.lower(FORWARDS);
    }
    Tf tf = call.tf();
    int tokens = call.config().positive("input_dim");
    int width = call.config().positive("output_dim");
    Value x = tf.cast(call.input(), DataType.FLOAT);
    Value y =
        call.config().b("tie_weights", true)
            ? Contraction.of(
                tf, "...d,nd->...n", List.of(x, call.weight("embeddings", tokens, width)))
            : Contraction.of(
                tf, "...d,dn->...n", List.of(x, call.weight("reverse_embeddings", width, tokens)));
    if (call.config().has("logit_soft_cap")) {
      float cap = (float) call.config().d("logit_soft_cap");
      y = tf.mul(tf.unary(Unary.F.TANH, tf.mul(y, tf.scalar(1 / cap))), tf.scalar(cap));
    }
    return Lowered.unmasked(y);
  }
}
