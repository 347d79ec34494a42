package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.WindowProduct;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The products of the input and of the state become one, of both side by side:
///
///     AddV2(BiasAdd(MatMul(x, w), b), MatMul(h, u))
///       ->  BiasAdd(MatMul(ConcatV2(x, h), [w; u]), b)
///
/// Convolutions too, where both windows are the same and keep the size. Only in the step of a
/// recurrence: elsewhere the copy that the concatenation makes may cost more than the addition.
public final class MergeSumOfProducts implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!Gate.is(site.node(), Binary.F.ADD_V2)
        || !site.isFloat()
        || site.input(0).equals(site.input(1))
        || !Gate.sameShape(site.input(0), site.input(1))) {
      return Optional.empty();
    }
    Optional<Product> p = Gate.plain(site, site.input(0));
    Optional<Product> q = Gate.plain(site, site.input(1));
    return p.isPresent() && q.isPresent() && fit(p.get(), q.get())
        ? Optional.of(merged(site, p.get(), q.get()))
        : Optional.empty();
  }

  private static boolean fit(Product p, Product q) {
    if (p.x().equals(q.x()) || p.node() == q.node()) {
      return false;
    }
    if (p.node().op() instanceof MatMul) {
      return q.node().op() instanceof MatMul;
    }
    return p.node().op() instanceof WindowProduct w
        && p.node().op().equals(q.node().op())
        && w.window().padding().equals(Padding.SAME)
        && p.node().out().shape().sub(0, 3).equals(p.x().shape().sub(0, 3))
        && q.node().out().shape().sub(0, 3).equals(q.x().shape().sub(0, 3))
        && p.filter().shape().sub(0, 2).equals(q.filter().shape().sub(0, 2));
  }

  private static Value merged(Site site, Product p, Product q) {
    List<Value> parts = new ArrayList<>(parts(site.moved(p.x())));
    parts.addAll(parts(site.moved(q.x())));
    Value x = site.tf().concat(p.x().shape().rank() - 1, parts);
    Value filter =
        site.constant(
            joined(
                p.filter().constant().orElseThrow().tensor(),
                q.filter().constant().orElseThrow().tensor()),
            p.filter().node());
    Optional<Value> bias =
        p.bias()
            .or(q::bias)
            .map(b -> {
              double[] sum = p.biasNumbers();
              double[] other = q.biasNumbers();
              float[] out = new float[sum.length];
              for (int c = 0; c < out.length; c++) {
                out[c] = (float) (sum[c] + other[c]);
              }
              return site.constant(Tensor.floats(out), b.node());
            });
    return p.rebuildOn(site, x, filter, bias);
  }

  /// What `x` is a concatenation of, along its last axis.
  private static List<Value> parts(Value x) {
    List<Value> inputs = x.node().inputs();
    boolean concat =
        x.op() instanceof ConcatV2
            && inputs
                .getLast()
                .constantInts()
                .filter(a -> x.shape().axis(a[0]) == x.shape().rank() - 1)
                .isPresent();
    return concat ? inputs.subList(0, inputs.size() - 1) : List.of(x);
  }

  /// One filter's input channels behind the other's: the last axis but one.
  private static Tensor joined(Tensor a, Tensor b) {
    Shape s = a.shape();
    int axis = s.rank() - 2;
    int sizeA = s.dim(axis) * s.dim(-1);
    int sizeB = b.shape().dim(axis) * s.dim(-1);
    float[] out = Arrays.copyOf(a.rawFloats(), a.size() + b.size());
    for (int i = 0; i < a.size() / sizeA; i++) {
      System.arraycopy(a.rawFloats(), i * sizeA, out, i * (sizeA + sizeB), sizeA);
      System.arraycopy(b.rawFloats(), i * sizeB, out, i * (sizeA + sizeB) + sizeA, sizeB);
    }
    return Tensor.adopt(out, s.with(axis, s.dim(axis) + b.shape().dim(axis)));
  }
}
