package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A convolution with a kernel of its own for each place, bias and activation: of sequences
/// (`LocallyConnected1D`) or images. What each place sees lies side by side, and one product of
/// matrices for every place makes the result.
public final class LocallyConnectedLayer implements Layer {
  private final int rank;

  /// @param rank how many axes of space there are
  public LocallyConnectedLayer(int rank) {
    this.rank = rank;
  }

  @Override
  public String className() {
    return "LocallyConnected" + rank + "D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(rank + 2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    int implementation = call.config().i("implementation", 1);
    if (implementation != 1) {
      throw new UnsupportedModelException(
          "implementation "
              + implementation
              + " keeps its kernel in another form, which cannot be converted; build the layer with"
              + " implementation 1");
    }
    Tf tf = call.tf();
    ConvolutionOptions options = ConvolutionOptions.of(call, rank);
    if (options.padding() == Padding.SAME || options.causal()) {
      throw call.config().wrong("padding", "valid");
    }
    Value x = options.input(call);
    int filters = call.config().positive("filters");
    int channels = x.shape().dim(rank + 1);
    int[] out = lengths(options, x);
    int positions = 1;
    int window = 1;
    for (int i = 0; i < rank; i++) {
      positions = Math.multiplyExact(positions, out[i]);
      window = Math.multiplyExact(window, options.kernel().get(i));
    }
    int seen = Math.multiplyExact(window, channels);
    Value kernel = call.weight("kernel", positions, seen, filters);
    Value patches =
        Length.reshape(
            tf,
            patches(call, options, x, out, window),
            List.of(Length.of(x, 0), Length.of(positions), Length.of(seen)));
    Value products = tf.matMul(tf.transpose(patches, 1, 0, 2), kernel);
    Value y = tf.transpose(products, 1, 0, 2);
    List<Length> shape = new ArrayList<>(List.of(Length.of(x, 0)));
    for (int length : out) {
      shape.add(Length.of(length));
    }
    shape.add(Length.of(filters));
    y = Length.reshape(tf, y, shape);
    if (call.config().b("use_bias", true)) {
      y = tf.add(y, bias(call, options, out, filters));
    }
    return Lowered.unmasked(options.activated(call, y));
  }

  /// The bias of every place, in the layer's own format.
  private Value bias(LayerCall call, ConvolutionOptions options, int[] out, int filters) {
    int[] shape = new int[rank + 1];
    boolean first = options.format().isFirst() && rank > 1;
    System.arraycopy(out, 0, shape, first ? 1 : 0, rank);
    shape[first ? 0 : rank] = filters;
    Value bias = call.weight("bias", shape);
    return first ? call.tf().transpose(bias, 1, 2, 0) : bias;
  }

  /// How many places there are along each axis.
  private int[] lengths(ConvolutionOptions options, Value x) {
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      int in = x.shape().dim(i + 1);
      if (in == Shape.UNKNOWN_DIM || in < options.kernel().get(i)) {
        throw new ShapeException(
            "has a kernel for each place, so lengths must be known and as large as the kernel "
                + options.kernel()
                + ", but the input is "
                + x.type());
      }
      out[i] = (in - options.kernel().get(i)) / options.strides().get(i) + 1;
    }
    return out;
  }

  /// `[batch, ...places, cells of the window * channels]`
  private Value patches(
      LayerCall call, ConvolutionOptions options, Value x, int[] out, int window) {
    List<Value> cells = new ArrayList<>();
    for (int w = 0; w < window; w++) {
      int[] begin = new int[rank + 2];
      int[] end = new int[rank + 2];
      int[] strides = new int[rank + 2];
      Arrays.fill(strides, 1);
      int rest = w;
      for (int i = rank - 1; i >= 0; i--) {
        int at = rest % options.kernel().get(i);
        rest /= options.kernel().get(i);
        begin[i + 1] = at;
        strides[i + 1] = options.strides().get(i);
        end[i + 1] = Math.addExact(at, (out[i] - 1) * strides[i + 1] + 1);
      }
      int all = 1 | 1 << (rank + 1);
      cells.add(call.tf().stridedSlice(x, begin, end, strides, all, all, 0, 0, 0));
    }
    return cells.size() == 1 ? cells.getFirst() : call.tf().concat(rank + 1, cells);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
