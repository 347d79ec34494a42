package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Brings each of `groups` runs of channels to mean 0 and variance 1, sample by sample, then scales
/// and shifts channel by channel. With `groups` -1 each channel is one.
public final class GroupNormalizationLayer implements Layer {
  @Override
  public String className() {
    return "GroupNormalization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    int rank = x.shape().rank();
    int axis = Inputs.axis(call, "axis", call.config().i("axis", -1), x);
    int channels = x.shape().dim(axis);
    int groups = call.config().i("groups", 32);
    groups = groups == -1 ? channels : groups;
    if (axis == 0 || channels == Shape.UNKNOWN_DIM || groups < 1 || channels % groups != 0) {
      throw call.config().wrong("groups", "a divisor of the channels of " + x.type());
    }
    // [batch, before, groups, channels of one, behind]
    List<Length> apart =
        List.of(
            Length.of(x, 0),
            Length.product(x, 1, axis),
            Length.of(groups),
            Length.of(channels / groups),
            Length.product(x, axis + 1, rank));
    int[] axes = {1, 3, 4};
    if (axis == rank - 1) {
      apart = apart.subList(0, 4);
      axes = new int[] {1, 3};
    } else if (axis == 1) {
      // What belongs to a group lies side by side.
      apart =
          List.of(
              Length.of(x, 0),
              Length.of(groups),
              Length.product(x, 2, rank).times(Length.of(channels / groups)));
      axes = new int[] {2};
    }
    Value g = Length.reshape(tf, x, apart);
    Value centred = tf.sub(g, tf.reduce(Reduce.F.MEAN, g, true, axes));
    Value variance = tf.reduce(Reduce.F.MEAN, tf.unary(Unary.F.SQUARE, centred), true, axes);
    Value factor =
        tf.unary(
            Unary.F.RSQRT, tf.add(variance, tf.scalar((float) call.config().d("epsilon", 1e-3))));
    List<Length> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      shape.add(Length.of(x, i));
    }
    Value y = Length.reshape(tf, tf.mul(centred, factor), shape);
    int[] broadcast = new int[rank - axis];
    Arrays.fill(broadcast, 1);
    broadcast[0] = channels;
    if (call.config().b("scale", true)) {
      y = tf.mul(y, tf.reshape(call.weight("gamma", channels), broadcast));
    }
    if (call.config().b("center", true)) {
      y = tf.add(y, tf.reshape(call.weight("beta", channels), broadcast));
    }
    return call.keepingMask(y);
  }
}
