package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.pass.Precision;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A product of two values and what is around it becomes one node, the batch normalisation of TF.js,
/// whose scale, offset and mean may be any tensors:
///
///     AddV2(Mul(x, s), y)                        ->  FusedBatchNormV3(x, s, y, 0, 1)
///     AddV2(Mul(AddV2(Mul(x, 2), -1), s), y)     ->  FusedBatchNormV3(x, s, y, 0.5, 0.25)
///     AddV2(Mul(Sub(x, h), s), y)                ->  FusedBatchNormV3(x, s, y, h, 1)
///     Mul(Mul(x, 1 / 6), s)                      ->  FusedBatchNormV3(x, s, 0, 0, 36)
///
/// Order of inputs: x, scale, offset, mean, variance, with epsilon 0. Factors and summands are
/// constant scalars, all else is of one shape, a vector a sample. Not a form that TensorFlow itself
/// knows; right in each backend of TF.js 4.22.0, and measured 1.3 times as fast for an LSTM. Of
/// large tensors it is slow: wasm takes 30 ns an element, a `Mul` and an `AddV2` 4.
public final class FuseMultiplyAdd implements Rule {
  /// `factor * (x - mean) + shift`
  private record Operand(Value x, double factor, double shift, Optional<Value> mean) {
    boolean isPlain() {
      return factor == 1 && isCentred();
    }

    boolean isCentred() {
      return shift == 0 && mean.isEmpty();
    }

    float constantMean() {
      return shift == 0 ? 0 : (float) (-shift / factor);
    }
  }

  @Override
  public Optional<Value> apply(Site site) {
    Node n = site.node();
    if (!site.isFloat() || !Gate.isVector(n.out(0))) {
      return Optional.empty();
    }
    if (Gate.is(n, Binary.F.ADD_V2) && Gate.sameShape(n.input(0), n.input(1))) {
      return chosen(site, n).map(i -> fused(site, n.input(i).node(), Optional.of(n.input(1 - i))));
    }
    if (!Gate.is(n, Binary.F.MUL) || isTaken(site, n)) {
      return Optional.empty();
    }
    boolean gains =
        isProduct(n)
            && !(operand(site, n.input(0)).isPlain() && operand(site, n.input(1)).isPlain());
    return gains && isFusible(site, n)
        ? Optional.of(fused(site, n, Optional.empty()))
        : Optional.empty();
  }

  private static boolean isProduct(Node n) {
    return Gate.is(n, Binary.F.MUL)
        && Gate.sameShape(n.input(0), n.input(1))
        && n.inputs().stream()
            .allMatch(v -> v.constant().isEmpty() && v.dataType() == DataType.FLOAT);
  }

  /// Which summand is the product that the sum takes: rather one that brings more than itself.
  private static Optional<Integer> chosen(Site site, Node add) {
    Optional<Integer> best = Optional.empty();
    for (int i = 0; i < 2; i++) {
      Node mul = add.input(i).node();
      if (isProduct(mul) && site.isUsedOnce(mul) && isFusible(site, mul)) {
        boolean more = mul.inputs().stream().anyMatch(v -> !operand(site, v).isPlain());
        if (best.isEmpty() || more) {
          best = Optional.of(i);
        }
        if (more) {
          break;
        }
      }
    }
    return best;
  }

  private static boolean isTaken(Site site, Node mul) {
    if (!site.isUsedOnce(mul)) {
      return false;
    }
    Node add = site.graph().users(mul).getFirst();
    return Gate.is(add, Binary.F.ADD_V2)
        && Gate.sameShape(add.input(0), add.input(1))
        && chosen(site, add).filter(i -> add.input(i).node() == mul).isPresent();
  }

  /// The operands of a product, the one that is centred last.
  private static List<Operand> operands(Site site, Node mul) {
    int first = operand(site, mul.input(0)).isCentred() ? 1 : 0;
    Operand scale = operand(site, mul.input(1 - first));
    return List.of(
        operand(site, mul.input(first)),
        scale.isCentred() ? scale : new Operand(mul.input(1 - first), 1, 0, Optional.empty()));
  }

  private static boolean isFusible(Site site, Node mul) {
    List<Operand> operands = operands(site, mul);
    double factor = operands.get(0).factor() * operands.get(1).factor();
    float variance = variance(factor);
    return factor > 0
        && Float.isFinite(variance)
        && variance >= Float.MIN_NORMAL
        && Float.isFinite(operands.getFirst().constantMean())
        && Precision.mayRoundAt(operands.getFirst().shift());
  }

  private static float variance(double factor) {
    return (float) (1 / (factor * factor));
  }

  private static Value fused(Site site, Node mul, Optional<Value> offset) {
    List<Operand> operands = operands(site, mul);
    Operand x = operands.get(0);
    Operand scale = operands.get(1);
    int rank = mul.out().shape().rank();
    return site.tf()
        .op(
            new FusedBatchNormV3(0),
            site.moved(x.x()),
            site.moved(scale.x()),
            offset.map(site::moved).orElseGet(() -> scalar(site, 0, rank)),
            x.mean().map(site::moved).orElseGet(() -> scalar(site, x.constantMean(), rank)),
            scalar(site, variance(x.factor() * scale.factor()), rank));
  }

  /// All parameters have the rank of `x`.
  private static Value scalar(Site site, float value, int rank) {
    int[] ones = new int[rank];
    Arrays.fill(ones, 1);
    return site.tf().constant(Tensor.adopt(new float[] {value}, ones));
  }

  private static Operand operand(Site site, Value v) {
    double factor = 1;
    double shift = 0;
    while (site.isUsedOnce(v.node()) && v.node().inputs().size() == 2) {
      Node n = v.node();
      Value x = n.input(0);
      OptionalDouble c = Gate.scalar(n.input(1), x);
      if (Gate.is(n, Binary.F.MUL) && c.isPresent()) {
        factor *= c.getAsDouble();
      } else if (Gate.is(n, Binary.F.ADD_V2) && c.isPresent()) {
        shift += factor * c.getAsDouble();
      } else if (Gate.is(n, Binary.F.SUB)
          && shift == 0
          && n.input(1).constant().isEmpty()
          && Gate.sameShape(x, n.input(1))) {
        return new Operand(x, factor, 0, Optional.of(n.input(1)));
      } else {
        break;
      }
      v = x;
    }
    return new Operand(v, factor, shift, Optional.empty());
  }
}
