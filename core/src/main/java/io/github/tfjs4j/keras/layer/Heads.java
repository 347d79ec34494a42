package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Arguments;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attention of many heads: query, key and value are projected for each, and what they attend to is
/// projected together.
///
/// @param query how many heads the query has
/// @param shared how many those of key and value are, each for several of the query's
/// @param keyDim how long a head's queries and keys are
/// @param valueDim how long its values are
record Heads(LayerCall call, int query, int shared, int keyDim, int valueDim) {
  /// Lowers a call `(query, value, key = value)`.
  ///
  /// @param output the shape of a step's result
  Lowered lower(int[] output) {
    Arguments arguments = call.arguments();
    Tree q = arguments.get("query", 0);
    Tree v = arguments.get("value", 1);
    Tree k = arguments.get("key", 2);
    boolean ownKey = Arguments.isTensor(k);
    Tf tf = call.tf();
    Value queries = floats(arguments.tensor(q));
    Value values = floats(arguments.tensor(v));
    Value keys = ownKey ? floats(arguments.tensor(k)) : values;
    Optional<Value> queryMask = mask("query_mask", q);
    Optional<Value> mask =
        mask(
            queries,
            values,
            queryMask,
            mask("value_mask", v),
            ownKey ? mask("key_mask", k) : Optional.empty());
    Value a =
        apart(
            projected("query", queries, query, keyDim, 1 / Math.sqrt(keyDim)),
            queries,
            query,
            keyDim);
    Value b = apart(projected("key", keys, shared, keyDim, 1), keys, shared, keyDim);
    Value c = apart(projected("value", values, shared, valueDim, 1), values, shared, valueDim);
    Length steps = Length.of(queries, 1);
    Length batch = Length.of(queries, 0);
    // Heads that share their keys are as many more steps of one.
    Length together = steps.times(Length.of(query / shared));
    Value grouped =
        query == shared
            ? a
            : Length.reshape(tf, a, List.of(batch, Length.of(shared), together, Length.of(keyDim)));
    Value scores = tf.op(new BatchMatMulV2(false, true), grouped, b);
    Length seen = Length.of(keys, 1);
    Attending attending;
    if (query == shared) {
      attending = Attending.of(tf, scores, c, mask);
    } else {
      Value each = Length.reshape(tf, scores, List.of(batch, Length.of(query), steps, seen));
      Value shares = Attending.shares(tf, each, mask);
      Value groupedShares =
          Length.reshape(tf, shares, List.of(batch, Length.of(shared), together, seen));
      Value result =
          Length.reshape(
              tf,
              tf.matMul(groupedShares, c),
              List.of(batch, Length.of(query), steps, Length.of(valueDim)));
      attending = new Attending(result, shares);
    }
    int width = Math.multiplyExact(query, valueDim);
    Value rows = tf.reshape(tf.transpose(attending.result(), 0, 2, 1, 3), -1, width);
    if (call.config().b("use_gate", false)) {
      Value gate = projected("gate", queries, query, keyDim, 1);
      rows = tf.mul(rows, tf.unary(Unary.F.SIGMOID, gate));
    }
    Lowered result = Lowered.of(joined(rows, queries, output), queryMask);
    if (!arguments.get("return_attention_scores", -1).isTrue()) {
      return result;
    }
    return new Lowered(
        List.of(result.values().getFirst(), attending.shares()),
        List.of(queryMask, Optional.empty()));
  }

  private Value floats(Value x) {
    return call.tf().cast(Inputs.ofRank(x, 3), DataType.FLOAT);
  }

  /// The mask that is given for an argument, or came with it.
  private Optional<Value> mask(String keyword, Tree argument) {
    return call.arguments().tensor(keyword).or(() -> call.mask(argument));
  }

  /// `[B, T, S]`, or what spreads to that.
  private Optional<Value> mask(
      Value queries,
      Value values,
      Optional<Value> queryMask,
      Optional<Value> valueMask,
      Optional<Value> keyMask) {
    Tf tf = call.tf();
    List<Optional<Value>> masks = new ArrayList<>();
    masks.add(queryMask.map(m -> tf.expandDims(m, 2)));
    masks.add(valueMask.map(m -> tf.expandDims(m, 1)));
    masks.add(keyMask.map(m -> tf.expandDims(m, 1)));
    if (call.arguments().get("use_causal_mask", -1).isTrue()) {
      masks.add(Optional.of(Attending.causal(tf, queries, values)));
    }
    if (call.config().has("sliding_window")) {
      int width = call.config().positive("sliding_window");
      masks.add(Optional.of(Attending.near(tf, queries, values, width)));
    }
    Optional<Value> own =
        Attending.all(tf, masks).map(m -> m.shape().rank() == 3 ? tf.expandDims(m, 1) : m);
    Optional<Value> given =
        call.arguments()
            .tensor("attention_mask")
            .map(m -> ElementFunctions.cast(tf, m, DataType.BOOL))
            .map(m -> m.shape().rank() == 3 ? tf.expandDims(m, 1) : m);
    return Attending.all(tf, List.of(own, given));
  }

  /// `x [B, T, D]` as `[B * T, heads * size]`, times `factor`.
  private Value projected(String name, Value x, int heads, int size, double factor) {
    Tf tf = call.tf();
    int width = Math.multiplyExact(heads, size);
    Value kernel = call.weight(name + "/kernel", x.shape().dim(2), heads, size);
    int features = kernel.shape().dim(0);
    Value rows = tf.matMul(tf.reshape(x, -1, features), tf.reshape(kernel, features, width));
    if (call.config().b("use_bias", true)) {
      rows = tf.biasAdd(rows, tf.reshape(call.weight(name + "/bias", heads, size), width));
    }
    return factor == 1 ? rows : tf.mul(rows, tf.scalar((float) factor));
  }

  /// `[B, heads, T, size]` of the rows of `x [B, T, ...]`.
  private Value apart(Value rows, Value x, int heads, int size) {
    List<Length> shape =
        List.of(Length.of(x, 0), Length.of(x, 1), Length.of(heads), Length.of(size));
    return call.tf().transpose(Length.reshape(call.tf(), rows, shape), 0, 2, 1, 3);
  }

  /// The projection of all heads together.
  private Value joined(Value rows, Value queries, int[] output) {
    Tf tf = call.tf();
    int width = 1;
    int[] kernelShape = new int[output.length + 2];
    kernelShape[0] = query;
    kernelShape[1] = valueDim;
    for (int i = 0; i < output.length; i++) {
      width = Math.multiplyExact(width, output[i]);
      kernelShape[i + 2] = output[i];
    }
    Value kernel = call.weight("attention_output/kernel", kernelShape);
    Value y = tf.matMul(rows, tf.reshape(kernel, Math.multiplyExact(query, valueDim), width));
    if (call.config().b("use_bias", true)) {
      y = tf.biasAdd(y, tf.reshape(call.weight("attention_output/bias", output), width));
    }
    List<Length> shape = new ArrayList<>(List.of(Length.of(queries, 0), Length.of(queries, 1)));
    for (int length : output) {
      shape.add(Length.of(length));
    }
    return Length.reshape(tf, y, shape);
  }
}
