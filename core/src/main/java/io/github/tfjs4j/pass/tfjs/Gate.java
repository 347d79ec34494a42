package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.WindowProduct;
import io.github.tfjs4j.pass.Affine;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the rules for steps of recurrences have in common: their graphs are of
/// [io.github.tfjs4j.pass.StepGraph], where every unknown first length is the batch.
final class Gate {
  private Gate() {}

  /// Whether `a` and `b` have the same shape in every call: known, but for the batch.
  static boolean sameShape(Value a, Value b) {
    Shape s = a.shape();
    return s.hasRank()
        && s.rank() > 0
        && s.equals(b.shape())
        && s.unknownDims() == (s.isKnown(0) ? 0 : 1);
  }

  /// Whether `v` is one vector a sample: of few elements, so that fewer nodes are faster even where
  /// each does more.
  static boolean isVector(Value v) {
    return v.shape().hasRank() && v.shape().rank() == 2;
  }

  /// The product that factors and summands on `v` can become part of, through constants that do
  /// already.
  static Optional<Product> foldsInto(Site site, Value v) {
    Value x = Affine.chain(site, v).map(Affine::x).orElse(v);
    return Product.behind(site, x).filter(Product::hasConstantFilter);
  }

  /// A product of matrices or a convolution whose constant filter has the output channels last, and
  /// with nothing but a bias between it and `v`.
  static Optional<Product> plain(Site site, Value v) {
    return Product.behind(site, v)
        .filter(p -> p.reshapes().isEmpty() && p.hasConstantFilter() && isPlain(p.node()));
  }

  private static boolean isPlain(Node n) {
    return switch (n.op()) {
      case MatMul m ->
          !m.transposeA()
              && !m.transposeB()
              && n.input(0).shape().hasRank()
              && n.input(0).shape().rank() == 2;
      case WindowProduct w -> !w.isDepthwise();
      default -> false;
    };
  }

  /// Channels `from` to `to` of the last axis of a constant.
  static Tensor channels(Tensor t, int from, int to) {
    int all = t.shape().dim(-1);
    int width = to - from;
    float[] in = t.rawFloats();
    float[] out = new float[in.length / all * width];
    for (int row = 0; row < in.length / all; row++) {
      System.arraycopy(in, row * all + from, out, row * width, width);
    }
    return Tensor.adopt(out, t.shape().with(t.shape().rank() - 1, width));
  }

  /// The only element of a constant scalar (or tensor of one element of no higher rank than `x`).
  static OptionalDouble scalar(Value v, Value x) {
    return v.dataType() == DataType.FLOAT
            && v.constant().isPresent()
            && v.shape().longSize() == 1
            && v.shape().rank() <= x.shape().rank()
        ? OptionalDouble.of(v.constant().get().tensor().get(0))
        : OptionalDouble.empty();
  }

  static boolean is(Node n, Binary.F f) {
    return n.op() instanceof Binary(Binary.F g) && g == f;
  }

  /// The input of `v` where it is `1 - input`, however that is spelled.
  static Optional<Value> complemented(Value v) {
    Node n = v.node();
    if (is(n, Binary.F.SUB) && isOne(n.input(0), n.input(1))) {
      return Optional.of(n.input(1));
    }
    if (!is(n, Binary.F.ADD_V2)) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      Value x = n.input(1 - i);
      if (isOne(n.input(i), x)) {
        return negated(x);
      }
    }
    return Optional.empty();
  }

  private static Optional<Value> negated(Value x) {
    Node n = x.node();
    if (n.op() instanceof io.github.tfjs4j.op.Unary(io.github.tfjs4j.op.Unary.F f)
        && f == io.github.tfjs4j.op.Unary.F.NEG) {
      return Optional.of(n.input(0));
    }
    return is(n, Binary.F.MUL) && scalar(n.input(1), n.input(0)).equals(OptionalDouble.of(-1))
        ? Optional.of(n.input(0))
        : Optional.empty();
  }

  private static boolean isOne(Value v, Value x) {
    return scalar(v, x).equals(OptionalDouble.of(1));
  }
}
