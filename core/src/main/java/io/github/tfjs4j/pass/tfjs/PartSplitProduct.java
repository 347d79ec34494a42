package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Split;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The gates of a recurrent cell, cut out of one product, become products of their own, each of
/// which can take a bias, a factor and an activation:
///
///     Split(BiasAdd(MatMul(x, w [8, 12]), b)) {num_split=3}
///       ->  BiasAdd(MatMul(x, w0 [8, 4]), b0), BiasAdd(MatMul(x, w1), b1), ...
///
/// [MergeSiblingProducts] joins those again that are of one kind then.
public final class PartSplitProduct implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return Optional.empty();
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof Split(int num)) || num < 2) {
      return Optional.empty();
    }
    Value x = site.input(1);
    boolean last =
        x.shape().hasRank()
            && site.input(0)
                .constantInts()
                .filter(a -> x.shape().axis(a[0]) == x.shape().rank() - 1)
                .isPresent();
    return last ? Gate.plain(site, x).map(p -> parts(site, p, num)) : Optional.empty();
  }

  private static List<Value> parts(Site site, Product p, int num) {
    Tensor filter = p.filter().constant().orElseThrow().tensor();
    double[] bias = p.biasNumbers();
    int width = p.channels() / num;
    List<Value> parts = new ArrayList<>();
    for (int k = 0; k < num; k++) {
      int from = k * width;
      Value part = site.constant(Gate.channels(filter, from, from + width), p.filter().node());
      Optional<Value> summand =
          p.bias()
              .map(b -> {
                float[] out = new float[width];
                for (int c = 0; c < width; c++) {
                  out[c] = (float) bias[from + c];
                }
                return site.constant(Tensor.floats(out), b.node());
              });
      parts.add(p.rebuild(site, part, summand));
    }
    return parts;
  }
}
