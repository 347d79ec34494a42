package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ProductOp;
import io.github.tfjs4j.pass.Affine;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A batch normalisation, or a multiplication or addition of constants a channel, becomes part of
/// the convolution or matrix product *behind* it, if it has no other reader and could not join a
/// product before it:
///
///     Conv2D(x * s + t, w)         ->  BiasAdd(Conv2D(x, w * s), sum of w * t)
///     Conv2D(x * s + t, w) {SAME}  ->  Conv2D(x + t / s, w * s) {SAME}
///
/// The second where the product pads, because padding is zero after the addition; then the addition
/// stays. Reshapes between stay too: the channel of an element is its place in memory modulo their
/// number, on both sides of a reshape.
public final class FoldAffineIntoNextProduct implements Rule {
  /// Above this the shift costs more than 8 of float32's 24 binary digits of an `x` of about 1.
  private static final double LARGEST_SHIFT = 256;

  @Override
  public Optional<Value> apply(Site site) {
    return Product.at(site.node())
        .filter(Product::hasConstantFilter)
        .filter(p -> p.op().takesChannelsLast())
        .flatMap(p -> fold(site, p));
  }

  private static Optional<Value> fold(Site site, Product p) {
    List<Node> reshapes = new ArrayList<>();
    Value at = p.x();
    while (site.isUsedOnce(at.node()) && at.op().keepsOrder()) {
      reshapes.addFirst(at.node());
      at = at.node().input(0);
    }
    Optional<Affine> affine =
        Affine.chain(site, at)
            .filter(a -> p.inputChannels() > 0 && p.inputChannels() % a.channels() == 0)
            .filter(a -> Product.behind(site, a.x()).isEmpty())
            // A layer that is called elsewhere too would keep its filter beside the scaled one.
            .filter(a -> !a.scales() || site.graph().users(p.filter().node()).size() == 1);
    if (affine.isEmpty()) {
      return Optional.empty();
    }
    Affine a = affine.get();
    if (a.shifts() && pads(p.node())) {
      return a.scales() ? shiftFirst(site, p, a, reshapes) : Optional.empty();
    }
    Optional<Tensor> shift = finite(p.outputOf(a.shift()));
    return shift.map(bias ->
        p.rebuildOn(
            site,
            reshaped(site, site.moved(a.x()), reshapes),
            scaled(site, p, a),
            bias(site, a, bias)));
  }

  private static Value scaled(Site site, Product p, Affine a) {
    return a.scales()
        ? site.constant(p.scaledInput(a.scale()), p.filter().node())
        : site.moved(p.filter());
  }

  private static Optional<Value> bias(Site site, Affine a, Tensor bias) {
    return a.shifts() ? Optional.of(constant(site, a, bias)) : Optional.empty();
  }

  private static Value constant(Site site, Affine a, Tensor data) {
    return a.shiftConstant()
        .map(c -> site.constant(data, c.node()))
        .orElseGet(() -> site.tf().constant(data));
  }

  private static Optional<Value> shiftFirst(Site site, Product p, Affine a, List<Node> reshapes) {
    double[] shift = new double[a.channels()];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = a.shift()[c] / a.scale()[c];
      // A large quotient would drown x, whose own digits the product then misses.
      if (Math.abs(shift[c]) > LARGEST_SHIFT) {
        return Optional.empty();
      }
    }
    return finite(shift)
        .map(t -> site.tf().add(site.moved(a.x()), constant(site, a, t)))
        .map(x ->
            p.rebuildOn(site, reshaped(site, x, reshapes), scaled(site, p, a), Optional.empty()));
  }

  /// As float32, if all numbers are finite.
  private static Optional<Tensor> finite(double[] numbers) {
    float[] out = new float[numbers.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) numbers[i];
      if (!Float.isFinite(out[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(Tensor.adopt(out, out.length));
  }

  private static Value reshaped(Site site, Value x, List<Node> reshapes) {
    for (Node r : reshapes) {
      List<Value> inputs = new ArrayList<>();
      inputs.add(x);
      r.inputs().stream().skip(1).forEach(v -> inputs.add(site.moved(v)));
      x = site.tf().op(r.op(), inputs);
    }
    return x;
  }

  private static boolean pads(Node product) {
    return product.op() instanceof ProductOp p && p.pads(product);
  }
}
