package io.github.tfjs4j.pass;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Where a rule looks: a node of the graph before, and the graph that is being built. Patterns are
/// matched on the *old* graph, whose users are known; replacements are made of *new* values, see
/// [#moved].
public final class Site {
  private final Graph graph;
  private final Node node;
  private final UnaryOperator<Value> moved;
  private final Supplier<Tf> tf;
  private final Budget.Meter spent;

  /// @param moved what stands for a value of the old graph in the new one
  /// @param tf builds in the new graph, which is begun when it is asked for
  Site(Graph graph, Node node, UnaryOperator<Value> moved, Supplier<Tf> tf, Budget.Meter spent) {
    this.graph = graph;
    this.node = node;
    this.moved = moved;
    this.tf = tf;
    this.spent = spent;
  }

  /// The node of the old graph.
  public Node node() {
    return node;
  }

  public Op op() {
    return node.op();
  }

  /// Input `i` in the old graph, to match on.
  public Value input(int i) {
    return node.input(i);
  }

  public Graph graph() {
    return graph;
  }

  /// The value of the new graph that stands for a value of the old one. Only values that the node
  /// depends on have one.
  public Value moved(Value old) {
    return moved.apply(old);
  }

  /// What the model may come to.
  public Budget budget() {
    return spent.budget();
  }

  /// To be called before a constant is made that is so much larger than what it is made of.
  ///
  /// @throws io.github.tfjs4j.LimitException where all of them together are too large
  public void grows(long bytes) {
    spent.bytes(bytes);
  }

  /// Builds in the new graph.
  public Tf tf() {
    return tf.get();
  }

  /// A constant of the new graph with the name of the one, of either graph, that it takes the place
  /// of.
  public Value constant(TensorSource data, Node namedAfter) {
    Tf tf = tf();
    int before = tf.to().made().size();
    Value constant = tf.constant(data);
    if (tf.to().made().size() > before) {
      Optional.ofNullable(graph.name(namedAfter))
          .or(() -> tf.to().nameOf(namedAfter))
          .ifPresent(name -> tf.to().named(name, constant));
    }
    return constant; // an equal one that is there already keeps its own name
  }

  /// `x`, of the new graph, under the shape `out`, if a constant can say it: at most one length is
  /// unknown, and nothing is empty, because what is left of nothing may be anything.
  public Optional<Value> reshaped(Value x, Shape out) {
    boolean constant = out.hasRank() && out.unknownDims() <= 1;
    for (int i = 0; constant && i < out.rank(); i++) {
      constant = out.dim(i) != 0;
    }
    return constant ? Optional.of(tf().reshape(x, out.dims())) : Optional.empty();
  }

  /// The old producer of `value` if it is an `op` that nothing but one input of one node reads, so
  /// that a fusing rule may swallow it: no other user, no output of the graph, no control edge.
  public <O extends Op> Optional<Node> only(Value value, Class<O> op) {
    Node n = value.node();
    return op.isInstance(n.op()) && isUsedOnce(n) ? Optional.of(n) : Optional.empty();
  }

  /// Whether exactly one input of one node reads `n`, no node waits for it, and it is no output.
  public boolean isUsedOnce(Node n) {
    return graph.users(n).size() == 1
        && !graph.isOutput(n)
        && graph.followers(n).isEmpty()
        && n.controls().isEmpty();
  }

  /// Whether the node's result is float32: most rules are about real numbers.
  public boolean isFloat() {
    return node.types().size() == 1 && node.types().getFirst().type() == DataType.FLOAT;
  }

  /// The name of an old node, for a replacement that should be known by it.
  public String name(Node old) {
    return graph.name(old);
  }
}
