package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.AddN;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.ClipByValue;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.SelectV2;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A change of the order of axes moves behind what works element by element, towards its opposite,
/// where both vanish: of a channels-first model, one at its inputs and one at its outputs stay.
///
///     Relu(Transpose(x, p))                    ->  Transpose(Relu(x), p)
///     AddV2(Transpose(x, p), Transpose(y, p))  ->  Transpose(AddV2(x, y), p)
///     Mul(Transpose(x, p), Const c)            ->  Transpose(Mul(x, Const c turned back), p)
///
/// Only where every reader of the transpose can do so, and it is no output.
public final class SinkTranspose implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    int inputs = site.node().inputs().size();
    return switch (site.op()) {
      case Unary _, LeakyRelu _, Cast _, Binary _, Compare _, SelectV2 _, AddN _ ->
          sunk(site, site.op(), inputs);
      case Prelu _ -> sunk(site, site.op(), 2).filter(SinkTranspose::hasSlopesInTurn);
      case BiasAdd _ -> sunk(site, new Binary(Binary.F.ADD_V2), 2);
      case ClipByValue _ -> sunk(site, site.op(), 1);
      case Softmax _ ->
          TransposedOperands.of(site).filter(t -> keepsLast(t.order())).isPresent()
              ? sunk(site, site.op(), 1)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// @param operands how many inputs have the result's axes; the others stay
  private static Optional<Value> sunk(Site site, Op op, int operands) {
    Optional<TransposedOperands> transposed = TransposedOperands.of(site);
    if (transposed.isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < site.node().inputs().size(); i++) {
      Optional<Value> in =
          i < operands ? transposed.get().before(i) : Optional.of(site.moved(site.input(i)));
      if (in.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(in.get());
    }
    return Optional.of(transposed.get().order().transpose(site, site.tf().op(op, inputs)));
  }

  /// Whether the slopes are still those of the last axes.
  private static boolean hasSlopesInTurn(Value y) {
    Node prelu = y.op() instanceof Transpose ? y.node().input(0).node() : y.node();
    return RecognisePrelu.runsInTurn(prelu.input(1).shape(), prelu.input(0).shape());
  }

  private static boolean keepsLast(AxisOrder order) {
    return order.axis(-1) == order.rank() - 1;
  }
}
