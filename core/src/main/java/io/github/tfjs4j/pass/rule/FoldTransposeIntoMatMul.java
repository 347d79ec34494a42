package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// A matrix product takes over the transpose of an operand:
///
///     BatchMatMulV2(Transpose(x, [..., -1, -2]), y)        ->  BatchMatMulV2(x, y) {adj_x}
///     MatMul(Reshape(Transpose(x, p), [-1, k]), Const w)
///       -> MatMul(Reshape(x, [-1, k]), Const w with its rows reordered)
///
/// The second where the first axis, the batch, stays first: a flattened channels-first image.
public final class FoldTransposeIntoMatMul implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return switch (site.op()) {
      case BatchMatMulV2 m -> adjoint(site, m);
      case MatMul m -> flattened(site, m);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> adjoint(Site site, BatchMatMulV2 m) {
    boolean x = swapsInner(site, site.input(0));
    boolean y = swapsInner(site, site.input(1));
    if (!x && !y) {
      return Optional.empty();
    }
    return Optional.of(
        site.tf()
            .op(
                new BatchMatMulV2(m.adjX() ^ x, m.adjY() ^ y),
                site.moved(x ? site.input(0).node().input(0) : site.input(0)),
                site.moved(y ? site.input(1).node().input(0) : site.input(1))));
  }

  private static boolean swapsInner(Site site, Value v) {
    return site.only(v, Transpose.class)
        .flatMap(AxisOrder::of)
        .filter(p -> {
          int[] swapped = new int[p.rank()];
          Arrays.setAll(swapped, i -> i);
          swapped[p.rank() - 1] = p.rank() - 2;
          swapped[p.rank() - 2] = p.rank() - 1;
          return Arrays.equals(p.perm(), swapped);
        })
        .isPresent();
  }

  private static Optional<Value> flattened(Site site, MatMul m) {
    Value w = site.input(1);
    Optional<Node> reshape = site.only(site.input(0), Reshape.class);
    Optional<Node> transpose = reshape.flatMap(r -> site.only(r.input(0), Transpose.class));
    Optional<AxisOrder> order = transpose.flatMap(AxisOrder::of);
    if (order.isEmpty() || m.transposeA() || w.constant().isEmpty() || order.get().axis(0) != 0) {
      return Optional.empty();
    }
    AxisOrder p = order.get();
    Shape out = transpose.get().out().shape();
    Shape inner = out.sub(1, p.rank());
    Shape matrix = reshape.get().out().shape();
    if (!inner.isFullyDefined() || matrix.rank() != 2 || inner.longSize() != matrix.dim(1)) {
      return Optional.empty();
    }
    Tensor t = w.constant().get().tensor();
    Shape blocks =
        m.transposeB()
            ? Shape.of(w.shape().dim(0)).concat(inner)
            : inner.concat(Shape.of(w.shape().dim(1)));
    AxisOrder back = p.inverse();
    int[] perm = new int[p.rank()];
    for (int i = 1; i < p.rank(); i++) {
      perm[m.transposeB() ? i : i - 1] = m.transposeB() ? back.axis(i) : back.axis(i) - 1;
    }
    perm[m.transposeB() ? 0 : p.rank() - 1] = m.transposeB() ? 0 : p.rank() - 1;
    Tensor rows = AxisOrder.transposed(t.reshape(blocks), perm).reshape(w.shape());
    Value x =
        site.tf()
            .op(
                new Reshape(),
                site.moved(transpose.get().input(0)),
                site.moved(reshape.get().input(1)));
    return Optional.of(site.tf().op(m, x, site.constant(rows, w.node())));
  }
}
