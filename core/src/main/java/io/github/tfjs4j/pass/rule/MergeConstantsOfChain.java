package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.pass.Precision;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Constants that are multiplied or added one after another become one, and an addition moves
/// behind a multiplication:
///
///     Mul(Mul(x, a), b)      ->  Mul(x, a * b)
///     AddV2(AddV2(x, a), b)  ->  AddV2(x, a + b)
///     Mul(AddV2(x, a), b)    ->  AddV2(Mul(x, b), a * b)
///
/// float32 only, the inner result read by nothing else, and no constant larger than the larger of
/// the two. A sum that is small enough, or behind what is rounded as coarsely already: see
/// [io.github.tfjs4j.pass.Precision].
public final class MergeConstantsOfChain implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    boolean multiplies = is(site.node(), Binary.F.MUL);
    if (!(multiplies || adds(site.node())) || !site.isFloat() || !isFloatConstant(site.input(1))) {
      return Optional.empty();
    }
    // What the operand has become in this sweep, so that a chain of any length merges at once.
    Node inner = site.moved(site.input(0)).node();
    boolean innerMultiplies = is(inner, Binary.F.MUL);
    boolean merges = innerMultiplies ? multiplies : adds(inner);
    if (!merges || !site.isUsedOnce(site.input(0).node()) || !isFloatConstant(inner.input(1))) {
      return Optional.empty();
    }
    Value x = inner.input(0);
    Value a = inner.input(1);
    Value b = site.moved(site.input(1));
    Binary.F f = multiplies ? Binary.F.MUL : Binary.F.ADD_V2;
    return combined(f, a, b)
        .filter(ab -> innerMultiplies || Precision.isRounded(x) || Precision.mayRoundAt(ab))
        .map(ab -> merged(site, x, a, b, ab, innerMultiplies));
  }

  private static Value merged(
      Site site, Value x, Value a, Value b, Tensor ab, boolean innerMultiplies) {
    boolean multiplies = is(site.node(), Binary.F.MUL);
    Value larger = a.shape().longSize() >= b.shape().longSize() ? a : b;
    Value constant = site.constant(ab, larger.node());
    if (!multiplies) {
      return site.tf().add(x, constant);
    }
    if (innerMultiplies) {
      return site.tf().mul(x, constant);
    }
    return site.tf().add(scaled(site, x, b), constant);
  }

  /// `x * b`, where `x` may be such a product itself.
  private static Value scaled(Site site, Value x, Value b) {
    boolean again = is(x.node(), Binary.F.MUL) && isFloatConstant(x.node().input(1));
    Optional<Tensor> ab = again ? combined(Binary.F.MUL, x.node().input(1), b) : Optional.empty();
    return ab.isPresent()
        ? site.tf().mul(x.node().input(0), site.constant(ab.get(), x.node().input(1).node()))
        : site.tf().mul(x, b);
  }

  private static boolean is(Node n, Binary.F f) {
    return n.op() instanceof Binary(Binary.F g) && g == f;
  }

  private static boolean adds(Node n) {
    return is(n, Binary.F.ADD_V2) || n.op() instanceof BiasAdd;
  }

  private static boolean isFloatConstant(Value v) {
    return v.dataType() == DataType.FLOAT && v.constant().isPresent();
  }

  private static Optional<Tensor> combined(Binary.F f, Value a, Value b) {
    if (!staySmall(a.shape(), b.shape())) {
      return Optional.empty();
    }
    Tensor left = a.constant().orElseThrow().tensor();
    Tensor right = b.constant().orElseThrow().tensor();
    Tensor ab = new Binary(f).evaluate(List.of(left, right)).getFirst();
    double largest = largest(ab);
    boolean vanishes = f == Binary.F.MUL && largest == 0 && largest(left) * largest(right) != 0;
    return Precision.isNormal(largest) && !vanishes ? Optional.of(ab) : Optional.empty();
  }

  /// Whether two shapes broadcast to one that has no more elements than the larger.
  private static boolean staySmall(Shape a, Shape b) {
    for (int i = 1; i <= Math.min(a.rank(), b.rank()); i++) {
      if (a.dim(-i) != b.dim(-i) && a.dim(-i) != 1 && b.dim(-i) != 1) {
        return false;
      }
    }
    return a.broadcast(b).longSize() <= Math.max(a.longSize(), b.longSize());
  }

  private static double largest(Tensor t) {
    double largest = 0;
    for (float v : t.rawFloats()) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
