package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Optional;

/// A vocabulary: what the text form needs to know of ops. This package knows none itself.
public interface OpSet {
  /// How the op of this name is spelled.
  Optional<OpDef<?>> find(String name);

  /// How `op` is spelled; empty for foreign ops.
  Optional<OpDef<?>> definition(Op op);

  /// The op that is this constant.
  Op constant(TensorSource data);

  /// The op that is an input of this type.
  Op placeholder(TensorType type);
}
