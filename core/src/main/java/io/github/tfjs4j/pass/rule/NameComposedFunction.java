package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import java.util.Optional;

/// Two functions for which there is one:
///
///     Square(Sub(a, b))    ->  SquaredDifference(a, b)
///     Mul(x, x)            ->  Square(x)
///     Reciprocal(Sqrt(x)), RealDiv(1, Sqrt(x))  ->  Rsqrt(x)
///     Log(AddV2(x, 1))     ->  Log1p(x)
///
/// float32, the inner result read by nothing else.
public final class NameComposedFunction implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!site.isFloat()) {
      return Optional.empty();
    }
    return switch (site.op()) {
      case Unary(Unary.F f) when f == Unary.F.SQUARE ->
          inner(site, site.input(0), Binary.F.SUB)
              .map(n ->
                  site.tf()
                      .binary(
                          Binary.F.SQUARED_DIFFERENCE,
                          site.moved(n.input(0)),
                          site.moved(n.input(1))));
      case Unary(Unary.F f) when f == Unary.F.RECIPROCAL -> rsqrt(site, site.input(0));
      case Unary(Unary.F f) when f == Unary.F.LOG ->
          inner(site, site.input(0), Binary.F.ADD_V2)
              .filter(n -> isOne(n.input(1)) && n.input(0).shape().hasRank())
              .filter(n -> n.input(1).shape().rank() <= n.input(0).shape().rank())
              .map(n -> site.tf().unary(Unary.F.LOG1P, site.moved(n.input(0))));
      case Binary(Binary.F f) when f == Binary.F.MUL && site.input(0).equals(site.input(1)) ->
          Optional.of(site.tf().unary(Unary.F.SQUARE, site.moved(site.input(0))));
      case Binary(Binary.F f)
          when f == Binary.F.REAL_DIV
              && isOne(site.input(0))
              && site.input(0).shape().rank() == 0 ->
          rsqrt(site, site.input(1));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> rsqrt(Site site, Value v) {
    return site.only(v, Unary.class)
        .filter(n -> n.op().equals(new Unary(Unary.F.SQRT)))
        .map(n -> site.tf().unary(Unary.F.RSQRT, site.moved(n.input(0))));
  }

  private static Optional<Node> inner(Site site, Value v, Binary.F f) {
    return site.only(v, Binary.class)
        .filter(n -> n.op().equals(new Binary(f)))
        .filter(n -> n.inputs().stream().allMatch(in -> in.dataType() == DataType.FLOAT));
  }

  private static boolean isOne(Value v) {
    return v.constant()
        .filter(
            c -> c.type() == DataType.FLOAT && c.shape().longSize() == 1 && c.tensor().get(0) == 1)
        .isPresent();
  }
}
