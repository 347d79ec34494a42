package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.FusedMatMul;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.SplitV;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Products of one value with the same fused activation become one, cut into pieces:
///
///     _FusedMatMul(x, w0, b0) {Sigmoid}, _FusedMatMul(x, w1, b1) {Sigmoid}
///       ->  Split(_FusedMatMul(x, [w0, w1], [b0, b1]) {Sigmoid})
///
/// Matrix products with constant weights, with or without a bias of one element a column. The
/// last rule for the step of a recurrence: it undoes [PartSplitProduct]. Not convolutions: cutting
/// their large results costs more than starting another one.
public final class MergeSiblingProducts implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!isMergeable(site.node())) {
      return Optional.empty();
    }
    List<Node> siblings = new ArrayList<>();
    for (Node n : site.graph().users(site.input(0).node())) {
      boolean same = n.inputs().getFirst().equals(site.input(0)) && isKindred(site.op(), n.op());
      if (same && isMergeable(n) && fits(site.node(), n) && !siblings.contains(n)) {
        siblings.add(n);
      }
    }
    if (siblings.size() < 2) {
      return Optional.empty();
    }
    int at = siblings.indexOf(site.node());
    // The first sibling in the graph's order has built what the others take their piece of.
    return Optional.of(
        at == 0 ? merged(site, siblings) : site.moved(siblings.getFirst().out()).node().out(at));
  }

  private static boolean isMergeable(Node n) {
    boolean kind =
        switch (n.op()) {
          case MatMul m -> !m.transposeA() && !m.transposeB();
          case FusedMatMul m ->
              !m.transposeA()
                  && !m.transposeB()
                  && m.fused().extraInputs() == (m.fused().bias() ? 1 : 0);
          default -> false;
        };
    return kind
        && n.out().dataType() == DataType.FLOAT
        && n.out().shape().isKnown(-1)
        && n.inputs().stream().skip(1).allMatch(v -> v.constant().isPresent())
        && (n.inputs().size() < 3 || n.input(2).shape().equals(Shape.of(n.out().shape().dim(-1))));
  }

  /// Whether two ops differ at most in having a bias.
  private static boolean isKindred(Op a, Op b) {
    return a.equals(b)
        || (a instanceof FusedMatMul m
            && b instanceof FusedMatMul n
            && biased(m).equals(biased(n)));
  }

  private static FusedMatMul biased(FusedMatMul m) {
    Fused fused = m.fused();
    return new FusedMatMul(m.transposeA(), m.transposeB(), fused.withBias(true));
  }

  private static boolean fits(Node a, Node b) {
    Shape s = a.input(1).shape();
    Shape t = b.input(1).shape();
    return s.rank() == t.rank() && s.sub(0, s.rank() - 1).equals(t.sub(0, t.rank() - 1));
  }

  private static Value merged(Site site, List<Node> siblings) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(site.moved(site.input(0)));
    inputs.add(joined(site, siblings, 1));
    Op op = site.op();
    if (siblings.stream().anyMatch(n -> n.inputs().size() > 2)) {
      inputs.add(joined(site, siblings, 2));
      op = biased((FusedMatMul) op);
    }
    Value product = site.tf().op(op, inputs);
    int axis = product.shape().rank() - 1;
    int[] widths = siblings.stream().mapToInt(n -> n.out().shape().dim(-1)).toArray();
    if (java.util.Arrays.stream(widths).allMatch(w -> w == widths[0])) {
      return site.tf().split(product, widths.length, axis).getFirst();
    }
    List<Value> split = List.of(product, site.tf().ints(widths), site.tf().scalar(axis));
    return site.tf().to().addNode(new SplitV(widths.length), split).out(0);
  }

  /// The constants at one input of all siblings, side by side; zeros for a bias that is not there.
  private static Value joined(Site site, List<Node> siblings, int input) {
    List<Tensor> parts = new ArrayList<>();
    Node named = null;
    for (Node n : siblings) {
      boolean there = n.inputs().size() > input;
      named = named == null && there ? n.input(input).node() : named;
      parts.add(
          there
              ? n.input(input).constant().orElseThrow().tensor()
              : Tensor.zeros(DataType.FLOAT, Shape.of(n.out().shape().dim(-1))));
    }
    return site.constant(sideBySide(parts), named);
  }

  /// Joined along the last axis.
  private static Tensor sideBySide(List<Tensor> parts) {
    int width = parts.stream().mapToInt(t -> t.shape().dim(-1)).sum();
    Shape shape = parts.getFirst().shape();
    shape = shape.with(shape.rank() - 1, width);
    float[] out = new float[shape.size()];
    int at = 0;
    for (Tensor t : parts) {
      int own = t.shape().dim(-1);
      for (int row = 0; row < t.size() / own; row++) {
        System.arraycopy(t.rawFloats(), row * own, out, row * width + at, own);
      }
      at += own;
    }
    return Tensor.adopt(out, shape);
  }
}
