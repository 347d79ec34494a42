package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Pack;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.ReverseV2;
import io.github.tfjs4j.op.SplitV;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The time steps `[B, ...]` of sequences `[B, T, ...]`, and sequences of time steps.
///
/// On TF.js' wasm backend every piece that `Unpack`, `Split` or `Slice` cuts off costs a copy of
/// the whole, so a long sequence is first cut into about `sqrt(T)` pieces and each of these into
/// its steps.
final class TimeSlices {
  /// Up to here one `Unpack` is as good.
  private static final int SHORT = 8;

  private TimeSlices() {}

  /// @param steps `T`
  static List<Value> of(Tf tf, Value x, int steps) {
    if (steps == 0) {
      return List.of();
    }
    Optional<List<Value>> stacked = stacked(x);
    if (stacked.isPresent() && stacked.get().size() == steps) {
      return stacked.get();
    }
    if (x.op() instanceof ReverseV2 && reversesTime(x)) {
      return of(tf, x.node().input(0), steps).reversed();
    }
    if (steps == 1) {
      return List.of(tf.squeeze(x, 1));
    }
    Shape each = x.shape().sub(2, x.shape().rank());
    if (each.rank() > 1 && each.isFullyDefined() && each.longSize() > 0) {
      // Pieces of more axes are cut many times as slowly, and reshapes cost nothing.
      Value flat = tf.reshape(x, -1, steps, each.size());
      int[] dims = Shape.of(-1).concat(each).dims();
      return of(tf, flat, steps).stream().map(s -> tf.reshape(s, dims)).toList();
    }
    if (steps <= SHORT) {
      return tf.unpack(x, steps, 1);
    }
    int length = (int) Math.ceil(steps / (double) Math.round(Math.sqrt(steps)));
    List<Value> slices = new ArrayList<>();
    for (Value piece : pieces(tf, x, steps, length)) {
      slices.addAll(tf.unpack(piece, Math.min(length, steps - slices.size()), 1));
    }
    return slices;
  }

  private static List<Value> pieces(Tf tf, Value x, int steps, int length) {
    int number = Math.ceilDiv(steps, length);
    if (steps % length == 0) {
      return tf.split(x, number, 1);
    }
    int[] lengths = new int[number];
    Arrays.fill(lengths, length);
    lengths[number - 1] = steps - length * (number - 1);
    var split = tf.to().addNode(new SplitV(number), List.of(x, tf.ints(lengths), tf.scalar(1)));
    return IntStream.range(0, number).mapToObj(split::out).toList();
  }

  private static boolean isTime(Shape x, int axis) {
    return axis == 1 || (x.hasRank() && axis < 0 && axis + x.rank() == 1);
  }

  /// Whether `x`, a [ReverseV2], turns the time axis round and no other.
  static boolean reversesTime(Value x) {
    return x.node()
        .input(1)
        .constantInts()
        .filter(a -> a.length == 1 && isTime(x.shape(), a[0]))
        .isPresent();
  }

  /// The number of time steps, or -1 where no sequence says.
  static int count(List<Value> sequences) {
    return sequences.stream()
        .map(Value::shape)
        .filter(s -> s.hasRank() && s.isKnown(1))
        .mapToInt(s -> s.dim(1))
        .findFirst()
        .orElse(Shape.UNKNOWN_DIM);
  }

  /// `[B, T, ...]` of its steps.
  ///
  /// @param batch has the batch as its first axis
  /// @param step the type of a step, for where there are none
  static Value stack(Tf tf, List<Value> steps, Value batch, Value step) {
    if (!steps.isEmpty()) {
      return stack(tf, steps);
    }
    List<Value> dims = new ArrayList<>(List.of(tf.dim(batch, 0), tf.scalar(0)));
    for (int i = 1; i < step.shape().rank(); i++) {
      dims.add(tf.scalar(Math.max(0, step.shape().dim(i))));
    }
    Value zero = tf.constant(Tensor.zeros(step.dataType(), Shape.SCALAR));
    return tf.op(new Fill(), tf.shapeVector(dims), zero);
  }

  /// `[B, T, ...]` of steps, of which there is one or more. Vectors joined at their ends are a
  /// reshape away, and each spares TF.js' `Pack` the reshape of its own.
  static Value stack(Tf tf, List<Value> steps) {
    Shape step = steps.getFirst().shape();
    return step.hasRank() && step.rank() == 2 && step.dim(1) > 0 && steps.size() > 1
        ? tf.reshape(tf.concat(1, steps), -1, steps.size(), step.dim(1))
        : tf.pack(1, steps);
  }

  /// The steps that `x` was made of by [#stack].
  static Optional<List<Value>> stacked(Value x) {
    if (x.op() instanceof Pack(int axis) && isTime(x.shape(), axis)) {
      return Optional.of(x.node().inputs());
    }
    if (!(x.op() instanceof Reshape) || !(x.node().input(0).op() instanceof ConcatV2)) {
      return Optional.empty();
    }
    Shape shape = x.shape();
    Value concat = x.node().input(0);
    List<Value> steps = concat.node().inputs().subList(0, concat.node().inputs().size() - 1);
    boolean vectors =
        concat.shape().hasRank()
            && concat.shape().rank() == 2
            && isTime(
                concat.shape(),
                concat.node().inputs().getLast().constantInts().map(a -> a[0]).orElse(0))
            && shape.hasRank()
            && shape.rank() == 3
            && shape.dim(1) == steps.size()
            && shape.isKnown(2)
            && steps.stream().allMatch(s -> s.shape().dim(1) == shape.dim(2));
    return vectors ? Optional.of(steps) : Optional.empty();
  }
}
