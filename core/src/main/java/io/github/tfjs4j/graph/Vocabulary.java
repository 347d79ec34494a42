package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/// The ops that there are, by name and by alias. This package knows none itself: readers, writers
/// and the text form ask a vocabulary.
///
/// A user's own op joins as a service, see [OpProvider].
public final class Vocabulary {
  private final List<OpDef<?>> all;
  private final Map<String, OpDef<?>> byName = new LinkedHashMap<>();
  private final Function<TensorSource, Op> constant;
  private final Function<TensorType, Op> placeholder;
  private Optional<Map<String, OpDef<?>>> provided = Optional.empty();

  /// @param constant makes the op that is this constant
  /// @param placeholder makes the op that is an input of this type
  public Vocabulary(
      List<? extends OpDef<?>> ops,
      Function<TensorSource, Op> constant,
      Function<TensorType, Op> placeholder) {
    this.all = List.copyOf(ops);
    this.constant = constant;
    this.placeholder = placeholder;
    all.forEach(def -> put(byName, def));
  }

  private static void put(Map<String, OpDef<?>> byName, OpDef<?> def) {
    List<String> names = new ArrayList<>(List.of(def.name()));
    names.addAll(def.aliases());
    for (String name : names) {
      if (byName.put(name, def) != null) {
        throw new IllegalStateException("two ops are called " + name);
      }
    }
  }

  /// Every definition but those of an [OpProvider].
  public List<OpDef<?>> all() {
    return all;
  }

  /// How the op of this name or alias is spelled.
  public Optional<OpDef<?>> find(String name) {
    OpDef<?> def = byName.get(name);
    return Optional.ofNullable(def == null ? provided().get(name) : def);
  }

  private synchronized Map<String, OpDef<?>> provided() {
    if (provided.isEmpty()) {
      Map<String, OpDef<?>> found = new LinkedHashMap<>();
      ServiceLoader.load(OpProvider.class).forEach(p -> p.ops().forEach(def -> put(found, def)));
      provided = Optional.of(Collections.unmodifiableMap(found));
    }
    return provided.get();
  }

  /// How `op` is spelled; empty for foreign ops, which spell themselves.
  public Optional<OpDef<?>> definition(Op op) {
    if (op.foreign()) {
      return Optional.empty();
    }
    Optional<OpDef<?>> def = find(op.name()).filter(d -> d.spells(op));
    if (def.isEmpty()) {
      throw new IllegalArgumentException("op " + op + " is not in the vocabulary");
    }
    return def;
  }

  /// The op that is this constant.
  public Op constant(TensorSource data) {
    return constant.apply(data);
  }

  /// The op that is an input of this type.
  public Op placeholder(TensorType type) {
    return placeholder.apply(type);
  }
}
