package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.ClipByValue;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import java.util.Optional;

/// A lower and an upper bound on real numbers become one node, where there is one that fuses the
/// one that does:
///
///     Maximum(x, 0)              ->  Relu(x)
///     Minimum(Maximum(x, a), b)  ->  ClipByValue(x, a, b)
///     Maximum(Minimum(x, b), a)  ->  ClipByValue(x, a, b)
///     ClipByValue(x, 0, 6)       ->  Relu6(x)
///
/// `Relu` and `Relu6` count as bounds. Constant bounds of one element, `a < b`, the inner result
/// read by nothing else.
public final class RecogniseClip implements Rule {
  /// `max(x, low)` then `min(., high)`, or the other way round; one of them may be infinite.
  private record Bounds(Value x, float low, float high) {}

  @Override
  public Optional<Value> apply(Site site) {
    if (!site.isFloat()) {
      return Optional.empty();
    }
    Optional<Bounds> outer = bounds(site.node());
    if (outer.isEmpty()) {
      return Optional.empty();
    }
    Optional<Bounds> inner =
        site.isUsedOnce(outer.get().x().node()) ? bounds(outer.get().x().node()) : Optional.empty();
    if (inner.isEmpty()) {
      return rewritten(site, outer.get());
    }
    float low = Math.max(inner.get().low(), outer.get().low());
    float high = Math.min(inner.get().high(), outer.get().high());
    // Bounds that cross make a constant of everything, but which one depends on their order.
    return low < high ? rewritten(site, new Bounds(inner.get().x(), low, high)) : Optional.empty();
  }

  private static Optional<Value> rewritten(Site site, Bounds b) {
    Value x = site.moved(b.x());
    Op old = site.op();
    if (b.low() == 0 && b.high() == Float.POSITIVE_INFINITY) {
      return unlessThere(site, old, new Unary(Unary.F.RELU), x);
    } else if (b.low() == 0 && b.high() == 6) {
      return unlessThere(site, old, new Unary(Unary.F.RELU6), x);
    } else if (Float.isInfinite(b.low()) || Float.isInfinite(b.high())) {
      boolean above = Float.isInfinite(b.low());
      Binary op = new Binary(above ? Binary.F.MINIMUM : Binary.F.MAXIMUM);
      return old.equals(op) && b.x().equals(site.input(0))
          ? Optional.empty()
          : Optional.of(site.tf().op(op, x, site.tf().scalar(above ? b.high() : b.low())));
    } else if (old instanceof ClipByValue && b.x().equals(site.input(0))) {
      return Optional.empty();
    }
    return Optional.of(
        site.tf().op(new ClipByValue(), x, site.tf().scalar(b.low()), site.tf().scalar(b.high())));
  }

  private static Optional<Value> unlessThere(Site site, Op old, Op op, Value x) {
    boolean there = old.equals(op) && site.moved(site.input(0)).equals(x);
    return there ? Optional.empty() : Optional.of(site.tf().op(op, x));
  }

  private static Optional<Bounds> bounds(Node n) {
    if (n.inputs().isEmpty() || n.input(0).dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    float none = Float.POSITIVE_INFINITY;
    return switch (n.op()) {
      case Unary(Unary.F f) when f == Unary.F.RELU -> Optional.of(new Bounds(n.input(0), 0, none));
      case Unary(Unary.F f) when f == Unary.F.RELU6 -> Optional.of(new Bounds(n.input(0), 0, 6));
      case Binary(Binary.F f) when f == Binary.F.MAXIMUM ->
          bound(n, 1).map(b -> new Bounds(n.input(0), b, none));
      case Binary(Binary.F f) when f == Binary.F.MINIMUM ->
          bound(n, 1).map(b -> new Bounds(n.input(0), -none, b));
      case ClipByValue _ ->
          bound(n, 1).flatMap(low -> bound(n, 2).map(high -> new Bounds(n.input(0), low, high)));
      default -> Optional.empty();
    };
  }

  /// A constant bound of one element that does not widen the result.
  private static Optional<Float> bound(Node n, int input) {
    Value v = n.input(input);
    return v.constant()
        .filter(c -> c.type() == DataType.FLOAT && c.shape().longSize() == 1)
        .filter(c -> n.input(0).shape().hasRank() && c.shape().rank() <= n.input(0).shape().rank())
        .map(c -> (float) c.tensor().get(0))
        .filter(Float::isFinite);
  }
}
