package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.keras.WeightLayout.Owner;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.ReverseV2;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Weights as older versions of Keras kept them, as they are now.
///
/// * Keras 1 has weights for each gate of an LSTM or GRU, kernels of one dimension more for
///   `Conv1D`, and others in the order of channels-first.
/// * Theano turns kernels round: it convolves where the others correlate.
///
/// @param keras1 whether the file is one of Keras 1
/// @param theano whether it was saved with Theano
record LegacyWeights(boolean keras1, boolean theano) {
  List<TensorSource> of(Owner owner, List<TensorSource> stored) {
    return of(owner.spec(), stored);
  }

  private List<TensorSource> of(Tree spec, List<TensorSource> stored) {
    if (stored.isEmpty() || !(keras1 || theano)) {
      return stored;
    }
    Tree config = spec.path("config");
    String className = spec.path("class_name").string("");
    Tree inner = config.path("layer");
    return switch (className) {
      case "TimeDistributed" -> of(inner, stored);
      case "Bidirectional" -> {
        int half = stored.size() / 2;
        List<TensorSource> both = new ArrayList<>(of(inner, stored.subList(0, half)));
        both.addAll(of(inner, stored.subList(half, stored.size())));
        yield both;
      }
      case "LSTM" -> keras1 ? gates(stored, 0, 2, 1, 3) : stored;
      case "GRU" -> keras1 ? gates(stored, 0, 1, 2) : stored;
      case "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose" ->
          withKernel(
              stored,
              turned(keras1 ? kernel(className, config, stored.getFirst()) : stored.getFirst()));
      default -> stored;
    };
  }

  private static List<TensorSource> withKernel(List<TensorSource> stored, TensorSource kernel) {
    List<TensorSource> weights = new ArrayList<>(stored);
    weights.set(0, kernel);
    return weights;
  }

  /// Kernel, recurrent kernel and bias of those of each gate.
  ///
  /// @param order where Keras 1 has each gate
  private static List<TensorSource> gates(List<TensorSource> stored, int... order) {
    if (stored.size() != 3 * order.length) {
      return stored;
    }
    return IntStream.range(0, 3)
        .<TensorSource>mapToObj(kind -> {
          List<Tensor> parts = new ArrayList<>();
          for (int gate : order) {
            parts.add(stored.get(3 * gate + kind).tensor());
          }
          int axis = parts.getFirst().shape().rank() - 1;
          parts.add(Tensor.scalar(axis));
          return new ConcatV2().evaluate(parts).getFirst();
        })
        .toList();
  }

  private static TensorSource kernel(String className, Tree config, TensorSource kernel) {
    int rank = kernel.shape().rank();
    boolean first = config.path("data_format").string("").equals("channels_first");
    return switch (className) {
      case "Conv1D" -> {
        int[] dims = kernel.shape().dims();
        if (rank != 4) {
          yield kernel;
        }
        Tree length = config.path("kernel_size");
        boolean isNew = dims[1] == 1 && length.isInt() && dims[0] == length.intValue();
        TensorSource ordered = isNew ? kernel : transposed(kernel, 2, 3, 1, 0);
        int[] d = ordered.shape().dims();
        yield ordered.reshape(Shape.of(d[0], d[2], d[3]));
      }
      case "Conv2D" -> first && rank == 4 ? transposed(kernel, 2, 3, 1, 0) : kernel;
      case "Conv3D" -> first && rank == 5 ? transposed(kernel, 2, 3, 4, 1, 0) : kernel;
      default ->
          rank != 4
              ? kernel
              : first ? transposed(kernel, 2, 3, 0, 1) : transposed(kernel, 0, 1, 3, 2);
    };
  }

  private static TensorSource transposed(TensorSource tensor, int... order) {
    return new Transpose().evaluate(List.of(tensor.tensor(), Tensor.ints(order))).getFirst();
  }

  private TensorSource turned(TensorSource kernel) {
    if (!theano) {
      return kernel;
    }
    int[] axes = IntStream.range(0, Math.max(0, kernel.shape().rank() - 2)).toArray();
    return new ReverseV2().evaluate(List.of(kernel.tensor(), Tensor.ints(axes))).getFirst();
  }
}
