package io.github.tfjs4j;

import io.github.tfjs4j.exec.Executor;
import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.exec.Profile;
import io.github.tfjs4j.exec.Resources;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.Placeholder;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A graph ready to run, and what verification asks of it: what models of either kind are behind
/// their face.
final class RunnableModel {
  private static final int DEFAULT_THREADS = Runtime.getRuntime().availableProcessors();

  private final Graph graph;
  private final OptionalInt mostTimeSteps;
  private final Executor executor;
  private final RunLimits limits;

  static RunnableModel of(InferenceModel model) {
    return switch (model) {
      case GraphModel graph -> graph.running();
      case LayersModel layers -> layers.running();
    };
  }

  RunnableModel(Graph graph) {
    this(graph, OptionalInt.empty());
  }

  RunnableModel(Graph graph, OptionalInt mostTimeSteps) {
    this(graph, mostTimeSteps, Resources.none());
  }

  /// @param resources the tables of the model
  RunnableModel(Graph graph, OptionalInt mostTimeSteps, Resources resources) {
    this(
        graph,
        mostTimeSteps,
        new Executor(graph, Pipelines.jvm(), Pipelines.jvmShaped(), DEFAULT_THREADS)
            .withResources(resources),
        RunLimits.DEFAULT);
  }

  private RunnableModel(
      Graph graph, OptionalInt mostTimeSteps, Executor executor, RunLimits limits) {
    this.graph = graph;
    this.mostTimeSteps = mostTimeSteps;
    this.executor = executor;
    this.limits = limits;
  }

  /// How many threads one run may use.
  int threads() {
    return executor.threads();
  }

  RunLimits limits() {
    return limits;
  }

  RunnableModel withLimits(RunLimits other) {
    return new RunnableModel(graph, mostTimeSteps, executor, other);
  }

  RunnableModel withThreads(int threads) {
    return new RunnableModel(graph, mostTimeSteps, executor.withThreads(threads), limits);
  }

  /// The longest sequence that the model takes, where it was made for sequences up to that length.
  OptionalInt mostTimeSteps() {
    return mostTimeSteps;
  }

  /// Whether a recurrence or a loop is in the model.
  boolean isRecurrent() {
    return graph.nodes().stream().anyMatch(n -> n.op() instanceof Scan || n.op() instanceof While);
  }

  Graph graph() {
    return graph;
  }

  /// The inputs by name, in the model's order; unknown dimensions are free. Tables are none.
  Map<String, TensorType> inputs() {
    Map<String, TensorType> inputs = types(graph.inputs());
    inputs.keySet().removeAll(executor.resources().captured().keySet());
    return inputs;
  }

  /// The outputs by name, in the model's order.
  Map<String, TensorType> outputs() {
    return types(graph.outputs());
  }

  private static Map<String, TensorType> types(Map<String, Value> values) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    values.forEach((name, v) -> types.put(name, v.type()));
    return types;
  }

  /// Values within the model: those of `wanted`, in order.
  List<Tensor> values(Map<String, Tensor> feeds, List<Value> wanted) {
    return executor.values(feeds, Map.of(), wanted, limits);
  }

  /// What the model carries from call to call, by name: the states of stateful layers. Empty for
  /// most models.
  Map<String, TensorType> states() {
    Map<String, Value> befores = new LinkedHashMap<>();
    graph.states().forEach((name, state) -> befores.put(name, state.before()));
    return types(befores);
  }

  /// @param feeds a tensor for each input, by name
  /// @param states what the call before gave; none to start anew
  Prediction run(Map<String, Tensor> feeds, Map<String, Tensor> states) {
    return executor.run(feeds, states, limits);
  }

  /// Whether an input has no default.
  boolean needs(String input) {
    return graph.inputs().get(input).op() instanceof Placeholder;
  }

  /// @param wanted values within the model; empty for its outputs
  Profile profile(Map<String, Tensor> feeds, Optional<List<Value>> wanted) {
    return executor.profile(feeds, wanted, limits);
  }

  /// Bytes of the buffers of one run on inputs of these types.
  long planBytes(Map<String, TensorType> inputs) {
    return executor.planBytes(inputs);
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
