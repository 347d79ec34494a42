package io.github.tfjs4j.exec;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs a core graph node by node through each op's own reference evaluation: plain Java, correct
/// first. What faster ways of running are compared with.
///
/// Only what the outputs need runs; a result lives until its last reader has run. The constants are
/// decoded when the interpreter is made. Several threads may use it.
public final class Interpreter {
  /// By which inputs and states are given, and which values are wanted.
  private record Call(Set<String> inputs, Set<String> states, List<Value> wanted) {}

  private final Graph graph;
  private final Feeds feeds;
  private final Compiler compiler;
  private final Resources resources;
  private final Map<Call, Program> programs = new HashMap<>();

  public Interpreter(Graph graph) {
    this(new Model(graph, Map.of()));
  }

  /// @param model whose parameters take part with the values that they have now
  public Interpreter(Model model) {
    this(model, Resources.none());
  }

  /// @param resources what the model shares with others
  public Interpreter(Model model, Resources resources) {
    this.graph = model.graph();
    this.resources = resources;
    this.feeds = new Feeds(graph);
    this.compiler = new Compiler(model.parameters(), resources);
    // What needs most: all constants are decoded, and all functions compiled, before anything runs.
    program(new Call(feeds.required(), Set.of(), feeds.results()));
  }

  /// @param feeds a tensor for each of the graph's inputs, by signature key
  /// @return the graph's outputs by signature key, in its order
  /// @throws ModelException as [#run(Map, Map, RunLimits)]
  public Map<String, Tensor> run(Map<String, Tensor> feeds) {
    return run(feeds, Map.of(), RunLimits.DEFAULT).outputs();
  }

  /// One call of many that continue each other, within the limits that hold by default.
  ///
  /// @throws ModelException as [#run(Map, Map, RunLimits)]
  public Prediction run(Map<String, Tensor> feeds, Map<String, Tensor> states) {
    return run(feeds, states, RunLimits.DEFAULT);
  }

  /// One call of many that continue each other.
  ///
  /// @param feeds a tensor for each of the graph's inputs, by signature key; an input with a
  ///   default may be missing
  /// @param states what the call before gave, by name; a state that is missing starts from its
  ///   default
  /// @throws io.github.tfjs4j.UnsupportedModelException naming all ops at once that the outputs
  ///   need and that cannot run
  /// @throws LimitException where the run takes more than `limits`
  /// @throws io.github.tfjs4j.CancelledException where the thread is interrupted, which it still is
  ///   afterwards
  /// @throws ModelException where feeds are missing or do not fit, or an op fails on these values,
  ///   naming the node
  public Prediction run(Map<String, Tensor> feeds, Map<String, Tensor> states, RunLimits limits) {
    return this.feeds.prediction(values(feeds, states, this.feeds.results(), limits));
  }

  /// Values anywhere in the graph, in one call.
  ///
  /// @param wanted values of the graph
  /// @return the values wanted, in their order
  /// @throws ModelException as [#run(Map, Map, RunLimits)]
  public List<Tensor> values(
      Map<String, Tensor> feeds, Map<String, Tensor> states, List<Value> wanted, RunLimits limits) {
    Map<String, Tensor> all = resources.feeds(graph, feeds, limits);
    this.feeds.check(all, states);
    Program program =
        program(
            new Call(Set.copyOf(all.keySet()), Set.copyOf(states.keySet()), List.copyOf(wanted)));
    program.unrunnable().refuse();
    return program.run(this.feeds.arguments(all, states), new Run(compiler, limits));
  }

  /// Not all programs are made ahead: which inputs and states are given is known when they are.
  private synchronized Program program(Call call) {
    return programs.computeIfAbsent(call, this::compile);
  }

  private Program compile(Call call) {
    return compiler.compile(graph, feeds.fed(call.inputs(), call.states()), call.wanted());
  }
}
