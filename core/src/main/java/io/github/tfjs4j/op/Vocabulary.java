package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.OpSet;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Optional;

/// [Ops] as the text form wants it.
public final class Vocabulary implements OpSet {
  /// All ops that we know.
  public static final OpSet ALL = new Vocabulary();

  private Vocabulary() {}

  @Override
  public Optional<OpDef<?>> find(String name) {
    return Ops.find(name);
  }

  @Override
  public Optional<OpDef<?>> definition(Op op) {
    return op.foreign() ? Optional.empty() : Optional.of(Ops.defOf(op));
  }

  @Override
  public Op constant(TensorSource data) {
    return new Const(data);
  }

  @Override
  public Op placeholder(TensorType type) {
    return new Placeholder(type.type(), type.shape());
  }
}
