package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Activation;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.pass.Affine;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A bias, an activation, or both, run inside of the convolution or matrix product before them:
///
///     Relu6(BiasAdd(Conv2D(x, w), b))  ->  _FusedConv2D(x, w, b) {fused_ops=["BiasAdd", "Relu6"]}
///     Relu(MatMul(x, w))               ->  _FusedMatMul(x, w) {fused_ops=["NoOp", "Relu"]}
///     Relu(BiasAdd(Squeeze(Conv2D(x, w)), b))  ->  Squeeze(_FusedConv2D(x, w, b) {...})
///
/// Only what TF.js 4.22.0 computes right on each of its backends: the bias a constant vector of one
/// element a channel; in a depthwise convolution a Prelu for a slope that is an attribute; no Prelu in a matrix
/// product without bias; no bias in a matrix product that transposes or has a batch (wasm adds the
/// wrong elements), so a constant factor is transposed right here.
public final class FuseIntoProduct implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!site.isFloat()) {
      return Optional.empty();
    }
    if (site.op() instanceof Activation f && f.fuses()) {
      return Product.behind(site, site.input(0))
          .filter(p -> p.bias().isEmpty() || p.hasConstantFilter() || p.hasBiasOfChannels())
          .flatMap(p -> fuse(site, p, p.bias(), Optional.of(f)));
    }
    if (site.op() instanceof BiasAdd || isAdd(site.op())) {
      return Affine.of(site.node())
          .flatMap(a ->
              Product.behind(site, a.x())
                  .filter(p -> p.bias().isEmpty() && a.fits(p.channels()))
                  .filter(p -> p.hasConstantFilter() || a.channels() == p.channels())
                  .flatMap(p -> fuse(site, p, a.shiftConstant(), Optional.empty())));
    }
    return Optional.empty();
  }

  private static boolean isAdd(Op op) {
    return op instanceof Binary b && b.f() == Binary.F.ADD_V2;
  }

  private static Optional<Value> fuse(
      Site site, Product p, Optional<Value> bias, Optional<Activation> activation) {
    OptionalDouble slope =
        p.op().isDepthwise()
            ? activation.map(Activation::slope).orElse(OptionalDouble.empty())
            : OptionalDouble.empty();
    Fused fused =
        new Fused(bias.isPresent(), slope.isPresent() ? Optional.of(new Prelu()) : activation);
    Optional<Op> op = fusedOp(p, fused);
    if (op.isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>();
    inputs.add(site.moved(p.x()));
    inputs.add(filter(site, p, fused));
    bias.ifPresent(b -> inputs.add(Product.vector(site, b, p.channels())));
    if (slope.isPresent()) {
      inputs.add(site.tf().constant(Tensor.floats((float) slope.getAsDouble())));
    } else if (fused.takesSlope()) {
      Optional<Value> alpha = alpha(site, p);
      if (alpha.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(alpha.get());
    }
    return Optional.of(p.reshaped(site, site.tf().op(op.get(), inputs.toArray(Value[]::new))));
  }

  private static Optional<Op> fusedOp(Product p, Fused fused) {
    if (!(p.op() instanceof MatMul m)) {
      return p.op().fused(fused);
    }
    boolean fits = isMatrix(p.x()) && isMatrix(p.filter()) && runsRight(m, p, fused);
    boolean transposed = m.transposeB() && !transposesFilter(p, fused);
    return fits ? new MatMul(m.transposeA(), transposed).fused(fused) : Optional.empty();
  }

  private static boolean isMatrix(Value v) {
    return v.shape().hasRank() && v.shape().rank() == 2;
  }

  private static boolean runsRight(MatMul m, Product p, Fused fused) {
    return fused.bias()
        ? !m.transposeA() && (!m.transposeB() || p.hasConstantFilter())
        : !fused.takesSlope();
  }

  private static boolean transposesFilter(Product p, Fused fused) {
    return fused.bias() && p.op() instanceof MatMul m && m.transposeB() && p.hasConstantFilter();
  }

  private static Value filter(Site site, Product p, Fused fused) {
    if (!transposesFilter(p, fused)) {
      return site.moved(p.filter());
    }
    return site.constant(
        AxisOrder.transposed(p.filter().constant().orElseThrow().tensor(), 1, 0),
        p.filter().node());
  }

  /// The slope of a Prelu where the fused op takes it: a constant scalar or vector of one element a
  /// channel; directly behind a convolution also one of its whole result.
  private static Optional<Value> alpha(Site site, Product p) {
    Value alpha = site.input(1);
    if (alpha.constant().isEmpty()) {
      return Optional.empty();
    }
    TensorSource data = alpha.constant().get();
    Shape shape = data.shape();
    long size = shape.longSize();
    if (shape.rank() > site.input(0).shape().rank()) {
      return Optional.empty(); // the result has its axes
    }
    if (shape.rank() <= 1 && (size == 1 || size == p.channels())) {
      return Optional.of(site.moved(alpha));
    }
    if (shape.rank() > 1 && size == shape.dim(-1) && (size == p.channels() || size == 1)) {
      return Optional.of(site.constant(data.reshape(Shape.of((int) size)), alpha.node()));
    }
    Node product = p.node();
    boolean whole =
        p.reshapes().isEmpty()
            && !(product.op() instanceof MatMul)
            && shape.rank() >= 3
            && product.out().shape().sub(1, 4).equals(shape.sub(shape.rank() - 3, shape.rank()))
            && product.out().shape().sub(1, 4).longSize() == size;
    if (!whole) {
      return Optional.empty();
    }
    return Optional.of(
        shape.rank() == 3
            ? site.moved(alpha)
            : site.constant(data.reshape(shape.sub(shape.rank() - 3, shape.rank())), alpha.node()));
  }
}
