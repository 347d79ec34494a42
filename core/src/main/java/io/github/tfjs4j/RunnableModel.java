package io.github.tfjs4j;

import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// A model of either kind, ready to run. Its weights have been read: what happens to its files
/// afterwards changes nothing.
public final class RunnableModel {
  private final Graph graph;
  private final OptionalInt mostTimeSteps;
  private final Interpreter interpreter;

  RunnableModel(Graph graph) {
    this(graph, OptionalInt.empty());
  }

  RunnableModel(Graph graph, OptionalInt mostTimeSteps) {
    this.graph = graph;
    this.mostTimeSteps = mostTimeSteps;
    this.interpreter = new Interpreter(graph);
  }

  /// The longest sequence that the model takes, where it was made for sequences up to that length.
  public OptionalInt mostTimeSteps() {
    return mostTimeSteps;
  }

  /// Whether a recurrence or a loop is in the model.
  public boolean isRecurrent() {
    return graph.nodes().stream().anyMatch(n -> n.op() instanceof Scan || n.op() instanceof While);
  }

  public Graph graph() {
    return graph;
  }

  /// The inputs by name, in the model's order; unknown dimensions are free.
  public Map<String, TensorType> inputs() {
    return types(graph.inputs());
  }

  /// The outputs by name, in the model's order.
  public Map<String, TensorType> outputs() {
    return types(graph.outputs());
  }

  private static Map<String, TensorType> types(Map<String, Value> values) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    values.forEach((name, v) -> types.put(name, v.type()));
    return types;
  }

  /// @param feeds a tensor for each input, by name
  /// @return the outputs by name, in the model's order
  public Map<String, Tensor> run(Map<String, Tensor> feeds) {
    return interpreter.run(feeds);
  }

  /// Values within the model: those of `wanted`, in order.
  List<Tensor> values(Map<String, Tensor> feeds, List<Value> wanted) {
    return interpreter.values(feeds, Map.of(), wanted, RunLimits.DEFAULT);
  }

  /// What the model carries from call to call, by name: the states of stateful layers. Empty for
  /// most models.
  public Map<String, TensorType> states() {
    Map<String, Value> befores = new LinkedHashMap<>();
    graph.states().forEach((name, state) -> befores.put(name, state.before()));
    return types(befores);
  }

  /// One call of many that continue each other:
  ///
  ///     Prediction step = model.run(first, Map.of());
  ///     step = model.run(second, step.states());
  ///
  /// @param feeds a tensor for each input, by name
  /// @param states what the call before gave; none to start anew
  public Prediction run(Map<String, Tensor> feeds, Map<String, Tensor> states) {
    return interpreter.run(feeds, states);
  }

  /// As [#run(Map, Map)], within other limits.
  public Prediction run(Map<String, Tensor> feeds, Map<String, Tensor> states, RunLimits limits) {
    return interpreter.run(feeds, states, limits);
  }

  /// For an input that the model uses as an index (an embedding, a one-hot code), how many values
  /// it may take, from 0 on; 0 for any other input.
  int bound(String input) {
    int bound = 0;
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>();
    open.add(graph.inputs().get(input).node());
    while (!open.isEmpty()) {
      Node node = open.poll();
      for (Node user : graph.users(node)) {
        int here = boundOf(user, node);
        bound = here > 0 && (bound == 0 || here < bound) ? here : bound;
        if (keepsValues(user) && seen.add(user)) {
          open.add(user);
        }
      }
    }
    return bound;
  }

  private static boolean keepsValues(Node node) {
    return node.op().movesValues() || node.op() instanceof Cast;
  }

  private static int boundOf(Node user, Node producer) {
    for (int i = 0; i < user.inputs().size(); i++) {
      if (user.input(i).node() == producer && user.op().indexBound(user, i).isPresent()) {
        return user.op().indexBound(user, i).getAsInt();
      }
    }
    return 0;
  }
}
