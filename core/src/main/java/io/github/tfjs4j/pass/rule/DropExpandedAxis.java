package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// The only element along a first axis that was just made is what was there before:
///
///     StridedSlice(ExpandDims(x, 0), [-1], [0], [1]) {shrink_axis_mask=1}  ->  x
public final class DropExpandedAxis implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof StridedSlice slice)) {
      return Optional.empty();
    }
    Value in = site.input(0);
    boolean first =
        slice.shrinkAxisMask() == 1
            && slice.ellipsisMask() == 0
            && slice.newAxisMask() == 0
            && (slice.beginMask() & 1) == 0
            && in.op() instanceof ExpandDims
            && is(in.node(), 0);
    // Any other entry of the vectors would cut what is behind.
    return first
        ? site.input(1)
            .constantInts()
            .filter(begin -> begin.length == 1 && (begin[0] == 0 || begin[0] == -1))
            .map(_ -> site.moved(in.node().input(0)))
        : Optional.empty();
  }

  private static boolean is(Node expand, int axis) {
    return expand.input(1).constantInts().filter(a -> a.length == 1 && a[0] == axis).isPresent();
  }
}
