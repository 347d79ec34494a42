package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.Optional;

/// A layer as a topology describes it, with its calls.
///
/// @param className as the topology spells it
/// @param name unique in its model
/// @param calls in the order of `inbound_nodes`, which is what other layers count
record LayerSpec(String className, String name, Tree config, List<Call> calls) {
  /// One call of a layer.
  ///
  /// @param arguments as [Arguments#tree] makes them
  record Call(List<Ref> inputs, Tree arguments) {}

  /// A tensor: result `tensor` of call `node` of `layer`.
  record Ref(String layer, int node, int tensor) {}

  /// `name (Class)`, for messages.
  String describe() {
    return name + " (" + className + ")";
  }

  boolean isInput() {
    return className.equals("InputLayer");
  }

  static String className(Tree spec, String where) {
    if (!spec.isObject() || !spec.path("class_name").isString()) {
      throw new FormatException(
          where
              + " should be an object with 'class_name' and 'config', found "
              + Inbound.brief(spec));
    }
    return spec.path("class_name").stringValue();
  }

  static Tree config(Tree spec, String where) {
    Tree config = spec.path("config");
    if (!config.isObject() && !config.isList()) {
      throw new FormatException(
          where
              + " ("
              + className(spec, where)
              + ") has no config, found "
              + Inbound.brief(config));
    }
    return config;
  }

  /// The name beside the class or in the config.
  static Optional<String> name(Tree spec) {
    Tree name = spec.path("name").isString() ? spec.path("name") : spec.path("config").path("name");
    return name.isString() ? Optional.of(name.stringValue()) : Optional.empty();
  }
}
