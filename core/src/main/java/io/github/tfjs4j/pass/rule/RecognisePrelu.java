package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.Optional;

/// A rectifier with a slope on its negative side, written in smaller ops, as Keras writes it:
///
///     AddV2(Relu(x), Mul(Relu(Neg(x)), -alpha))  ->  Prelu(x, alpha)
///     Sub(Relu(x), Mul(Relu(Neg(x)), alpha))     ->  Prelu(x, alpha)
///     Maximum(x, Mul(x, a)), 0 <= a <= 1         ->  LeakyRelu(x) {a}
///     Prelu(x, a), a of one element              ->  LeakyRelu(x) {a}
///
/// `alpha` a constant of the lengths of the last axes of `x`; a factor and its operand stand in
/// either order.
public final class RecognisePrelu implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!site.isFloat()) {
      return Optional.empty();
    }
    return switch (site.op()) {
      case Binary(Binary.F f) when f == Binary.F.ADD_V2 ->
          sum(site, site.input(0), site.input(1), -1)
              .or(() -> sum(site, site.input(1), site.input(0), -1));
      case Binary(Binary.F f) when f == Binary.F.SUB -> sum(site, site.input(0), site.input(1), 1);
      case Binary(Binary.F f) when f == Binary.F.MAXIMUM ->
          leaky(site, site.input(0), site.input(1))
              .or(() -> leaky(site, site.input(1), site.input(0)));
      case Prelu _ ->
          slope(site.input(1), site.input(0).shape())
              .filter(a -> a.shape().longSize() == 1)
              .map(a ->
                  site.tf()
                      .op(new LeakyRelu((float) a.tensor().get(0)), site.moved(site.input(0))));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> sum(Site site, Value positive, Value negative, int sign) {
    Optional<Value> x = operand(positive, Unary.F.RELU);
    if (x.filter(v -> v.dataType() == DataType.FLOAT).isEmpty()
        || !(negative.op() instanceof Binary(Binary.F f))
        || f != Binary.F.MUL) {
      return Optional.empty();
    }
    Node product = negative.node();
    int constant = product.input(1).constant().isPresent() ? 1 : 0;
    Value slope = product.input(constant);
    boolean matches =
        operand(product.input(1 - constant), Unary.F.RELU)
            .flatMap(v -> operand(v, Unary.F.NEG))
            .filter(x.get()::equals)
            .isPresent();
    if (!matches) {
      return Optional.empty();
    }
    return slope(slope, x.get().shape())
        .map(data -> {
          float[] alpha = data.tensor().floats();
          for (int i = 0; i < alpha.length; i++) {
            alpha[i] *= sign;
          }
          Value constantAlpha = site.constant(Tensor.adopt(alpha, data.shape()), slope.node());
          return site.tf().op(new Prelu(), site.moved(x.get()), constantAlpha);
        });
  }

  private static Optional<Value> leaky(Site site, Value x, Value scaled) {
    if (!(scaled.op() instanceof Binary(Binary.F f))
        || f != Binary.F.MUL
        || x.dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    Node product = scaled.node();
    int constant = product.input(1).constant().isPresent() ? 1 : 0;
    if (!product.input(1 - constant).equals(x)) {
      return Optional.empty();
    }
    return slope(product.input(constant), x.shape())
        .filter(a -> a.shape().longSize() == 1)
        .map(a -> (float) a.tensor().get(0))
        .filter(a -> a >= 0 && a <= 1)
        .map(a -> site.tf().op(new LeakyRelu(a), site.moved(x)));
  }

  private static Optional<Value> operand(Value v, Unary.F function) {
    return v.op() instanceof Unary(Unary.F f) && f == function
        ? Optional.of(v.node().input(0))
        : Optional.empty();
  }

  private static Optional<TensorSource> slope(Value v, Shape x) {
    return v.constant().filter(c -> c.type() == DataType.FLOAT && runsInTurn(c.shape(), x));
  }

  /// Whether slopes of shape `alpha` belong to the elements of `x` in turn, again and again, which
  /// is how TF.js' wasm backend takes them: they have the lengths of the last axes of `x`, or are
  /// one.
  static boolean runsInTurn(Shape alpha, Shape x) {
    if (!x.hasRank() || alpha.rank() > x.rank()) {
      return false;
    }
    int first = 0;
    while (first < alpha.rank() && alpha.dim(first) == 1) {
      first++;
    }
    for (int i = 1; i <= alpha.rank() - first; i++) {
      if (alpha.dim(-i) != x.dim(-i)) {
        return false;
      }
    }
    return true;
  }
}
