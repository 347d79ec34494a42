package io.github.tfjs4j.exec;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
  private final Compiler compiler;
  private final Map<Call, Program> programs = new HashMap<>();

  public Interpreter(Graph graph) {
    this(new Model(graph, Map.of()));
  }

  /// @param model whose parameters take part with the values that they have now
  public Interpreter(Model model) {
    this.graph = model.graph();
    this.compiler = new Compiler(model.parameters());
    // What needs most: all constants are decoded, and all functions compiled, before anything runs.
    Set<String> required = new HashSet<>(graph.inputs().keySet());
    required.removeIf(key -> !isRequired(graph.inputs().get(key)));
    program(new Call(required, Set.of(), results()));
  }

  private static boolean isRequired(Value input) {
    return input.op() instanceof Placeholder;
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
    Iterator<Tensor> results = values(feeds, states, results(), limits).iterator();
    return new Prediction(
        named(graph.outputs().keySet(), results), named(graph.states().keySet(), results));
  }

  /// Values anywhere in the graph, in one call.
  ///
  /// @param wanted values of the graph
  /// @return the values wanted, in their order
  /// @throws ModelException as [#run(Map, Map, RunLimits)]
  public List<Tensor> values(
      Map<String, Tensor> feeds, Map<String, Tensor> states, List<Value> wanted, RunLimits limits) {
    check("input", graph.inputs(), feeds);
    check("state", befores(), states);
    graph
        .inputs()
        .forEach((key, v) -> {
          if (!feeds.containsKey(key) && isRequired(v)) {
            throw new ShapeException(
                "input '" + key + "' of type " + v.type() + " has not been given");
          }
        });
    Program program =
        program(
            new Call(Set.copyOf(feeds.keySet()), Set.copyOf(states.keySet()), List.copyOf(wanted)));
    program.unrunnable().refuse();
    List<Tensor> arguments = new ArrayList<>();
    graph.inputs().keySet().stream()
        .filter(feeds::containsKey)
        .map(feeds::get)
        .forEach(arguments::add);
    graph.states().keySet().stream()
        .filter(states::containsKey)
        .map(states::get)
        .forEach(arguments::add);
    return program.run(arguments, new Run(compiler.functions(), limits));
  }

  private List<Value> results() {
    List<Value> results = new ArrayList<>(graph.outputs().values());
    graph.states().values().forEach(state -> results.add(state.after()));
    return results;
  }

  /// Not all programs are made ahead: which inputs and states are given is known when they are.
  private synchronized Program program(Call call) {
    return programs.computeIfAbsent(call, this::compile);
  }

  private Program compile(Call call) {
    List<Value> fed = new ArrayList<>();
    graph.inputs().forEach((key, v) -> addIf(call.inputs().contains(key), v, fed));
    befores().forEach((name, v) -> addIf(call.states().contains(name), v, fed));
    return compiler.compile(graph, fed, call.wanted());
  }

  private static void addIf(boolean condition, Value v, List<Value> to) {
    if (condition) {
      to.add(v);
    }
  }

  private Map<String, Value> befores() {
    Map<String, Value> befores = new LinkedHashMap<>();
    graph.states().forEach((name, state) -> befores.put(name, state.before()));
    return befores;
  }

  private static Map<String, Tensor> named(Set<String> names, Iterator<Tensor> results) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    names.forEach(name -> named.put(name, results.next()));
    return Collections.unmodifiableMap(named);
  }

  private static void check(String what, Map<String, Value> values, Map<String, Tensor> given) {
    given.forEach((key, t) -> {
      Value v = values.get(key);
      if (v == null) {
        throw new ShapeException(
            "the model has no "
                + what
                + " '"
                + key
                + "', its "
                + what
                + "s are "
                + ModelException.quoted(values.keySet()));
      }
      if (t.type() != v.dataType() || !t.shape().isCompatible(v.shape())) {
        throw new ShapeException(
            what
                + " '"
                + key
                + "' takes "
                + v.type()
                + ", given is "
                + new TensorType(t.type(), t.shape()));
      }
    });
  }
}
