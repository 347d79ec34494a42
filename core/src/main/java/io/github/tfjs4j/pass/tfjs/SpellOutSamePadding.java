package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowProduct;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// SAME padding of a window that is smaller than its stride, in cells:
///
///     Conv2D(x, w) {SAME}  ->  Conv2D(x, w) {EXPLICIT, top, bottom, left, right}
///
/// or VALID where there is nothing to pad. TF.js' wasm backend leaves SAME to a library that
/// centres such a window between its neighbours, where TensorFlow puts it at the start.
public final class SpellOutSamePadding implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof WindowProduct op) || op.window().padding() != Padding.SAME) {
      return Optional.empty();
    }
    Window2D window = op.window();
    Shape x = site.input(0).shape();
    Shape filter = site.input(1).shape();
    if (!filter.isFullyDefined() || !x.hasRank()) {
      return Optional.empty();
    }
    int spanH = (filter.dim(0) - 1) * window.dilationH() + 1;
    int spanW = (filter.dim(1) - 1) * window.dilationW() + 1;
    boolean gaps = window.strideH() > spanH || window.strideW() > spanW;
    if (!gaps
        || !isSettled(x, 1, spanH, window.strideH())
        || !isSettled(x, 2, spanW, window.strideW())) {
      return Optional.empty();
    }
    // An unknown length plays no part then: any will do.
    int[] cells =
        window.paddings(
            x.isKnown(1) ? x.dim(1) : spanH,
            x.isKnown(2) ? x.dim(2) : spanW,
            filter.dim(0),
            filter.dim(1));
    Op spelt = op.withWindow(spelt(window, cells));
    return Optional.of(site.tf().op(spelt, site.moved(site.input(0)), site.moved(site.input(1))));
  }

  /// Whether the padding of an axis is the same for every length that is possible.
  private static boolean isSettled(Shape x, int axis, int span, int stride) {
    return x.isKnown(axis) || stride == 1 || span == 1;
  }

  private static Window2D spelt(Window2D w, int[] cells) {
    return Arrays.stream(cells).allMatch(c -> c == 0)
        ? new Window2D(
            w.strideH(), w.strideW(), Padding.VALID, List.of(), w.dilationH(), w.dilationW())
        : w.withExplicit(cells[0], cells[1], cells[2], cells[3]);
  }
}
