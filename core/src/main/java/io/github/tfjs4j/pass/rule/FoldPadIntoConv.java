package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.PadV2;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.List;
import java.util.Optional;

/// Zeros around height and width become explicit padding of the convolution behind them:
///
///     Conv2D(Pad(x, [[0, 0], [t, b], [l, r], [0, 0]]), w) {VALID}  ->  Conv2D(x, w) {EXPLICIT, t, b, l, r}
///
/// Explicit padding that is there already adds up. Not with SAME, whose padding follows from the padded size. Only where
/// every reader of the padding is such a convolution, so that the padding goes.
public final class FoldPadIntoConv implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (window(site.op()).filter(w -> w.padding() != Padding.SAME).isEmpty()) {
      return Optional.empty();
    }
    Node pad = site.input(0).node();
    Optional<int[]> cells = borders(pad);
    if (cells.isEmpty() || site.graph().isOutput(pad) || !allFold(site, pad)) {
      return Optional.empty();
    }
    Window2D window = padded(window(site.op()).get(), cells.get());
    Op op = site.op() instanceof Conv2D ? new Conv2D(window) : new DepthwiseConv2dNative(window);
    return Optional.of(site.tf().op(op, site.moved(pad.input(0)), site.moved(site.input(1))));
  }

  private static boolean allFold(Site site, Node pad) {
    for (Node user : site.graph().users(pad)) {
      boolean folds =
          window(user.op()).filter(w -> w.padding() != Padding.SAME).isPresent()
              && user.input(0).node() == pad
              && user.input(1).node() != pad;
      if (!folds) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Window2D> window(Op op) {
    return switch (op) {
      case Conv2D c -> Optional.of(c.window());
      case DepthwiseConv2dNative c -> Optional.of(c.window());
      default -> Optional.empty();
    };
  }

  private static Window2D padded(Window2D w, int[] cells) {
    List<Integer> old = w.padding() == Padding.EXPLICIT ? w.explicit() : List.of(0, 0, 0, 0);
    return w.withExplicit(
        old.get(0) + cells[0], old.get(1) + cells[1], old.get(2) + cells[2], old.get(3) + cells[3]);
  }

  /// Top, bottom, left and right of a padding with zeros that leaves the other two axes alone.
  private static Optional<int[]> borders(Node pad) {
    boolean zeros =
        pad.op() instanceof Pad
            || (pad.op() instanceof PadV2
                && pad.input(2).constant().filter(c -> c.tensor().get(0) == 0).isPresent());
    return (zeros ? pad.input(1).constantInts() : Optional.<int[]>empty())
        .filter(p -> p.length == 8 && p[0] == 0 && p[1] == 0 && p[6] == 0 && p[7] == 0)
        .map(p -> new int[] {p[2], p[3], p[4], p[5]});
  }
}
