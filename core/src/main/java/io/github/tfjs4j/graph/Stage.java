package io.github.tfjs4j.graph;

import java.util.function.Predicate;

/// How far a model has come, as a predicate over its ops: what a pass needs and what it leaves. The
/// vocabulary says which ops are exportable; this package only knows foreign from known.
///
/// @param name for messages
/// @param legal whether an op may appear
/// @param typed whether every value's element type must be known
public record Stage(String name, Predicate<Op> legal, boolean typed) {
  /// Anything goes: what readers make.
  public static final Stage FOREIGN = new Stage("foreign", _ -> true, false);

  /// No foreign op, all types known.
  public static final Stage CORE = new Stage("core", op -> !op.foreign(), true);
}
