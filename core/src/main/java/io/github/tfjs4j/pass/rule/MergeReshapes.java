package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// Several changes of shape in a row are one, or none:
///
///     Reshape(Squeeze(x), s)           ->  Reshape(x, s)
///     ExpandDims(Squeeze(x [?, 1, 8], 1), 1)  ->  x
///
/// Where the last shape has at most one unknown length; `x` itself only if it surely has that
/// shape.
public final class MergeReshapes implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    Node outer = site.node();
    if (!reshapes(outer)) {
      return Optional.empty();
    }
    Node inner = outer.input(0).node();
    Shape out = outer.out().shape();
    boolean merges = reshapes(inner) && out.hasRank() && out.unknownDims() <= 1;
    if (!merges) {
      return isSame(outer.input(0).shape(), out)
          ? Optional.of(site.moved(outer.input(0)))
          : Optional.empty();
    }
    Value x = inner.input(0);
    if (isSame(x.shape(), out)) {
      return Optional.of(site.moved(x));
    }
    return site.reshaped(site.moved(x), out);
  }

  private static boolean reshapes(Node n) {
    return n.op() instanceof Reshape || n.op() instanceof Squeeze || n.op() instanceof ExpandDims;
  }

  /// One unknown length in the same place follows from the number of elements, unless there are
  /// none.
  private static boolean isSame(Shape a, Shape b) {
    return a.hasRank() && a.equals(b) && a.unknownDims() <= 1 && noZero(a);
  }

  private static boolean noZero(Shape s) {
    for (int d : s.dims()) {
      if (d == 0) {
        return false;
      }
    }
    return true;
  }
}
