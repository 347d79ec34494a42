package io.github.tfjs4j.keras;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// What a layer can be called on: how many inputs, of which rank each, and whether as floats. It is
/// said once by [Layer#inputSpec] and checked before the layer is lowered, so that no lowering
/// counts.
///
/// @param least how many inputs there must be
/// @param most how many there may be
/// @param leastRank the least rank of each; -1 where not even the rank need be known
/// @param mostRank the greatest rank of each
/// @param isFloat whether ints and bools become float32 first
public record InputSpec(int least, int most, int leastRank, int mostRank, boolean isFloat) {
  /// TensorFlow's own limit. Rank is nothing that a real model has much of.
  private static final int MOST_RANK = 254;

  /// Any number of any tensors.
  public static final InputSpec ANY = exactly(0).orMore();

  /// One tensor.
  public static final InputSpec ONE = exactly(1);

  public static InputSpec exactly(int n) {
    return new InputSpec(n, n, -1, MOST_RANK, false);
  }

  public InputSpec orMore() {
    return new InputSpec(least, Integer.MAX_VALUE, leastRank, mostRank, isFloat);
  }

  public InputSpec ofRank(int rank) {
    return new InputSpec(least, most, rank, rank, isFloat);
  }

  public InputSpec ofRankAtLeast(int rank) {
    return new InputSpec(least, most, rank, mostRank, isFloat);
  }

  /// As float32, which is what Keras computes in.
  public InputSpec floats() {
    return new InputSpec(least, most, leastRank, mostRank, true);
  }

  /// The inputs as the layer takes them.
  ///
  /// @throws ShapeException where there are too few or too many, or one has another rank or holds
  ///   no numbers
  List<Value> accept(List<Value> inputs, Tf tf) {
    int n = inputs.size();
    if (n < least || n > most) {
      throw new ShapeException("takes " + number() + ", but is called on " + n);
    }
    return inputs.stream().map(x -> accept(x, tf)).toList();
  }

  private Value accept(Value x, Tf tf) {
    Shape shape = x.shape();
    if (shape.hasRank() ? shape.rank() < leastRank || shape.rank() > mostRank : leastRank >= 0) {
      throw new ShapeException("takes an input of rank " + rank() + ", found " + x.type());
    }
    if (!isFloat) {
      return x;
    }
    return switch (x.dataType()) {
      case STRING, COMPLEX64 -> throw new ShapeException("takes numbers, found " + x.type());
      default -> tf.cast(x, DataType.FLOAT);
    };
  }

  private String number() {
    String counted = least == 1 ? "one" : least == 2 ? "two" : Integer.toString(least);
    if (most > least) {
      return counted + " or more inputs";
    }
    return counted + (least == 1 ? " input" : " inputs");
  }

  private String rank() {
    return leastRank == mostRank
        ? Integer.toString(leastRank)
        : mostRank == MOST_RANK && leastRank >= 0 ? leastRank + " or more" : "at most " + mostRank;
  }
}
