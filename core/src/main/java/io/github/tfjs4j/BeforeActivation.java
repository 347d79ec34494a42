package io.github.tfjs4j;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ArgReduce;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.FusedDepthwiseConv2dNative;
import io.github.tfjs4j.op.FusedMatMul;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What goes into the last activation of an output, in both models: a softmax that has made up its
/// mind is 1, 0, 0 for whatever it is fed, and so is that of a broken model; what it is made from
/// is not.
///
/// @param output the output's name in the first model
/// @param activation the activation, `Softmax`
/// @param first what the first model computes before it
/// @param second what the second does
record BeforeActivation(String output, String activation, Recipe first, Recipe second) {
  /// How to compute it: `op` on values of the graph.
  record Recipe(Op op, List<Value> inputs) {
    Tensor cook(List<Tensor> values) {
      return op.evaluate(values).getFirst();
    }
  }

  /// Those of the outputs that end in the same activation in both models, the last one first.
  static List<BeforeActivation> of(Graph first, Graph second) {
    List<BeforeActivation> all = new ArrayList<>();
    Iterator<Value> others = second.outputs().values().iterator();
    first
        .outputs()
        .forEach((name, a) -> {
          if (others.hasNext()) {
            add(name, a, others.next(), all);
          }
        });
    return all;
  }

  private static void add(String name, Value first, Value second, List<BeforeActivation> all) {
    Value a = reshaped(first);
    Value b = reshaped(second);
    while (!activation(a.op()).isEmpty() && activation(a.op()).equals(activation(b.op()))) {
      Recipe before = before(a);
      Recipe other = before(b);
      all.add(new BeforeActivation(name, activation(a.op()), before, other));
      a = reshaped(before.inputs.getFirst());
      b = reshaped(other.inputs.getFirst());
      if (!(before.op instanceof Identity) || !(other.op instanceof Identity)) {
        return;
      }
    }
  }

  /// The value before anything that only changes the shape.
  private static Value reshaped(Value v) {
    Value at = v;
    while (at.op().keepsOrder()) {
      at = at.node().input(0);
    }
    return at;
  }

  /// The activation that the op is or ends with; empty for any other.
  private static String activation(Op op) {
    return switch (op) {
      case Softmax _ -> op.name();
      case ArgReduce _ -> op.name();
      case Unary u -> flattens(u.f()) ? op.name() : "";
      case FusedMatMul f -> f.fused().activation().map(Op::name).orElse("");
      case FusedConv2D f -> f.fused().activation().map(Op::name).orElse("");
      case FusedDepthwiseConv2dNative f -> f.fused().activation().map(Op::name).orElse("");
      default -> "";
    };
  }

  private static boolean flattens(Unary.F f) {
    return switch (f) {
      case SIGMOID, TANH, RELU, RELU6, ROUND, SIGN -> true;
      default -> false;
    };
  }

  private static Recipe before(Value v) {
    List<Value> inputs = v.node().inputs();
    return switch (v.op()) {
      case FusedMatMul f ->
          new Recipe(
              new FusedMatMul(f.transposeA(), f.transposeB(), plain(f.fused())),
              plain(f.fused(), inputs));
      case FusedConv2D f ->
          new Recipe(new FusedConv2D(f.window(), plain(f.fused())), plain(f.fused(), inputs));
      case FusedDepthwiseConv2dNative f ->
          new Recipe(
              new FusedDepthwiseConv2dNative(f.window(), plain(f.fused())),
              plain(f.fused(), inputs));
      default -> new Recipe(new Identity(), inputs.subList(0, 1));
    };
  }

  private static Fused plain(Fused fused) {
    return new Fused(fused.bias(), Optional.empty());
  }

  private static List<Value> plain(Fused fused, List<Value> inputs) {
    return inputs.subList(0, fused.bias() ? 3 : 2);
  }
}
