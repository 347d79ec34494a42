package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ProductOp;
import io.github.tfjs4j.pass.Affine;
import io.github.tfjs4j.pass.Precision;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A batch normalisation, or a multiplication or addition of constants a channel, becomes part of
/// the convolution or matrix product *behind* it, if it has no other reader and could not join a
/// product before it:
///
///     Conv2D(x * s + t, w)         ->  BiasAdd(Conv2D(x, w * s), sum of w * t)
///     Conv2D(x * s + t, w) {SAME}  ->  Conv2D(x + t / s, w * s) {SAME}
///
/// The second where the product pads, because padding is zero after the addition, and where the
/// shift is so large that digits of `x` would cancel only behind the product, see
/// [io.github.tfjs4j.pass.Precision]; then the addition stays. What the quotient is rounded by is
/// added behind the product, or, where that pads, must not matter. Reshapes between stay too: the
/// channel of an element is its place in memory modulo their number, on both sides of a reshape.
public final class FoldAffineIntoNextProduct implements Rule {
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
    boolean behind =
        !a.shifts() || (!pads(p.node()) && Precision.mayRoundAt(p.lengthOf(a.shift())));
    if (behind) {
      Value x = reshaped(site, site.moved(a.x()), reshapes);
      return scaled(site, p, a).flatMap(w -> rebuilt(site, p, a, x, w, a.shift()));
    }
    return a.scales()
        ? scaled(site, p, a).flatMap(w -> shiftFirst(site, p, a, w, reshapes))
        : Optional.empty();
  }

  private static Optional<Value> scaled(Site site, Product p, Affine a) {
    return a.scales()
        ? p.scaledInput(a.scale()).map(w -> site.constant(w, p.filter().node()))
        : Optional.of(site.moved(p.filter()));
  }

  /// The product of `x`, with what a shift of it would add, if all of that is finite.
  private static Optional<Value> rebuilt(
      Site site, Product p, Affine a, Value x, Value filter, double[] shift) {
    return Arrays.stream(shift).allMatch(t -> t == 0)
        ? Optional.of(p.rebuildOn(site, x, filter, Optional.empty()))
        : finite(p.outputOf(shift))
            .map(bias -> p.rebuildOn(site, x, filter, Optional.of(constant(site, a, bias))));
  }

  private static Value constant(Site site, Affine a, Tensor data) {
    return a.shiftConstant()
        .map(c -> site.constant(data, c.node()))
        .orElseGet(() -> site.tf().constant(data));
  }

  private static Optional<Value> shiftFirst(
      Site site, Product p, Affine a, Value filter, List<Node> reshapes) {
    double[] first = new double[a.channels()];
    double[] rest = new double[a.channels()];
    for (int c = 0; c < first.length; c++) {
      float quotient = (float) (a.shift()[c] / a.scale()[c]);
      first[c] = Precision.isModerate(quotient) ? quotient : 0;
      rest[c] = a.shift()[c] - first[c] * a.scale()[c];
    }
    boolean exact = Precision.mayBeOffBy(p.lengthOf(rest));
    // Where the quotient itself is small enough, the next sweep would fold it after all.
    boolean stays = pads(p.node()) ? exact : !Precision.mayRoundAt(p.lengthOf(first));
    if (!stays) {
      return Optional.empty();
    }
    return finite(first)
        .map(t -> site.tf().add(site.moved(a.x()), constant(site, a, t)))
        .flatMap(x -> {
          double[] behind = exact ? new double[rest.length] : rest;
          return rebuilt(site, p, a, reshaped(site, x, reshapes), filter, behind);
        });
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
