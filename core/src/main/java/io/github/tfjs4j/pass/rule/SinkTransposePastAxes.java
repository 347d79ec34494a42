package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.MirrorPad;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.PadV2;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// As [SinkTranspose], behind what names axes, which are renamed:
///
///     Mean(Transpose(x, [0, 3, 1, 2]), [2, 3])     ->  Mean(x, [1, 2])
///     ConcatV2(Transpose(x, p), Transpose(y, p), a)  ->  Transpose(ConcatV2(x, y, p[a]), p)
///
/// and likewise paddings, slices and squeezes.
public final class SinkTransposePastAxes implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return switch (site.op()) {
      case ConcatV2 _ -> TransposedOperands.of(site).flatMap(t -> concat(site, t));
      case Pad _, PadV2 _, MirrorPad _ -> operand(site).flatMap(o -> pad(site, o));
      case Reduce r -> operand(site).flatMap(o -> reduce(site, r, o));
      case Slice _ -> operand(site).flatMap(o -> slice(site, o));
      case StridedSlice s -> operand(site).flatMap(o -> stridedSlice(site, s, o));
      case Squeeze s -> operand(site).flatMap(o -> squeeze(site, s, o));
      default -> Optional.empty();
    };
  }

  /// Whether this rule may move a transpose behind such an op.
  static boolean knows(Op op) {
    return switch (op) {
      case ConcatV2 _, Pad _, PadV2 _, MirrorPad _, Reduce _, Slice _, StridedSlice _, Squeeze _ ->
          true;
      default -> false;
    };
  }

  /// The first input before it was transposed, and how it was.
  private record Operand(Value x, AxisOrder order) {}

  private static Optional<Operand> operand(Site site) {
    return TransposedOperands.of(site)
        .flatMap(t -> t.untransposed(0).map(x -> new Operand(x, t.order())));
  }

  private static Optional<Value> concat(Site site, TransposedOperands t) {
    int n = site.node().inputs().size() - 1;
    Optional<int[]> axis = site.input(n).constantInts();
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      t.partBefore(i).ifPresent(parts::add);
    }
    return axis.filter(_ -> parts.size() == n)
        .map(a -> t.order().transpose(site, site.tf().concat(t.order().axis(a[0]), parts)));
  }

  private static Optional<Value> pad(Site site, Operand o) {
    Optional<int[]> paddings = site.input(1).constantInts();
    if (paddings.isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>();
    inputs.add(o.x());
    int[] renamed = o.order().backwards(paddings.get());
    inputs.add(site.tf().constant(Tensor.adopt(renamed, o.order().rank(), 2)));
    site.node().inputs().stream().skip(2).forEach(v -> inputs.add(site.moved(v)));
    return Optional.of(o.order().transpose(site, site.tf().op(site.op(), inputs)));
  }

  private static Optional<Value> reduce(Site site, Reduce r, Operand o) {
    Optional<int[]> axes = site.input(1).constantInts();
    if (axes.isEmpty()) {
      return Optional.empty();
    }
    int[] renamed = Arrays.stream(axes.get()).map(o.order()::axis).sorted().toArray();
    Value y = site.tf().reduce(r.f(), o.x(), r.keepDims(), renamed);
    return Optional.of((r.keepDims() ? o.order() : without(o.order(), renamed)).transpose(site, y));
  }

  private static Optional<Value> squeeze(Site site, Squeeze s, Operand o) {
    if (s.axes().isEmpty()) {
      return Optional.empty();
    }
    int[] renamed = s.axes().stream().mapToInt(o.order()::axis).sorted().toArray();
    Value y = site.tf().squeeze(o.x(), renamed);
    return Optional.of(without(o.order(), renamed).transpose(site, y));
  }

  /// The order of the axes that stay when some axes of the operand go.
  private static AxisOrder without(AxisOrder p, int[] gone) {
    int[] stay =
        Arrays.stream(p.perm()).filter(a -> Arrays.stream(gone).noneMatch(g -> g == a)).toArray();
    return AxisOrder.of(
        Arrays.stream(stay)
            .map(a -> a - (int) Arrays.stream(gone).distinct().filter(g -> g < a).count())
            .toArray());
  }

  private static Optional<Value> slice(Site site, Operand o) {
    Optional<int[]> begin = site.input(1).constantInts();
    Optional<int[]> size = site.input(2).constantInts();
    if (begin.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    AxisOrder p = o.order();
    return Optional.of(
        p.transpose(
            site, site.tf().slice(o.x(), p.backwards(begin.get()), p.backwards(size.get()))));
  }

  private static Optional<Value> stridedSlice(Site site, StridedSlice s, Operand o) {
    AxisOrder p = o.order();
    Optional<int[]> begin = site.input(1).constantInts();
    Optional<int[]> end = site.input(2).constantInts();
    Optional<int[]> strides = site.input(3).constantInts();
    boolean plain =
        s.ellipsisMask() == 0
            && s.newAxisMask() == 0
            && s.shrinkAxisMask() == 0
            && begin.isPresent()
            && end.isPresent()
            && strides.isPresent()
            && begin.get().length == p.rank();
    if (!plain) {
      return Optional.empty();
    }
    Value y =
        site.tf()
            .stridedSlice(
                o.x(),
                p.backwards(begin.get()),
                p.backwards(end.get()),
                p.backwards(strides.get()),
                backwards(p, s.beginMask()),
                backwards(p, s.endMask()),
                0,
                0,
                0);
    return Optional.of(p.transpose(site, y));
  }

  private static int backwards(AxisOrder p, int mask) {
    int out = 0;
    for (int i = 0; i < p.rank(); i++) {
      out |= (mask >> i & 1) << p.axis(i);
    }
    return out;
  }
}
