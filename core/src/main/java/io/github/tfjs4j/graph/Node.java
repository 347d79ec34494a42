package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/// An op on its inputs, after its controls, with the types of its results. Immutable, equal only to
/// itself, and made only by a [GraphBuilder]. Name and origin are side tables of the [Graph].
public final class Node {
  /// Of a computed result with more elements nothing is known: TF.js has no shapes of a higher
  /// rank.
  public static final int MOST_ELEMENTS = 8;

  private final Op op;
  private final List<Value> inputs;
  private final List<Node> controls;
  private final List<TensorType> types;
  private final Shape elements;

  Node(Op op, List<Value> inputs, List<Node> controls, List<TensorType> types) {
    this.op = op;
    this.inputs = inputs;
    this.controls = controls;
    this.types = types;
    this.elements = types.size() == 1 ? elements(types.getFirst()) : Shape.UNKNOWN;
  }

  /// Found once, of what is known of the inputs, so that chains of such values cost no more than
  /// their nodes.
  private Shape elements(TensorType type) {
    if (type.type() != DataType.INT32 || !type.shape().hasRank() || type.shape().rank() > 1) {
      return Shape.UNKNOWN;
    }
    Shape known = op.elements(inputs);
    int most = op.constant().isPresent() ? Shape.MOST_RANK : MOST_ELEMENTS;
    return known.hasRank() && known.rank() <= most ? known : Shape.UNKNOWN;
  }

  /// See [Op#elements]; of a result of few elements of which none is known, their number.
  Shape elements(int index) {
    Shape shape = types.get(index).shape();
    if (index == 0 && elements.hasRank()) {
      return elements;
    }
    if (!shape.hasRank() || shape.rank() > 1) {
      return Shape.UNKNOWN;
    }
    int number = shape.rank() == 0 ? 1 : shape.dim(0);
    return number >= 0 && number <= MOST_ELEMENTS ? Shape.ofRank(number) : Shape.UNKNOWN;
  }

  public Op op() {
    return op;
  }

  public List<Value> inputs() {
    return inputs;
  }

  public Value input(int i) {
    return inputs.get(i);
  }

  /// The nodes that must run before this one although it does not read them.
  public List<Node> controls() {
    return controls;
  }

  /// The types of the results, one a result.
  public List<TensorType> types() {
    return types;
  }

  /// The only result.
  public Value out() {
    if (types.size() != 1) {
      throw new IllegalStateException(op.name() + " has " + types.size() + " results, say which");
    }
    return out(0);
  }

  public Value out(int index) {
    return new Value(this, java.util.Objects.checkIndex(index, types.size()));
  }

  /// All results, in order.
  public List<Value> results() {
    return IntStream.range(0, types.size()).mapToObj(this::out).toList();
  }

  @Override
  public String toString() {
    return op + " : " + types;
  }
}
