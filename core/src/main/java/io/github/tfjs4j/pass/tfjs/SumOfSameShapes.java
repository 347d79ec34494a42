package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.AddN;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.SameShape;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// In a tree of additions whose inner results nothing else reads, the summands of one shape are one
/// sum:
///
///     AddV2(AddV2(a, b), c)                    ->  AddN(a, b, c)
///     AddV2(AddV2(AddV2(a, small), b), c)      ->  AddV2(AddN(a, b, c), small)
///
/// Only summands that surely have the same shape at run time, because `AddN` does not broadcast;
/// constants stay apart. float32; adds in another order.
public final class SumOfSameShapes implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!isSum(site.node()) || !site.isFloat() || isInner(site)) {
      return Optional.empty();
    }
    List<Value> summands = new ArrayList<>();
    int additions = collect(site, summands);
    if (summands.size() < 3
        || !summands.stream().allMatch(v -> v.dataType() == site.node().out().dataType())) {
      return Optional.empty();
    }
    List<List<Value>> groups = groups(summands);
    long sums = groups.size() - 1 + groups.stream().filter(g -> g.size() > 1).count();
    if (sums >= additions) {
      return Optional.empty();
    }
    Value all = null;
    for (List<Value> group : groups) {
      List<Value> moved = group.stream().map(site::moved).toList();
      Value sum = moved.size() == 1 ? moved.getFirst() : site.tf().op(new AddN(), moved);
      all = all == null ? sum : site.tf().add(all, sum);
    }
    return Optional.of(all);
  }

  private static List<List<Value>> groups(List<Value> summands) {
    SameShape shapes = new SameShape();
    Map<Object, List<Value>> groups = new LinkedHashMap<>();
    for (Value v : summands) {
      // What is of no known rank, or a constant, which broadcasts more often than not, stays alone.
      Object key =
          v.constant().isPresent() ? new Object() : shapes.of(v).<Object>map(k -> k).orElse(v);
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(v);
    }
    return List.copyOf(groups.values());
  }

  /// Whether this is part of another sum, which then takes its summands along.
  private static boolean isInner(Site site) {
    return site.isUsedOnce(site.node()) && isSum(site.graph().users(site.node()).getFirst());
  }

  /// Adds all summands to the list, from left to right.
  ///
  /// @return how many additions made one value of them
  private static int collect(Site site, List<Value> summands) {
    Deque<Value> open = new ArrayDeque<>(site.node().inputs());
    int additions = 1;
    while (!open.isEmpty()) {
      Value v = open.pop();
      if (isSum(v.node()) && site.isUsedOnce(v.node())) {
        additions++;
        v.node().inputs().reversed().forEach(open::push);
      } else {
        summands.add(v);
      }
    }
    return additions;
  }

  private static boolean isSum(Node n) {
    return n.op() instanceof AddN || (n.op() instanceof Binary(Binary.F f) && f == Binary.F.ADD_V2);
  }
}
