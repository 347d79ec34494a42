package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attention of `[query, value]` or `[query, value, key]`: `Attention`, whose scores are products
/// of query and key or, as those of `AdditiveAttention`, sums of `tanh(query + key)`.
public final class AttentionLayer implements Layer {
  private final boolean additive;

  public AttentionLayer(boolean additive) {
    this.additive = additive;
  }

  @Override
  public String className() {
    return additive ? "AdditiveAttention" : "Attention";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value query = call.inputs().get(0);
    Value value = call.inputs().get(1);
    Value key = call.inputs().size() > 2 ? call.inputs().get(2) : value;
    Value scores = scores(call, query, key);
    boolean causal =
        call.config().b("causal", false) || call.arguments().get("use_causal_mask", -1).isTrue();
    List<Optional<Value>> masks = new ArrayList<>();
    masks.add(call.masks().get(1).map(m -> tf.expandDims(m, m.shape().rank() - 1)));
    masks.add(causal ? Optional.of(Attending.causal(tf, query, key)) : Optional.empty());
    Attending attending = Attending.of(tf, scores, value, Attending.all(tf, masks));
    Optional<Value> queryMask = call.mask();
    Value y = attending.result();
    if (queryMask.isPresent()) {
      Value kept = tf.expandDims(queryMask.get(), queryMask.get().shape().rank());
      y = tf.mul(y, tf.cast(kept, DataType.FLOAT));
    }
    if (!call.arguments().get("return_attention_scores", -1).isTrue()) {
      return Lowered.of(y, queryMask);
    }
    return new Lowered(List.of(y, attending.shares()), List.of(queryMask, Optional.empty()));
  }

  private Value scores(LayerCall call, Value query, Value key) {
    Tf tf = call.tf();
    boolean scaled = call.config().b("use_scale", additive);
    String mode = additive ? "" : call.config().s("score_mode", "dot");
    if (mode.equals("dot")) {
      Value products = tf.op(new BatchMatMulV2(false, true), query, key);
      return scaled ? tf.mul(products, call.weight("scale")) : products;
    }
    if (!additive && !mode.equals("concat")) {
      throw call.config().wrong("score_mode", "dot or concat");
    }
    int rank = query.shape().rank();
    Value sums = tf.add(tf.expandDims(query, rank - 1), tf.expandDims(key, rank - 2));
    if (additive) {
      Value bent = tf.unary(Unary.F.TANH, sums);
      Value weighted = scaled ? tf.mul(bent, call.weight("scale", query.shape().dim(-1))) : bent;
      return tf.reduce(Reduce.F.SUM, weighted, false, rank);
    }
    Value bent = tf.unary(Unary.F.TANH, scaled ? tf.mul(sums, call.weight("scale")) : sums);
    return tf.mul(tf.reduce(Reduce.F.SUM, bent, false, rank), call.weight("concat_score_weight"));
  }
}
