package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.PadV2;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowProduct;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// Zeros around height and width become explicit padding of the convolution behind them:
///
///     Conv2D(Pad(x, [[0, 0], [t, b], [l, r], [0, 0]]), w) {VALID}
///       -> Conv2D(x, w) {EXPLICIT, t, b, l, r}
///
/// Explicit padding that is there already adds up. Not with SAME, whose padding follows from the
/// padded size. Only where every reader of the padding is such a convolution, so that the padding
/// goes. A transpose between them, as at the input of a channels-first model, comes first then.
public final class FoldPadIntoConv implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof WindowProduct op) || !mayPad(op)) {
      return Optional.empty();
    }
    Optional<AxisOrder> order = site.only(site.input(0), Transpose.class).flatMap(AxisOrder::of);
    Node pad = (order.isPresent() ? site.input(0).node().input(0) : site.input(0)).node();
    Optional<int[]> cells =
        paddings(pad)
            .map(p -> order.isPresent() ? forwards(order.get(), p) : p)
            .filter(FoldPadIntoConv::isBorder);
    boolean goes =
        order.isPresent()
            ? site.isUsedOnce(pad)
            : !site.graph().isOutput(pad) && allFold(site, pad);
    if (cells.isEmpty() || !goes) {
      return Optional.empty();
    }
    Op padded = op.withWindow(padded(op.window(), cells.get()));
    Value x = site.moved(pad.input(0));
    Value turned = order.isPresent() ? order.get().transpose(site, x) : x;
    return Optional.of(site.tf().op(padded, turned, site.moved(site.input(1))));
  }

  private static boolean allFold(Site site, Node pad) {
    for (Node user : site.graph().users(pad)) {
      boolean folds =
          mayPad(user.op()) && user.input(0).node() == pad && user.input(1).node() != pad;
      if (!folds) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayPad(Op op) {
    return op instanceof WindowProduct p && p.window().padding() != Padding.SAME;
  }

  private static Window2D padded(Window2D w, int[] cells) {
    List<Integer> old = w.padding() == Padding.EXPLICIT ? w.explicit() : List.of(0, 0, 0, 0);
    return w.withExplicit(
        Shape.plus(old.get(0), cells[2]),
        Shape.plus(old.get(1), cells[3]),
        Shape.plus(old.get(2), cells[4]),
        Shape.plus(old.get(3), cells[5]));
  }

  /// Cells before and behind each of four axes, of a padding with zeros.
  private static Optional<int[]> paddings(Node pad) {
    boolean zeros =
        pad.op() instanceof Pad
            || (pad.op() instanceof PadV2
                && pad.input(2).constant().filter(c -> c.tensor().get(0) == 0).isPresent());
    return (zeros ? pad.input(1).constantInts() : Optional.<int[]>empty())
        .filter(p -> p.length == 8);
  }

  /// Whether batch and channels are left alone.
  private static boolean isBorder(int[] cells) {
    return cells[0] == 0 && cells[1] == 0 && cells[6] == 0 && cells[7] == 0;
  }

  private static int[] forwards(AxisOrder order, int[] cells) {
    return order.inverse().backwards(cells);
  }
}
