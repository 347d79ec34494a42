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
import java.util.List;
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
    List<List<Value>> groups = new ArrayList<>();
    for (Value v : summands) {
      List<Value> group = null;
      for (List<Value> g : groups) {
        boolean joins = v.constant().isEmpty() && g.getFirst().constant().isEmpty();
        group = group == null && joins && shapes.surely(g.getFirst(), v) ? g : group;
      }
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(v);
    }
    return groups;
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
