package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.exec.kernel.PortableKernels;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/// Runs a graph fast: optimised once for this machine, then compiled for the shapes that it is fed,
/// with a kernel for each node that has one and the reference evaluation for the others. The
/// numbers are those of [Interpreter], up to the rounding of float32 sums.
///
/// Constants are decoded when the executor is made. Several threads may use it.
public final class Executor {
  /// Plans for this many kinds of feeds are kept; the one that was used longest ago goes.
  private static final int MOST_PLANS = 16;

  /// What a plan is made for.
  ///
  /// @param types of the inputs, in order
  /// @param wanted values of the verbatim graph; empty for the model's results
  private record Key(
      Set<String> inputs,
      Set<String> states,
      List<TensorType> types,
      Optional<List<Value>> wanted) {}

  private record Plan(Feeds feeds, Program program) {}

  private final Graph graph;
  private final Feeds feeds;
  private final Graph optimised;
  private final Pipeline shaped;
  private final Constants constants;
  private final WorkPool pool;
  private final List<Kernel.Maker> kernels;
  private final Resources resources;
  private final Compiler compiler;
  private final Map<Key, Plan> plans =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Plan> eldest) {
          return size() > MOST_PLANS;
        }
      };

  /// @param graph whose weights are constants
  /// @param once makes the graph fit for this machine, whatever it is fed
  /// @param shaped what is worth doing once shapes are known
  /// @param threads that one run may use
  public Executor(Graph graph, Pipeline once, Pipeline shaped, int threads) {
    this(graph, once, shaped, new WorkPool(threads), kernels());
  }

  /// @param kernels the preferred ones first
  Executor(Graph graph, Pipeline once, Pipeline shaped, WorkPool pool, List<Kernel.Maker> kernels) {
    this(
        graph,
        graph.graphs().stream().allMatch(Executor::isKnown) ? once.run(graph).graph() : graph,
        shaped,
        new Constants(),
        pool,
        kernels,
        Resources.none());
    for (Graph each : List.of(graph, optimised)) {
      each.graphs()
          .forEach(
              part -> part.nodes().forEach(n -> n.op().constant().ifPresent(constants::decoded)));
    }
  }

  private Executor(
      Graph graph,
      Graph optimised,
      Pipeline shaped,
      Constants constants,
      WorkPool pool,
      List<Kernel.Maker> kernels,
      Resources resources) {
    this.graph = graph;
    this.feeds = new Feeds(graph);
    this.optimised = optimised;
    this.shaped = shaped;
    this.constants = constants;
    this.pool = pool;
    this.kernels = kernels;
    this.resources = resources;
    this.compiler = new Compiler(Map.of(), resources, constants, kernels, pool);
  }

  /// The same on so many threads; the constants are shared.
  public Executor withThreads(int threads) {
    WorkPool other = new WorkPool(threads);
    return new Executor(graph, optimised, shaped, constants, other, kernels, resources);
  }

  /// How many threads one run may use.
  public int threads() {
    return pool.threads();
  }

  /// What all runs share.
  public Resources resources() {
    return resources;
  }

  /// The same with other tables.
  ///
  /// @param other what all runs of the model share
  public Executor withResources(Resources other) {
    return new Executor(graph, optimised, shaped, constants, pool, kernels, other);
  }

  private static boolean isKnown(Graph graph) {
    return graph.nodes().stream().noneMatch(n -> n.op().foreign());
  }

  /// All kernels there are.
  static List<Kernel.Maker> kernels() {
    List<Kernel.Maker> kernels = new ArrayList<>();
    ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader())
        .forEach(provider -> kernels.addAll(provider.kernels()));
    kernels.addAll(PortableKernels.ALL);
    return List.copyOf(kernels);
  }

  /// One call of many that continue each other, as [Interpreter#run(Map, Map, RunLimits)].
  ///
  /// @throws ModelException as there
  public Prediction run(Map<String, Tensor> given, Map<String, Tensor> states, RunLimits limits) {
    return feeds.prediction(run(given, states, Optional.empty(), limits, Optional.empty()));
  }

  /// Values anywhere in the graph, as [Interpreter#values].
  ///
  /// @param wanted values of the graph as it was given
  /// @throws ModelException as there
  public List<Tensor> values(
      Map<String, Tensor> given, Map<String, Tensor> states, List<Value> wanted, RunLimits limits) {
    return run(given, states, Optional.of(List.copyOf(wanted)), limits, Optional.empty());
  }

  /// A run whose every node is timed.
  ///
  /// @param wanted as in [#values]; empty for the model's results
  /// @throws ModelException as [#run]
  public Profile profile(
      Map<String, Tensor> given, Optional<List<Value>> wanted, RunLimits limits) {
    Profile profile = new Profile();
    run(given, Map.of(), wanted.map(List::copyOf), limits, Optional.of(profile));
    return profile;
  }

  private List<Tensor> run(
      Map<String, Tensor> given,
      Map<String, Tensor> states,
      Optional<List<Value>> wanted,
      RunLimits limits,
      Optional<Profile> profile) {
    Map<String, Tensor> all = resources.feeds(graph, given, limits);
    feeds.check(all, states);
    Map<String, TensorType> types = new LinkedHashMap<>();
    all.forEach((name, t) -> types.put(name, new TensorType(t.type(), t.shape())));
    Plan plan = plan(types, states.keySet(), wanted);
    plan.program().unrunnable().refuse();
    List<Tensor> results =
        plan.program().run(plan.feeds().arguments(all, states), new Run(compiler, limits, profile));
    WarmUp.ran();
    return results;
  }

  /// Whether a constant is held as it is, not only as kernels have packed it.
  boolean holds(TensorSource constant) {
    return constants.holds(constant);
  }

  /// Bytes of the buffers that one run on feeds of these types works in, beside its results.
  public long planBytes(Map<String, TensorType> given) {
    return plan(given, Set.of(), Optional.empty()).program().workspaces().plan().bytes();
  }

  private Plan plan(
      Map<String, TensorType> given, Set<String> states, Optional<List<Value>> wanted) {
    List<TensorType> types = new ArrayList<>();
    graph.inputs().forEach((name, v) -> types.add(given.getOrDefault(name, v.type())));
    Key key = new Key(Set.copyOf(given.keySet()), Set.copyOf(states), types, wanted);
    synchronized (plans) {
      return plans.computeIfAbsent(key, this::compile);
    }
  }

  private Plan compile(Key key) {
    Graph open = key.wanted().map(this::withOutputs).orElse(optimised);
    Graph typed;
    try {
      typed = open.withInputTypes(key.types());
      typed = isKnown(typed) ? shaped.run(typed).graph() : typed;
    } catch (ModelException e) {
      // Something that these feeds do not reach may not fit them; what they do reach will say so.
      typed = open;
    }
    Feeds own = new Feeds(typed);
    // Values that are asked for are the outputs of a graph of their own; its states are not.
    List<Value> results =
        key.wanted().isPresent() ? List.copyOf(typed.outputs().values()) : own.results();
    return new Plan(own, compiler.compile(typed, own.fed(key.inputs(), key.states()), results));
  }

  private Graph withOutputs(List<Value> wanted) {
    GraphBuilder to = GraphBuilder.verbatim(graph.budget().meter());
    Copier copier = new Copier(graph, to);
    copier.copyAll(node -> copier.asItIs(node, node.op()));
    Map<String, Value> inputs = new LinkedHashMap<>();
    graph.inputs().forEach((name, v) -> inputs.put(name, copier.copy(v)));
    graph
        .states()
        .forEach((name, s) -> to.state(name, copier.copy(s.before()), copier.copy(s.before())));
    Map<String, Value> outputs = new LinkedHashMap<>();
    wanted.forEach(v -> outputs.put("value" + outputs.size(), copier.copy(v)));
    return to.build(inputs, outputs);
  }
}
