package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// A batch-norm of something else than images and numbers for each channel, such as the
/// multiply-add that TF.js takes it for, is arithmetic: TensorFlow wants rank 4 and vectors.
///
///     FusedBatchNormV3(x, s, o, m, v)  ->  AddV2(Mul(Sub(x, m), Mul(Rsqrt(AddV2(v, epsilon)), s)), o)
public final class SpellBatchNorm implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof FusedBatchNormV3(float epsilon)) || isPlain(site)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value x = site.moved(site.input(0));
    Value variance = tf.add(site.moved(site.input(4)), tf.scalar(epsilon));
    Value factor = tf.mul(tf.unary(Unary.F.RSQRT, variance), site.moved(site.input(1)));
    Value centred = tf.sub(x, site.moved(site.input(3)));
    return Optional.of(tf.add(tf.mul(centred, factor), site.moved(site.input(2))));
  }

  private static boolean isPlain(Site site) {
    Shape x = site.input(0).shape();
    boolean plain = x.hasRank() && x.rank() == 4;
    for (int i = 1; i < 5; i++) {
      Shape shape = site.input(i).shape();
      plain &= shape.hasRank() && shape.rank() == 1 && shape.dim(0) == x.dim(-1);
    }
    return plain;
  }
}
