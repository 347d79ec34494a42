package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.tensor.Shape;
import java.util.OptionalLong;

/// Counts multiplications with an addition.
final class Products {
  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  private Products() {}

  /// One for each element of the result and of these axes of an input, over which it sums; unknown
  /// where a length is.
  static OptionalLong summed(Node node, int input, int... axes) {
    return times(node.types().getFirst().shape(), node.input(input).shape(), axes);
  }

  /// One for each element of `all` and of some axes of another shape.
  static OptionalLong times(Shape all, Shape other, int... axes) {
    OptionalLong count = all.isFullyDefined() ? OptionalLong.of(all.longSize()) : UNKNOWN;
    for (int axis : axes) {
      count = other.isKnown(axis) ? times(count, other.dim(axis)) : UNKNOWN;
    }
    return count;
  }

  /// [Long#MAX_VALUE] stands for anything that a long does not hold.
  static OptionalLong times(OptionalLong count, long factor) {
    if (count.isEmpty() || factor == 0) {
      return count.isEmpty() ? UNKNOWN : OptionalLong.of(0);
    }
    long most = Long.MAX_VALUE / factor;
    return OptionalLong.of(count.getAsLong() > most ? Long.MAX_VALUE : count.getAsLong() * factor);
  }

  /// Those of all nodes of a function; unknown where one's are.
  static OptionalLong of(Graph function) {
    long sum = 0;
    for (Node node : function.nodes()) {
      OptionalLong own = node.op().multiplyAdds(node);
      if (own.isEmpty()) {
        return UNKNOWN;
      }
      sum += own.getAsLong();
      if (sum < 0) {
        return OptionalLong.of(Long.MAX_VALUE);
      }
    }
    return OptionalLong.of(sum);
  }
}
