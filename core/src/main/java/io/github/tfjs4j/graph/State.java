package io.github.tfjs4j.graph;

/// What a model carries from one call to the next. It is no part of the signature: a call that
/// gives no value for `before` starts from its default.
///
/// @param before a placeholder with a default
/// @param after what the next call should be given for it
public record State(Value before, Value after) {}
