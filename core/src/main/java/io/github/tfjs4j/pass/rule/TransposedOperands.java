package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The operands of a node that a transpose may move behind, as they were before it.
///
/// What an operand has become in this sweep counts, not what it was: a transpose sinks as far as it
/// can at once.
///
/// @param order that of every operand that is transposed
record TransposedOperands(Site site, AxisOrder order) {
  /// Those of the site's node, if all that are transposed have the same order, and the transposes
  /// are no outputs and can move out of the way of every reader: otherwise they would be doubled.
  static Optional<TransposedOperands> of(Site site) {
    AxisOrder shared = null;
    for (Value in : site.node().inputs()) {
      Optional<AxisOrder> order = AxisOrder.of(site.moved(in).node());
      if (order.isPresent()) {
        boolean moves = !site.graph().isOutput(in.node()) && allSink(site, in.node());
        if (!moves || (shared != null && !shared.equals(order.get()))) {
          return Optional.empty();
        }
        shared = order.get();
      }
    }
    return Optional.ofNullable(shared).map(order -> new TransposedOperands(site, order));
  }

  private static boolean allSink(Site site, Node transposed) {
    List<Node> users = site.graph().users(transposed);
    return users.stream().distinct().count() == 1
        || users.stream().allMatch(u -> u.op() instanceof Transpose || sinksThrough(u));
  }

  private static boolean sinksThrough(Node n) {
    return SinkTranspose.knows(n.op()) || SinkTransposePastAxes.knows(n.op());
  }

  /// Input `i`, which is transposed, as it was.
  Optional<Value> untransposed(int i) {
    Node in = site.moved(site.input(i)).node();
    return in.op() instanceof Transpose ? Optional.of(in.input(0)) : Optional.empty();
  }

  /// Input `i` with its axes as they were: the transpose's own operand, a constant turned back, or
  /// a value of which only axes of length 1 have to move.
  Optional<Value> before(int i) {
    Value v = site.input(i);
    Optional<Value> own = untransposed(i);
    if (own.isPresent() || !v.shape().hasRank() || v.shape().rank() > order.rank()) {
      return own;
    }
    AxisOrder back = order.inverse();
    if (v.constant().isPresent()) {
      return Optional.of(turned(v, back));
    }
    if (v.shape().rank() < 2 && v.shape().isFullyDefined() && v.shape().longSize() == 1) {
      return Optional.of(site.moved(v));
    }
    return v.shape().rank() == order.rank() && back.movesNothing(v.shape())
        ? site.reshaped(site.moved(v), back.applied(v.shape()))
        : Optional.empty();
  }

  /// As [#before], but of the same number of axes, as a part of a whole has.
  Optional<Value> partBefore(int i) {
    Value v = site.input(i);
    if (!v.shape().hasRank() || v.shape().rank() != order.rank()) {
      return Optional.empty();
    }
    if (v.constant().isEmpty()) {
      return before(i);
    }
    Tensor data = v.constant().get().tensor();
    return Optional.of(site.constant(AxisOrder.transposed(data, order.inverse().perm()), v.node()));
  }

  /// A constant with its axes in another order, leading axes of length 1 left out.
  private Value turned(Value constant, AxisOrder back) {
    TensorSource data = constant.constant().orElseThrow();
    Shape shape = data.shape();
    if (shape.longSize() == 1) {
      return site.moved(constant);
    }
    int[] full = new int[back.rank()];
    Arrays.fill(full, 1);
    System.arraycopy(shape.dims(), 0, full, full.length - shape.rank(), shape.rank());
    Shape before = Shape.of(full);
    Shape after = back.applied(before);
    int ones = 0;
    while (ones < after.rank() - 1 && after.dim(ones) == 1) {
      ones++;
    }
    after = after.sub(ones, after.rank());
    if (back.movesNothing(before)) {
      return site.constant(data.reshape(after), constant.node());
    }
    Tensor turned = AxisOrder.transposed(data.tensor().reshape(before), back.perm());
    return site.constant(turned.reshape(after), constant.node());
  }
}
