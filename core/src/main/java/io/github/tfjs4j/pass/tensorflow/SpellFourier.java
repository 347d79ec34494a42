package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.RealFft;
import io.github.tfjs4j.op.TensorFlowOp;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Transforms of real numbers, of which TF.js takes the length from what it transforms:
///
///     RFFT(x [2, 5], n)  ->  RFFT(x, [5])
///     IRFFT(x [2, 5], n)  ->  IRFFT(x, [8])
///
/// All but the last axis of what IRFFT gives are one in TF.js, unless there are three.
public final class SpellFourier implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof RealFft(RealFft.F f)) || !site.input(0).shape().hasRank()) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value x = site.moved(site.input(0));
    TensorType out = site.node().out().type();
    Value length = tf.dim(x, -1);
    if (f == RealFft.F.IRFFT) {
      Value mirrored = tf.mul(tf.sub(length, tf.scalar(1)), tf.scalar(2));
      length = tf.maximum(mirrored, tf.minimum(length, tf.scalar(2)));
    }
    Shape made = x.shape().with(-1, out.shape().dim(-1));
    TensorFlowOp op =
        new TensorFlowOp(
            f.name(),
            Map.of(
                "Treal", new AttrValue.Type(DataType.FLOAT),
                "Tcomplex", new AttrValue.Type(DataType.COMPLEX64)),
            List.of(new TensorType(out.type(), made)),
            false);
    Value y = tf.op(op, x, tf.reshape(length, 1));
    boolean joined = out.shape().rank() != made.rank();
    return Optional.of(joined ? tf.reshape(y, tf.shapeVector(tf.scalar(-1), length)) : y);
  }
}
