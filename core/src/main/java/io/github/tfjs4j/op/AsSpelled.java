package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import java.util.Map;

/// An op that is written as it stands: its attributes are those of the file, not what a definition
/// of ours makes of an op.
public sealed interface AsSpelled extends Op permits UnknownOp, TensorFlowOp {
  /// All attributes, by name.
  Map<String, AttrValue> attributes();

  @Override
  default boolean foreign() {
    return true;
  }

  /// It might draw random numbers or keep a state.
  @Override
  default boolean pure() {
    return false;
  }
}
