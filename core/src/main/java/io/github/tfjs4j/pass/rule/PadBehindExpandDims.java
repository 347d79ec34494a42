package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Padding comes after an axis is made, where a convolution may take it in:
///
///     ExpandDims(Pad(x, [[0, 0], [2, 0], [0, 0]]), 1)
///       ->  Pad(ExpandDims(x, 1), [[0, 0], [0, 0], [2, 0], [0, 0]])
public final class PadBehindExpandDims implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof ExpandDims)) {
      return Optional.empty();
    }
    Optional<Node> pad = site.only(site.input(0), Pad.class);
    Optional<int[]> axis = site.input(1).constantInts().filter(a -> a.length == 1);
    Optional<int[]> pads = pad.flatMap(p -> p.input(1).constantInts());
    if (pads.isEmpty() || axis.isEmpty()) {
      return Optional.empty();
    }
    int rank = pads.get().length / 2;
    int at = axis.get()[0] < 0 ? axis.get()[0] + rank + 1 : axis.get()[0];
    int[][] pairs = new int[rank + 1][2];
    for (int i = 0; i < rank; i++) {
      pairs[i < at ? i : i + 1] = new int[] {pads.get()[2 * i], pads.get()[2 * i + 1]};
    }
    Value x = site.moved(pad.get().input(0));
    return Optional.of(site.tf().pad(site.tf().expandDims(x, at), pairs));
  }
}
