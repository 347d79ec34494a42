package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// Slices that cut a value into equal pieces along its last axis are those of one `Split`, of which
/// more is known:
///
///     x[:, :5], x[:, 5:10], x[:, 10:]  ->  Split(x, 1) {num_split=3}
///
/// Where they are all that is read of it.
public final class SplitInsteadOfSlices implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    OptionalInt begin = begin(site.node());
    if (begin.isEmpty() || site.graph().isOutput(site.input(0).node())) {
      return Optional.empty();
    }
    Value x = site.input(0);
    int axis = x.shape().rank() - 1;
    int width = site.node().out().shape().dim(axis);
    int pieces = width == 0 ? 0 : x.shape().dim(axis) / width;
    boolean[] read = new boolean[pieces];
    for (Node user : site.graph().users(x.node())) {
      OptionalInt from = begin(user);
      boolean isPiece =
          user.inputs().getFirst().equals(x)
              && from.isPresent()
              && user.out().shape().dim(axis) == width
              && from.getAsInt() % width == 0;
      if (!isPiece) {
        return Optional.empty();
      }
      read[from.getAsInt() / width] = true;
    }
    boolean all = pieces > 1 && pieces * width == x.shape().dim(axis);
    for (boolean r : read) {
      all &= r;
    }
    return all
        ? Optional.of(site.tf().split(site.moved(x), pieces, axis).get(begin.getAsInt() / width))
        : Optional.empty();
  }

  /// Where a slice begins that cuts nothing but the last axis, whose length is known.
  private static OptionalInt begin(Node node) {
    if (!(node.op() instanceof StridedSlice s)
        || s.ellipsisMask() != 0
        || s.newAxisMask() != 0
        || s.shrinkAxisMask() != 0) {
      return OptionalInt.empty();
    }
    Shape x = node.input(0).shape();
    Shape out = node.out().shape();
    Optional<int[]> begin = node.input(1).constantInts();
    Optional<int[]> end = node.input(2).constantInts();
    Optional<int[]> strides = node.input(3).constantInts();
    int last = x.hasRank() ? x.rank() - 1 : -1;
    if (last < 1
        || !out.hasRank()
        || !x.isKnown(last)
        || !out.isKnown(last)
        || begin.filter(b -> b.length == last + 1).isEmpty()
        || end.filter(e -> e.length == last + 1).isEmpty()
        || strides.filter(t -> Arrays.stream(t).allMatch(n -> n == 1)).isEmpty()) {
      return OptionalInt.empty();
    }
    int whole = (1 << last) - 1;
    if ((s.beginMask() & whole) != whole || (s.endMask() & whole) != whole) {
      return OptionalInt.empty();
    }
    int from = (s.beginMask() >> last & 1) == 1 ? 0 : begin.get()[last];
    return OptionalInt.of(from < 0 ? from + x.dim(last) : from);
  }
}
