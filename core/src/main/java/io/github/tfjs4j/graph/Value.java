package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Optional;

/// One result of a node.
public record Value(Node node, int index) {
  public TensorType type() {
    return node.types().get(index);
  }

  public Shape shape() {
    return type().shape();
  }

  public DataType dataType() {
    return type().type();
  }

  public Op op() {
    return node.op();
  }

  /// What is known, before anything runs, of the elements of an int32 value of rank 0 or 1, seen as
  /// a shape: see [Op#elements]. Of unknown rank where not even their number is known.
  public Shape elements() {
    return node.elements(index);
  }

  /// The value of a constant, without running anything.
  public Optional<TensorSource> constant() {
    return node.op().constant();
  }

  /// The values of a constant int32 input of at most rank 1, such as axes, paddings or a shape.
  public Optional<int[]> constantInts() {
    return constant().filter(c -> c.type() == DataType.INT32).map(c -> c.tensor().ints());
  }
}
