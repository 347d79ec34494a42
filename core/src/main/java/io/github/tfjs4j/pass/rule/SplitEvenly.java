package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.SplitV;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Pieces of one length are those of a `Split`, of which more is known; a piece of no length is cut
/// apart, and mostly nobody reads it:
///
///     SplitV(x [?, 10], [5, 5, -1], 1)  ->  Split(x, 1) {num_split=2}, Slice(x, [0, 10], [-1, 0])
public final class SplitEvenly implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof SplitV) || !site.input(0).shape().hasRank()) {
      return Optional.empty();
    }
    Value x = site.input(0);
    Optional<int[]> axis = site.input(2).constantInts();
    Optional<int[]> lengths = site.input(1).constantInts();
    if (axis.isEmpty() || lengths.isEmpty()) {
      return Optional.empty();
    }
    int along = axis.get()[0] < 0 ? axis.get()[0] + x.shape().rank() : axis.get()[0];
    if (along < 0 || along >= x.shape().rank() || !x.shape().isKnown(along)) {
      return Optional.empty();
    }
    int[] all = settled(lengths.get(), x.shape().dim(along));
    int[] some = Arrays.stream(all).filter(n -> n > 0).distinct().toArray();
    boolean even = some.length == 1 && Arrays.stream(all).sum() == x.shape().dim(along);
    return even ? Optional.of(pieces(site, all, along)) : Optional.empty();
  }

  private static int[] settled(int[] lengths, int whole) {
    int known = Arrays.stream(lengths).filter(n -> n >= 0).sum();
    return Arrays.stream(lengths).map(n -> n == -1 ? whole - known : n).toArray();
  }

  private static List<Value> pieces(Site site, int[] lengths, int axis) {
    Tf tf = site.tf();
    Value x = site.moved(site.input(0));
    int number = (int) Arrays.stream(lengths).filter(n -> n > 0).count();
    List<Value> split = number == 1 ? List.of(x) : tf.split(x, number, axis);
    List<Value> out = new ArrayList<>();
    int next = 0;
    for (int length : lengths) {
      out.add(length > 0 ? split.get(next++) : nothing(tf, x, axis));
    }
    return out;
  }

  private static Value nothing(Tf tf, Value x, int axis) {
    int[] begin = new int[x.shape().rank()];
    int[] size = new int[begin.length];
    Arrays.fill(size, -1);
    size[axis] = 0;
    return tf.op(new Slice(), x, tf.ints(begin), tf.ints(size));
  }
}
