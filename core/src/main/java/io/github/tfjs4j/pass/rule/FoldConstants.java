package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node whose inputs are all constants becomes its value:
///
///     AddV2(Const {1.0}, Const {2.0})  ->  Const {3.0}
///
/// Not where the result is larger than [#MOST_GROWTH] and than any input: a `Fill` or `Tile` would
/// swell the file; and what all of them swell it by is counted. A reshape keeps the stored bytes. The constant is called after the one that it
/// was made of.
public final class FoldConstants implements Rule {
  /// Bytes up to which a result may be larger than the inputs.
  static final int MOST_GROWTH = 100 << 10;

  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    Node node = site.node();
    if (node.op() instanceof Const
        || node.inputs().isEmpty()
        || node.types().isEmpty()
        || node.op().foreign()
        || !node.op().pure()) {
      return Optional.empty();
    }
    // The new graph's inputs: a whole chain of constants folds in one sweep.
    List<TensorSource> inputs = new ArrayList<>(node.inputs().size());
    for (Value in : node.inputs()) {
      Optional<TensorSource> constant = site.moved(in).constant();
      if (constant.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(constant.get());
    }
    Value source = largest(node);
    return values(site, inputs)
        .map(values -> values.stream().map(v -> constant(site, v, source)).toList());
  }

  private static Value constant(Site site, TensorSource value, Value source) {
    boolean same = source.dataType() == value.type();
    return same ? site.constant(value, source.node()) : site.tf().constant(value);
  }

  private static Value largest(Node node) {
    Value largest = node.input(0);
    for (Value in : node.inputs()) {
      if (bytes(in.shape(), in.dataType()) > bytes(largest.shape(), largest.dataType())) {
        largest = in;
      }
    }
    return largest;
  }

  private static Optional<List<? extends TensorSource>> values(
      Site site, List<TensorSource> inputs) {
    Node node = site.node();
    boolean reshapes =
        node.op() instanceof Reshape
            || node.op() instanceof Squeeze
            || node.op() instanceof ExpandDims;
    if (reshapes && node.out().shape().isFullyDefined()) {
      return Optional.of(List.of(inputs.getFirst().reshape(node.out().shape())));
    }
    long largest = 0;
    for (TensorSource in : inputs) {
      largest = Math.max(largest, bytes(in.shape(), in.type()));
    }
    long growth = 0;
    for (var type : node.types()) {
      long bytes = bytes(type.shape(), type.type());
      if (!type.shape().isFullyDefined() || bytes > Math.max(largest, MOST_GROWTH)) {
        return Optional.empty();
      }
      growth += Math.max(0, bytes - largest);
    }
    site.grows(growth);
    try {
      return Optional.of(node.op().evaluate(inputs.stream().map(TensorSource::tensor).toList()));
    } catch (UnsupportedOperationException | UnsupportedModelException | LimitException _) {
      return Optional.empty(); // what has no reference evaluation, or none of this, stays
    }
  }

  private static long bytes(Shape shape, DataType type) {
    return shape.isFullyDefined() ? new TensorType(type, shape).bytes() : 0;
  }
}
