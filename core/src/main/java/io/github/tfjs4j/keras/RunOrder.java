package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The order in which a model's layers run. It matters where a call leaves something for the next:
/// the state of a layer that is called twice and, in TF.js, a mask.
///
/// For Keras it is that of the graph. TF.js goes back from the outputs, at each call first to its
/// last input; and it runs a call once for each of its results that is needed, of which other calls
/// see the first run and the model's outputs the last.
final class RunOrder {
  private RunOrder() {}

  /// @return results of the calls that are to be run, in order; in TF.js' there are several of a
  ///   call whose results are several
  static List<Value> of(Graph model) {
    Set<Node> inputs = new LinkedHashSet<>();
    model.inputs().values().forEach(v -> inputs.add(v.node()));
    boolean tfjs =
        model.nodes().stream().anyMatch(n -> ((KerasLayer) n.op()).semantics() == Semantics.TFJS);
    if (!tfjs) {
      return model.nodes().stream().filter(n -> !inputs.contains(n)).map(n -> n.out(0)).toList();
    }
    Set<Value> order = new LinkedHashSet<>();
    Set<Value> entered = new LinkedHashSet<>();
    for (Value output : model.outputs().values()) {
      Deque<Value> stack = new ArrayDeque<>(List.of(output));
      while (!stack.isEmpty()) {
        Value top = stack.peek();
        if (inputs.contains(top.node()) || order.contains(top)) {
          stack.pop();
        } else if (entered.add(top)) {
          top.node().inputs().forEach(stack::push);
        } else {
          order.add(stack.pop());
        }
      }
    }
    return new ArrayList<>(order);
  }
}
