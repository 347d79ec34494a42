package io.github.tfjs4j;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.OnesLike;
import io.github.tfjs4j.op.RankOp;
import io.github.tfjs4j.op.ShapeOp;
import io.github.tfjs4j.op.SizeOp;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// How much an output changes with what a model is fed. What never changes agrees with anything
/// that never changes: with a model in which a kernel is all zeros, too.
final class Reaction {
  /// What changes by a smaller share of its range reacts to other things than the inputs.
  private static final double STRONG = 0.02;

  /// A change that is this many times as large as the difference between the models is one in both.
  private static final double CLEAR = 100;

  private final List<Tensor> seen = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();
  private double change;
  private double share;
  private double clearness;

  /// Takes the output for a further set of inputs.
  ///
  /// @param difference between the models there
  void add(Tensor output, Difference difference) {
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i).shape().equals(output.shape()) && seen.get(i).type() == output.type()) {
        add(change(seen.get(i), output), differences.get(i), difference);
      }
    }
    seen.add(output);
    differences.add(difference);
  }

  private void add(double by, Difference a, Difference b) {
    if (by > 0) {
      change = Math.max(change, by);
      share = Math.max(share, by / Math.max(a.range(), b.range()));
      clearness = Math.max(clearness, by / Math.max(a.maxAbs(), b.maxAbs()));
    }
  }

  /// The largest change between two sets of inputs.
  double change() {
    return change;
  }

  /// Whether the change is a good part of the values.
  boolean isStrong() {
    return share >= STRONG;
  }

  /// Whether the output changes, and in both models in the same way: by a good part of its values,
  /// all of which are compared, or at least by much more than the models differ.
  boolean decides() {
    return isStrong() || clearness >= CLEAR;
  }

  /// Whether there were two outputs to compare.
  boolean isKnown() {
    return seen.stream().map(Tensor::shape).distinct().count() < seen.size();
  }

  private static double change(Tensor a, Tensor b) {
    if (a.type() == DataType.STRING || a.type() == DataType.COMPLEX64) {
      return a.sameBits(b) ? 0 : Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (int i = 0; i < a.size(); i++) {
      double change = Math.abs(a.get(i) - b.get(i));
      if (Double.isFinite(change)) {
        most = Math.max(most, change);
      }
    }
    return most;
  }

  /// Whether the value is computed from values of inputs or states, and not from their shapes
  /// alone.
  static boolean isExpected(Graph graph, Value output) {
    Collection<Value> sources = new ArrayList<>(graph.inputs().values());
    graph.states().values().forEach(s -> sources.add(s.before()));
    Set<Node> starts = Collections.newSetFromMap(new IdentityHashMap<>());
    sources.forEach(v -> starts.add(v.node()));
    Set<Node> met = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>(List.of(output.node()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (starts.contains(node)) {
        return true;
      }
      if (met.add(node) && readsValues(node)) {
        node.inputs().forEach(v -> open.push(v.node()));
      }
    }
    return false;
  }

  private static boolean readsValues(Node node) {
    return switch (node.op()) {
      case ShapeOp _, SizeOp _, RankOp _, ZerosLike _, OnesLike _ -> false;
      default -> true;
    };
  }
}
