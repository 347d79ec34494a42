package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.FusedDepthwiseConv2dNative;
import io.github.tfjs4j.op.FusedMatMul;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.List;
import java.util.Optional;

/// What TF.js fuses into a product is written out. TensorFlow fuses other functions, on some
/// machines only, and finds them by itself:
///
///     _FusedConv2D(x, w, b) {BiasAdd, Relu}  ->  Relu(BiasAdd(Conv2D(x, w), b))
public final class SpellFused implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    List<Value> in = site.node().inputs();
    return switch (site.op()) {
      case FusedConv2D(var window, Fused fused) ->
          Optional.of(finished(site, fused, site.tf().op(new Conv2D(window), two(site, in))));
      case FusedDepthwiseConv2dNative(var window, Fused fused) ->
          Optional.of(
              finished(
                  site, fused, site.tf().op(new DepthwiseConv2dNative(window), two(site, in))));
      case FusedMatMul(boolean a, boolean b, Fused fused) ->
          Optional.of(finished(site, fused, product(site, a, b, two(site, in))));
      default -> Optional.empty();
    };
  }

  private static List<Value> two(Site site, List<Value> in) {
    return in.subList(0, 2).stream().map(site::moved).toList();
  }

  private static Value product(Site site, boolean a, boolean b, List<Value> in) {
    boolean matrices = in.stream().allMatch(v -> v.shape().hasRank() && v.shape().rank() == 2);
    return site.tf().op(matrices ? new MatMul(a, b) : new BatchMatMulV2(a, b), in);
  }

  private static Value finished(Site site, Fused fused, Value product) {
    Tf tf = site.tf();
    List<Value> in = site.node().inputs();
    Value sum = fused.bias() ? biased(tf, product, site.moved(in.get(2))) : product;
    if (fused.activation().isEmpty()) {
      return sum;
    }
    List<Value> of = fused.takesSlope() ? List.of(sum, site.moved(in.getLast())) : List.of(sum);
    return tf.op(fused.activation().get(), of);
  }

  /// TF.js adds whatever broadcasts.
  private static Value biased(Tf tf, Value product, Value bias) {
    boolean vector = bias.shape().hasRank() && bias.shape().rank() == 1;
    boolean ofChannels =
        vector && product.shape().hasRank() && bias.shape().dim(0) == product.shape().dim(-1);
    return ofChannels ? tf.biasAdd(product, bias) : tf.add(product, bias);
  }
}
