package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A concatenation of a concatenation along the same axis is one:
///
///     ConcatV2(ConcatV2(a, b, axis), c, axis)  ->  ConcatV2(a, b, c, axis)
///
/// Where nothing else reads the inner one.
public final class MergeConcats implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    Optional<Integer> axis = axis(site.node().out(), site.op() instanceof ConcatV2);
    if (axis.isEmpty()) {
      return Optional.empty();
    }
    List<Value> parts = new ArrayList<>();
    boolean merged = false;
    for (Value part : site.node().inputs().subList(0, site.node().inputs().size() - 1)) {
      boolean inner =
          site.only(part, ConcatV2.class).isPresent()
              && axis(part, true).filter(axis.get()::equals).isPresent();
      merged |= inner;
      List<Value> own = part.node().inputs();
      (inner ? own.subList(0, own.size() - 1) : List.of(part))
          .forEach(v -> parts.add(site.moved(v)));
    }
    return merged ? Optional.of(site.tf().concat(axis.get(), parts)) : Optional.empty();
  }

  private static Optional<Integer> axis(Value concat, boolean isConcat) {
    if (!isConcat || !concat.shape().hasRank()) {
      return Optional.empty();
    }
    return concat.node().inputs().getLast().constantInts().map(a -> concat.shape().axis(a[0]));
  }
}
