package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/// Convolutions in `groups`: group `g` makes filters `g F/G` and on of channels `g C/G` and on.
/// TF.js has no op for them.
final class Grouped {
  private Grouped() {}

  /// The channels that one filter sees.
  static int kernelChannels(LayerCall call, ConvolutionOptions options, int channels) {
    int filters = call.config().positive("filters");
    int groups = options.groups();
    if (groups < 1
        || filters % groups != 0
        || (channels != Shape.UNKNOWN_DIM && channels % groups != 0)) {
      throw new UnsupportedModelException(
          "groups "
              + groups
              + " must divide filters "
              + filters
              + " and input channels "
              + channels);
    }
    return channels == Shape.UNKNOWN_DIM ? channels : channels / groups;
  }

  /// The 2-D convolution of `x` (channels last) with `kernel`, in the options' groups.
  static Value convolution2D(
      LayerCall call, ConvolutionOptions options, Value x, Value kernel, Window2D window) {
    int[] k = kernel.shape().dims();
    int groups = options.groups();
    if (groups > 1 && k[2] == 1) {
      // One channel a filter: a depthwise convolution, whose kernel has the same elements in the
      // same order.
      Value filter = call.tf().reshape(kernel, k[0], k[1], groups, k[3] / groups);
      return call.tf().depthwise(x, filter, window);
    }
    return convolution(call.tf(), groups, x, kernel, (a, b) -> call.tf().conv2d(a, b, window));
  }

  /// A convolution by parts of the last axes of `x` and `kernel`, or by one where `groups` is 1.
  static Value convolution(
      Tf tf, int groups, Value x, Value kernel, BinaryOperator<Value> convolution) {
    if (groups == 1) {
      return convolution.apply(x, kernel);
    }
    int rank = x.shape().rank();
    int[] size = kernel.shape().dims();
    size[rank - 1] /= groups;
    List<Value> parts = tf.split(x, groups, rank - 1);
    List<Value> results = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      int[] begin = new int[rank];
      begin[rank - 1] = g * size[rank - 1];
      results.add(convolution.apply(parts.get(g), tf.slice(kernel, begin, size)));
    }
    return tf.concat(rank - 1, results);
  }
}
