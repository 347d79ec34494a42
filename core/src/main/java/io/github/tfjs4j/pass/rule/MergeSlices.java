package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Two slices in a row that cut different axes are one:
///
///     StridedSlice(StridedSlice(x, [0, 1], [0, 3]), [2, 0], [5, 0])
///       -> StridedSlice(x, [2, 1], [5, 3])
///
/// Where nothing else reads the inner one, and no axis is added or dropped.
public final class MergeSlices implements Rule {
  /// A slice of constant extent with an entry for each of the first axes.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cut(StridedSlice op, int[] begin, int[] end, int[] strides) {
    static Optional<Cut> of(Node n) {
      if (!(n.op() instanceof StridedSlice s)
          || s.ellipsisMask() != 0
          || s.newAxisMask() != 0
          || s.shrinkAxisMask() != 0) {
        return Optional.empty();
      }
      Optional<int[]> begin = n.input(1).constantInts();
      Optional<int[]> end = n.input(2).constantInts();
      Optional<int[]> strides = n.input(3).constantInts();
      return begin.isPresent() && end.isPresent() && strides.isPresent()
          ? Optional.of(new Cut(s, begin.get(), end.get(), strides.get()))
          : Optional.empty();
    }

    boolean leaves(int axis) {
      return axis >= begin.length
          || ((op.beginMask() >> axis & 1) == 1
              && (op.endMask() >> axis & 1) == 1
              && strides[axis] == 1);
    }
  }

  @Override
  public Optional<Value> apply(Site site) {
    Optional<Cut> outer = Cut.of(site.node());
    Optional<Node> node = outer.flatMap(_ -> site.only(site.input(0), StridedSlice.class));
    Optional<Cut> inner = node.flatMap(Cut::of);
    return inner.flatMap(i -> merged(site, node.get().input(0), i, outer.get()));
  }

  private static Optional<Value> merged(Site site, Value x, Cut inner, Cut outer) {
    int rank = Math.max(inner.begin().length, outer.begin().length);
    int[] begin = new int[rank];
    int[] end = new int[rank];
    int[] strides = new int[rank];
    int beginMask = 0;
    int endMask = 0;
    for (int i = 0; i < rank; i++) {
      if (!inner.leaves(i) && !outer.leaves(i)) {
        return Optional.empty();
      }
      Cut cut = inner.leaves(i) ? outer : inner;
      boolean named = i < cut.begin().length;
      begin[i] = named ? cut.begin()[i] : 0;
      end[i] = named ? cut.end()[i] : 0;
      strides[i] = named ? cut.strides()[i] : 1;
      beginMask |= (named ? cut.op().beginMask() >> i & 1 : 1) << i;
      endMask |= (named ? cut.op().endMask() >> i & 1 : 1) << i;
    }
    return Optional.of(
        site.tf().stridedSlice(site.moved(x), begin, end, strides, beginMask, endMask, 0, 0, 0));
  }
}
