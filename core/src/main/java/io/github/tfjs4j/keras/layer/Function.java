package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import java.util.List;
import java.util.stream.Stream;

/// A function that a model may call as a layer: an operation of Keras 3 or a function of
/// TensorFlow.
///
/// @param parameters their names in order, each with all names that it goes by
/// @param body builds the results
record Function(List<List<String>> parameters, Body body) {
  /// What builds the results of a call.
  interface Body {
    List<Value> apply(FunctionCall call);
  }

  /// What builds the one result of a call.
  interface Single {
    Value apply(FunctionCall call);
  }

  /// @param signature the parameters, with a space between two, and `/` between names of one
  static Function of(String signature, Single body) {
    return listing(signature, call -> List.of(body.apply(call)));
  }

  /// As [#of], of a function with several results.
  static Function listing(String signature, Body body) {
    return new Function(
        Stream.of(signature.split(" ", -1)).map(p -> List.of(p.split("/", -1))).toList(), body);
  }
}
