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
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.MirrorPad;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.PadV2;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Select;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A change of the order of axes moves behind the nodes that do not care, towards its opposite, where both vanish: of a
/// channels-first model, one at its inputs and one at its outputs stay.
///
///     Relu(Transpose(x, p))                       ->  Transpose(Relu(x), p)
///     AddV2(Transpose(x, p), Transpose(y, p))     ->  Transpose(AddV2(x, y), p)
///     Mul(Transpose(x, p), Const c)               ->  Transpose(Mul(x, Const c with its axes back), p)
///     Pad, ConcatV2, Slice, StridedSlice, Mean, Squeeze ...   likewise, their axes renamed
///
/// Only where every reader of the transpose can do so (it would be doubled otherwise) and it is no output.
public final class SinkTranspose implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!sinksThrough(site.node())) {
      return Optional.empty();
    }
    Optional<AxisOrder> order = order(site);
    if (order.isEmpty()) {
      return Optional.empty();
    }
    AxisOrder p = order.get();
    return switch (site.op()) {
      case ConcatV2 _ -> concat(site, p);
      case Pad _, PadV2 _, MirrorPad _ -> pad(site, p);
      case Reduce r -> reduce(site, r, p);
      case Slice _ -> slice(site, p);
      case StridedSlice s -> stridedSlice(site, s, p);
      case Squeeze s -> squeeze(site, s, p);
      case Softmax s -> p.axis(-1) == p.rank() - 1 ? elementwise(site, s, p, 1) : Optional.empty();
      case BiasAdd _ -> elementwise(site, new Binary(Binary.F.ADD_V2), p, 2);
      case ClipByValue c -> elementwise(site, c, p, 1);
      case Prelu _ -> prelu(site, p);
      default -> elementwise(site, site.op(), p, site.node().inputs().size());
    };
  }

  private static boolean sinksThrough(Node n) {
    return switch (n.op()) {
      case Unary _,
          LeakyRelu _,
          Cast _,
          ClipByValue _,
          Binary _,
          Compare _,
          Select _,
          Prelu _,
          BiasAdd _,
          AddN _,
          ConcatV2 _,
          Pad _,
          PadV2 _,
          MirrorPad _,
          Reduce _,
          Slice _,
          StridedSlice _,
          Squeeze _,
          Softmax _ -> true;
      default -> false;
    };
  }

  /// The order that all transposed operands share, if each of them may move.
  private static Optional<AxisOrder> order(Site site) {
    AxisOrder shared = null;
    for (Value in : site.node().inputs()) {
      Optional<AxisOrder> order = AxisOrder.of(in.node());
      if (order.isPresent()) {
        boolean moves = !site.graph().isOutput(in.node()) && allSink(site, in.node());
        if (!moves || (shared != null && !shared.equals(order.get()))) {
          return Optional.empty();
        }
        shared = order.get();
      }
    }
    return Optional.ofNullable(shared);
  }

  private static boolean allSink(Site site, Node transpose) {
    List<Node> users = site.graph().users(transpose);
    return users.stream().distinct().count() == 1
        || users.stream().allMatch(u -> u.op() instanceof Transpose || sinksThrough(u));
  }

  /// @param operands how many inputs have the result's axes; the others stay
  private static Optional<Value> elementwise(Site site, Op op, AxisOrder p, int operands) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < site.node().inputs().size(); i++) {
      Optional<Value> in =
          i < operands ? before(site, site.input(i), p) : Optional.of(site.moved(site.input(i)));
      if (in.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(in.get());
    }
    return Optional.of(p.transpose(site, site.tf().op(op, inputs)));
  }

  /// Not where the slopes would no longer be those of the last axes.
  private static Optional<Value> prelu(Site site, AxisOrder p) {
    return elementwise(site, site.op(), p, 2)
        .filter(
            y -> {
              Node prelu = y.op() instanceof Transpose ? y.node().input(0).node() : y.node();
              return RecognisePrelu.runsInTurn(prelu.input(1).shape(), prelu.input(0).shape());
            });
  }

  /// An operand with its axes as they were before the transpose: the transpose's own operand, a constant turned back, or
  /// a value of which only axes of length 1 have to move.
  private static Optional<Value> before(Site site, Value v, AxisOrder p) {
    if (AxisOrder.of(v.node()).isPresent()) {
      return Optional.of(site.moved(v.node().input(0)));
    }
    if (!v.shape().hasRank() || v.shape().rank() > p.rank()) {
      return Optional.empty();
    }
    AxisOrder back = p.inverse();
    if (v.constant().isPresent()) {
      return Optional.of(turned(site, v, back));
    }
    boolean scalar = v.shape().isFullyDefined() && v.shape().longSize() == 1 && v.shape().rank() < 2;
    if (scalar) {
      return Optional.of(site.moved(v));
    }
    return v.shape().rank() == p.rank() && back.movesNothing(v.shape())
        ? site.reshaped(site.moved(v), back.applied(v.shape()))
        : Optional.empty();
  }

  /// A constant with its axes in another order, leading axes of length 1 left out.
  private static Value turned(Site site, Value constant, AxisOrder back) {
    TensorSource data = constant.constant().orElseThrow();
    Shape shape = data.shape();
    if (shape.longSize() == 1) {
      return site.moved(constant);
    }
    int[] full = new int[back.rank()];
    Arrays.fill(full, 1);
    System.arraycopy(shape.dims(), 0, full, full.length - shape.rank(), shape.rank());
    Shape before = Shape.of(full);
    Shape after = back.applied(before);
    int ones = 0;
    while (ones < after.rank() - 1 && after.dim(ones) == 1) {
      ones++;
    }
    after = after.sub(ones, after.rank());
    if (back.movesNothing(before)) {
      return site.constant(data.reshape(after), constant.node());
    }
    Tensor turned = FoldConstants.transposed(data.tensor().reshape(before), back.perm());
    return site.constant(turned.reshape(after), constant.node());
  }

  private static Optional<Value> concat(Site site, AxisOrder p) {
    int n = site.node().inputs().size() - 1;
    Optional<int[]> axis = site.input(n).constantInts();
    if (axis.isEmpty()) {
      return Optional.empty();
    }
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Value in = site.input(i);
      boolean whole = in.shape().hasRank() && in.shape().rank() == p.rank();
      Optional<Value> before = !whole ? Optional.empty() : fullRank(site, in, p);
      if (before.isEmpty()) {
        return Optional.empty();
      }
      values.add(before.get());
    }
    return Optional.of(p.transpose(site, site.tf().concat(p.axis(axis.get()[0]), values)));
  }

  /// As [#before], but a constant keeps its leading axes of length 1.
  private static Optional<Value> fullRank(Site site, Value v, AxisOrder p) {
    if (v.constant().isEmpty()) {
      return before(site, v, p);
    }
    Tensor turned = FoldConstants.transposed(v.constant().get().tensor(), p.inverse().perm());
    return Optional.of(site.constant(turned, v.node()));
  }

  private static Optional<Value> pad(Site site, AxisOrder p) {
    Optional<int[]> paddings = site.input(1).constantInts();
    if (paddings.isEmpty() || AxisOrder.of(site.input(0).node()).isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>();
    inputs.add(site.moved(site.input(0).node().input(0)));
    inputs.add(site.tf().constant(Tensor.of(p.backwards(paddings.get()), p.rank(), 2)));
    site.node().inputs().stream().skip(2).forEach(v -> inputs.add(site.moved(v)));
    return Optional.of(p.transpose(site, site.tf().op(site.op(), inputs)));
  }

  private static Optional<Value> reduce(Site site, Reduce r, AxisOrder p) {
    Optional<int[]> axes = site.input(1).constantInts();
    if (axes.isEmpty()) {
      return Optional.empty();
    }
    int[] renamed = Arrays.stream(axes.get()).map(p::axis).sorted().toArray();
    Value y = site.tf().reduce(r.f(), site.moved(site.input(0).node().input(0)), r.keepDims(), renamed);
    return Optional.of((r.keepDims() ? p : without(p, renamed)).transpose(site, y));
  }

  private static Optional<Value> squeeze(Site site, Squeeze s, AxisOrder p) {
    if (s.axes().isEmpty()) {
      return Optional.empty();
    }
    int[] renamed = s.axes().stream().mapToInt(p::axis).sorted().toArray();
    Value y = site.tf().squeeze(site.moved(site.input(0).node().input(0)), renamed);
    return Optional.of(without(p, renamed).transpose(site, y));
  }

  /// The order of the axes that stay when some axes of the operand go.
  private static AxisOrder without(AxisOrder p, int[] gone) {
    int[] stay = Arrays.stream(p.perm()).filter(a -> Arrays.stream(gone).noneMatch(g -> g == a)).toArray();
    return AxisOrder.of(
        Arrays.stream(stay).map(a -> a - (int) Arrays.stream(gone).distinct().filter(g -> g < a).count()).toArray());
  }

  private static Optional<Value> slice(Site site, AxisOrder p) {
    Optional<int[]> begin = site.input(1).constantInts();
    Optional<int[]> size = site.input(2).constantInts();
    if (begin.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    Value x = site.moved(site.input(0).node().input(0));
    return Optional.of(
        p.transpose(site, site.tf().slice(x, p.backwards(begin.get()), p.backwards(size.get()))));
  }

  private static Optional<Value> stridedSlice(Site site, StridedSlice s, AxisOrder p) {
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
            && begin.get().length == p.rank()
            && AxisOrder.of(site.input(0).node()).isPresent();
    if (!plain) {
      return Optional.empty();
    }
    Value y =
        site.tf()
            .stridedSlice(
                site.moved(site.input(0).node().input(0)),
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
