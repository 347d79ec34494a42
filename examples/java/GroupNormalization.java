import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import java.util.List;

/// Keras' GroupNormalization over the last axis of `[N, H, W, C]`. As a service in a jar
/// (`META-INF/services/io.github.tfjs4j.keras.Layer` with the line `GroupNormalization`):
///
///     tfjs4j convert --plugin group-normalization.jar my/layers-model my/graph-model
public class GroupNormalization implements Layer {
  @Override
  public String className() {
    return "GroupNormalization";
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    int channels = x.shape().dim(-1);
    Value gamma = call.weight("gamma", channels);
    Value beta = call.weight("beta", channels);

    Value shape = tf.shapeOf(x);
    Value front = tf.slice(shape, new int[] {0}, new int[] {3});
    Value groups = tf.ints(call.config().i("groups", 32), -1);
    Value grouped = tf.reshape(x, tf.concat(0, List.of(front, groups)));
    Value centred = tf.sub(grouped, tf.reduce(Reduce.F.MEAN, grouped, true, 1, 2, 4));
    Value variance = tf.reduce(Reduce.F.MEAN, tf.unary(Unary.F.SQUARE, centred), true, 1, 2, 4);
    Value safe = tf.add(variance, tf.scalar((float) call.config().d("epsilon", 1e-3)));
    Value normal = tf.reshape(tf.mul(centred, tf.unary(Unary.F.RSQRT, safe)), shape);
    return call.keepingMask(tf.add(tf.mul(normal, gamma), beta));
  }
}
