package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.op.Transpose;
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
    return switch (site.op()) {
      case Prelu _ -> sunk(site, site.op()).filter(SinkTranspose::hasSlopesInTurn);
      case BiasAdd _ -> sunk(site, new Binary(Binary.F.ADD_V2));
      case Softmax _ ->
          TransposedOperands.of(site).filter(t -> keepsLast(t.order())).isPresent()
              ? sunk(site, site.op())
              : Optional.empty();
      default -> site.op().elementwise() ? sunk(site, site.op()) : Optional.empty();
    };
  }

  /// Whether this rule may move a transpose behind such an op.
  static boolean knows(Op op) {
    return op.elementwise() || op instanceof BiasAdd || op instanceof Softmax;
  }

  private static Optional<Value> sunk(Site site, Op op) {
    Optional<TransposedOperands> transposed = TransposedOperands.of(site);
    if (transposed.isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < site.node().inputs().size(); i++) {
      Optional<Value> in = transposed.get().before(i);
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
