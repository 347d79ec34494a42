package io.github.tfjs4j.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a command line gave, by the [Argument#key]s of its arguments: for each the values in order,
/// an empty one where an argument stood without a value.
final class Arguments {
  private final Map<String, List<Optional<String>>> given = new HashMap<>();

  void put(Argument argument, String value) {
    given
        .computeIfAbsent(argument.key(), _ -> new ArrayList<>())
        .add(Optional.of(argument.accept(value)));
  }

  void putBare(Argument argument) {
    given.computeIfAbsent(argument.key(), _ -> new ArrayList<>()).add(Optional.empty());
  }

  /// Whether it was given, with a value or without.
  boolean has(String key) {
    return given.containsKey(key);
  }

  /// The value, the last one where there are several; empty if it was not given or stood without a
  /// value.
  Optional<String> value(String key) {
    return has(key) ? given.get(key).getLast() : Optional.empty();
  }

  /// All values of an argument that can be given repeatedly.
  List<String> values(String key) {
    return given.getOrDefault(key, List.of()).stream().flatMap(Optional::stream).toList();
  }

  /// A truth value; given without a value it is true.
  boolean is(String key, boolean unlessGiven) {
    return has(key) ? value(key).map(Boolean::parseBoolean).orElse(true) : unlessGiven;
  }
}
