package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.BroadcastTo;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Tile;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// States that are zero when a recurrence begins, and what need not be computed with them in its
/// first step:
///
///     Mul(f, 0)          ->  0
///     AddV2(x, 0)        ->  x
///     ConcatV2(x, 0)     ->  Pad(x)
///     FusedBatchNormV3(x, scale, offset 0, mean 0, v)  ->  the same with scalar zeros
///
/// `f * 0` is NaN where `f` is infinite or NaN. In a step that is a gate, made of the same input as
/// the rest, so the new state is NaN all the same.
public final class ZeroStates {
  private final Set<Value> zeros;

  private ZeroStates(Set<Value> zeros) {
    this.zeros = zeros;
  }

  static ZeroStates among(List<Value> states) {
    Set<Value> zeros = new HashSet<>();
    states.stream().filter(s -> s.dataType() == DataType.FLOAT && isZero(s)).forEach(zeros::add);
    return new ZeroStates(zeros);
  }

  /// Whether every element of `v` is surely zero.
  public static boolean isZero(Value v) {
    return switch (v.op()) {
      case Fill _ -> isZero(v.node().input(1));
      case ZerosLike _ -> true;
      case Tile _, BroadcastTo _, Reshape _ -> isZero(v.node().input(0));
      default -> v.constant().filter(ZeroStates::isZero).isPresent();
    };
  }

  private static boolean isZero(TensorSource constant) {
    Tensor t = constant.tensor();
    for (int i = 0; i < t.size(); i++) {
      if (t.type() == DataType.STRING || t.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /// What `node` of a step gives on these inputs, if that needs no such node.
  Optional<Value> without(Tf tf, Node node, List<Value> inputs) {
    if (zeros.isEmpty() || inputs.stream().noneMatch(zeros::contains)) {
      return Optional.empty();
    }
    return switch (node.op()) {
      case Binary(Binary.F f) when f == Binary.F.MUL -> either(inputs, true, node.out());
      case Binary(Binary.F f) when f == Binary.F.ADD_V2 -> either(inputs, false, node.out());
      case ConcatV2 _ -> padded(tf, inputs);
      case FusedBatchNormV3 op -> scalars(tf, op, inputs);
      default -> Optional.empty();
    };
  }

  /// The operand that is zero, or the one that is not, where it has the shape of the result.
  private Optional<Value> either(List<Value> inputs, boolean zero, Value result) {
    Value a = inputs.get(0);
    Value wanted = zeros.contains(a) == zero ? a : inputs.get(1);
    return wanted.shape().equals(inputs.get(1).shape())
            && wanted.shape().equals(a.shape())
            && wanted.shape().isCompatible(result.shape())
        ? Optional.of(wanted)
        : Optional.empty();
  }

  private Optional<Value> padded(Tf tf, List<Value> inputs) {
    Shape zero = inputs.get(1).shape();
    Optional<int[]> axis = inputs.getLast().constantInts();
    if (inputs.size() != 3
        || zeros.contains(inputs.get(0))
        || axis.isEmpty()
        || !zero.hasRank()
        || !zero.isKnown(axis.get()[0])) {
      return Optional.empty();
    }
    int[][] paddings = new int[zero.rank()][2];
    paddings[zero.axis(axis.get()[0])][1] = zero.dim(axis.get()[0]);
    return Optional.of(tf.pad(inputs.get(0), paddings));
  }

  private Optional<Value> scalars(Tf tf, FusedBatchNormV3 op, List<Value> inputs) {
    int rank = inputs.getFirst().shape().rank();
    Value[] in = inputs.toArray(Value[]::new);
    for (int i = 2; i < 4; i++) {
      if (zeros.contains(in[i])) {
        int[] ones = new int[rank];
        Arrays.fill(ones, 1);
        in[i] = tf.constant(Tensor.zeros(DataType.FLOAT, Shape.of(ones)));
      }
    }
    return Arrays.asList(in).equals(inputs) ? Optional.empty() : Optional.of(tf.op(op, in));
  }
}
