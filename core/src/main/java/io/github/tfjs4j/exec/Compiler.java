package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Parameter;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes programs of a model's graph and of the functions that it calls. Constants are decoded when
/// the first program that reads them is made, and never again: what happens to their file
/// afterwards changes nothing.
final class Compiler {
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 64;

  /// A loop may call its functions with arguments of ever new shapes.
  private static final int MOST_FUNCTIONS = 256;

  private final Map<String, Parameter> parameters;
  private final Resources resources;
  private final Constants constants;
  private final List<Kernel.Maker> kernels;
  private final WorkPool pool;
  private final Map<Graph, Program> functions = new IdentityHashMap<>();
  private final Map<Graph, Program> repeated = new IdentityHashMap<>();

  /// One whose programs compute by reference alone.
  ///
  /// @param parameters what the graph's weights are
  /// @param resources what the runs share
  Compiler(Map<String, Parameter> parameters, Resources resources) {
    this(parameters, resources, new Constants(), List.of(), new WorkPool(1));
  }

  /// @param kernels the preferred ones first
  Compiler(
      Map<String, Parameter> parameters,
      Resources resources,
      Constants constants,
      List<Kernel.Maker> kernels,
      WorkPool pool) {
    this.pool = pool;
    this.parameters = parameters;
    this.resources = resources;
    this.constants = constants;
    this.kernels = kernels;
  }

  Resources resources() {
    return resources;
  }

  /// The program of a function that is called with arguments of these types. Where there are
  /// kernels it is made for the very types, as long as those are few.
  synchronized Program function(Graph function, List<TensorType> types) {
    return known(functions, typed(function, types), /* leave= */ true);
  }

  /// As [#function(Graph, List)], but the results may lie in the program's buffers.
  synchronized Program repeated(Graph function, List<TensorType> types) {
    return known(repeated, typed(function, types), /* leave= */ false);
  }

  private Graph typed(Graph function, List<TensorType> types) {
    try {
      return kernels.isEmpty() ? function : function.withInputTypes(types);
    } catch (ModelException e) {
      // What does not fit may never be reached.
      return function;
    }
  }

  private Program known(Map<Graph, Program> programs, Graph function, boolean leave) {
    if (programs.size() > MOST_FUNCTIONS) {
      programs.clear();
    }
    Program program = programs.get(function);
    if (program == null) {
      List<Value> fed = List.copyOf(function.inputs().values());
      program = compile(function, fed, List.copyOf(function.outputs().values()), leave);
      programs.put(function, program);
    }
    return program;
  }

  /// @param fed values that are given, each the first result of its node
  /// @param wanted values of the graph
  Program compile(Graph graph, List<Value> fed, List<Value> wanted) {
    return compile(graph, fed, wanted, /* leave= */ true);
  }

  private Program compile(Graph graph, List<Value> fed, List<Value> wanted, boolean leave) {
    Set<Node> given = identitySet();
    fed.forEach(v -> given.add(v.node()));
    Set<Node> needed = needed(given, wanted);
    Map<Node, Integer> first = new IdentityHashMap<>();
    List<Optional<TensorSource>> constants = new ArrayList<>();
    Unrunnable unrunnable = new Unrunnable();
    List<Node> run = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (needed.contains(node) || given.contains(node)) {
        first.put(node, constants.size());
        constants.addAll(Collections.nCopies(node.types().size(), Optional.empty()));
        Optional<TensorSource> constant = constant(node);
        if (!given.contains(node) && constant.isPresent()) {
          constants.set(constants.size() - 1, constant);
        } else if (!given.contains(node)) {
          run.add(node);
          check(graph, node, unrunnable);
        }
      }
    }
    List<Integer> results = wanted.stream().map(v -> cell(v, first)).toList();
    List<Unit> units = units(run, wanted);
    List<Program.Step> steps = steps(units, first, constants, results);
    return new Program(
        graph,
        steps,
        new Workspaces(
            kernels.isEmpty()
                ? MemoryPlan.NONE
                : MemoryPlan.of(types(first), steps, results, leave),
            pool),
        values(constants, units, first, results),
        fed.stream().map(v -> cell(v, first)).toList(),
        results,
        unrunnable);
  }

  /// The values of those constants that are read as they are; the others are let go.
  private List<Optional<Tensor>> values(
      List<Optional<TensorSource>> constants,
      List<Unit> units,
      Map<Node, Integer> first,
      List<Integer> results) {
    Set<Integer> cells = new HashSet<>(results);
    for (Unit unit : units) {
      for (Value in : unit.inputs()) {
        Optional<TensorSource> source = constants.get(cell(in, first));
        if (source.isPresent() && !unit.packed().replaced().contains(source.get())) {
          cells.add(cell(in, first));
        }
      }
    }
    Set<TensorSource> read = Collections.newSetFromMap(new IdentityHashMap<>());
    cells.forEach(cell -> constants.get(cell).ifPresent(read::add));
    units.forEach(unit -> unit.packed().letGoBut(read));
    List<Optional<Tensor>> values = new ArrayList<>();
    for (int cell = 0; cell < constants.size(); cell++) {
      values.add(
          cells.contains(cell)
              ? constants.get(cell).map(this.constants::decoded)
              : Optional.empty());
    }
    return List.copyOf(values);
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static int cell(Value v, Map<Node, Integer> first) {
    return first.get(v.node()) + v.index();
  }

  /// What must run for the values that are wanted; with an explicit stack because graphs are deep.
  private static Set<Node> needed(Set<Node> given, List<Value> wanted) {
    Set<Node> needed = identitySet();
    Deque<Node> open = new ArrayDeque<>();
    wanted.forEach(v -> open.push(v.node()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!given.contains(node) && needed.add(node)) {
        node.inputs().forEach(v -> open.push(v.node()));
        node.controls().forEach(open::push);
      }
    }
    return needed;
  }

  private Optional<TensorSource> constant(Node node) {
    return node.op() instanceof Weight w
        ? Optional.ofNullable(parameters.get(w.weight())).map(Parameter::source)
        : node.op().constant();
  }

  /// The types of all cells.
  private static List<TensorType> types(Map<Node, Integer> first) {
    int cells = first.keySet().stream().mapToInt(n -> n.types().size()).sum();
    TensorType[] types = new TensorType[cells];
    first.forEach((node, cell) -> {
      for (int k = 0; k < node.types().size(); k++) {
        types[cell + k] = node.types().get(k);
      }
    });
    return List.of(types);
  }

  /// Notes an op that cannot run, and compiles the functions of one that can.
  private void check(Graph graph, Node node, Unrunnable unrunnable) {
    if (node.op().foreign() || node.op() instanceof Weight) {
      unrunnable.add(node.op(), graph.name(node));
    }
    for (Graph function : node.op().functions().values()) {
      unrunnable.addAll(known(functions, function, /* leave= */ true).unrunnable());
    }
  }

  /// Whether the result is input 0 in another shape.
  private boolean isAlias(Node node) {
    return !kernels.isEmpty()
        && node.op().keepsOrder()
        && node.types().size() == 1
        && node.types().getFirst().shape().isFullyDefined()
        && node.types().getFirst().type() == node.input(0).dataType()
        && node.types().getFirst().type() != DataType.VARIANT;
  }

  private Unit unit(Node node) {
    if (!isAlias(node) && isComputable(node)) {
      for (int i = 0; i < kernels.size(); i++) {
        Constants packed = constants.forKernel();
        Optional<Kernel> kernel = kernels.get(i).make(node, packed);
        if (kernel.isPresent()) {
          Program.Chosen chosen = chosen(i, kernel.get(), node, packed);
          return new Unit(node, node.inputs(), false, Optional.of(chosen), packed);
        }
      }
    }
    return new Unit(node, node.inputs(), isAlias(node), Optional.empty(), constants.forKernel());
  }

  /// Where the kernel has to warm up first, the next one that takes the node stands in for it.
  ///
  /// @param at which of all kernels it is
  private Program.Chosen chosen(int at, Kernel kernel, Node node, Constants packed) {
    Kernel.Maker maker = kernels.get(at);
    Optional<WarmUp> warmUp = WarmUp.of(maker).filter(w -> !w.isDone());
    for (int i = at + 1; i < kernels.size() && warmUp.isPresent(); i++) {
      Optional<Kernel> other = kernels.get(i).make(node, packed);
      if (other.isPresent()) {
        Program.Chosen meanwhile = chosen(i, other.get(), node, packed);
        WarmUp own = warmUp.get();
        return new Program.Chosen(
            () -> own.isDone() ? maker.name() : meanwhile.name().get(),
            b -> (own.isDone() ? kernel : meanwhile.kernel()).run(b));
      }
    }
    return new Program.Chosen(maker::name, kernel);
  }

  /// Whether the node may have a kernel; what gives nothing needs none.
  private static boolean isComputable(Node node) {
    return node.op().pure()
        && node.types().stream().noneMatch(t -> t.shape().hasRank() && t.shape().knownSize() == 0)
        && Stream.concat(node.inputs().stream().map(Value::type), node.types().stream())
            .allMatch(Compiler::isComputable);
  }

  /// What is too large for an array is left to the run, which says so.
  private static boolean isComputable(TensorType type) {
    return type.isKnown()
        && type.shape().isFullyDefined()
        && type.shape().longSize() <= MOST_ELEMENTS
        && switch (type.type()) {
          case FLOAT, INT32, BOOL -> true;
          default -> false;
        };
  }

  /// Axes, shapes and indices are ints, and what lists hold is no part of their type.
  private static boolean isKnown(Node node) {
    return Stream.concat(node.inputs().stream().map(Value::type), node.types().stream())
            .allMatch(t -> t.isKnown() && t.shape().isFullyDefined())
        && (node.op().elementwise()
            || node.inputs().stream()
                .filter(v -> v.constant().isEmpty())
                .noneMatch(
                    v -> v.dataType() == DataType.INT32 || v.dataType() == DataType.VARIANT));
  }

  /// A node, or several that run in one kernel.
  ///
  /// @param node the last of them
  /// @param inputs what they read
  /// @param alias whether its result is its input in another shape
  /// @param packed which constants among the inputs the kernel has in a form of its own
  private record Unit(
      Node node,
      List<Value> inputs,
      boolean alias,
      Optional<Program.Chosen> kernel,
      Constants packed) {}

  private List<Unit> units(List<Node> run, List<Value> wanted) {
    Set<Node> kept = identitySet();
    wanted.forEach(v -> kept.add(v.node()));
    Map<Node, Unit> chained = new IdentityHashMap<>();
    Set<Node> within = identitySet();
    for (Kernel.Maker maker : kernels) {
      Chains.of(run, n -> isComputable(n) && !within.contains(n) && maker.joins(n), kept)
          .forEach((last, nodes) -> {
            List<Value> inputs = Chains.inputs(nodes);
            maker
                .make(nodes, inputs)
                .ifPresent(kernel -> {
                  within.addAll(nodes);
                  String name = maker.name() + " x" + nodes.size();
                  chained.put(
                      last,
                      new Unit(
                          last,
                          inputs,
                          false,
                          Optional.of(new Program.Chosen(() -> name, kernel)),
                          constants.forKernel()));
                });
          });
    }
    List<Unit> units = new ArrayList<>();
    for (Node node : run) {
      if (chained.containsKey(node)) {
        units.add(chained.get(node));
      } else if (!within.contains(node)) {
        units.add(unit(node));
      }
    }
    return units;
  }

  private List<Program.Step> steps(
      List<Unit> run,
      Map<Node, Integer> first,
      List<Optional<TensorSource>> constants,
      List<Integer> results) {
    // The step after which nobody reads a cell: the last that does, or else the one that fills it.
    int[] last = new int[constants.size()];
    Arrays.fill(last, -1);
    for (int i = 0; i < run.size(); i++) {
      Node node = run.get(i).node();
      Arrays.fill(last, first.get(node), first.get(node) + node.types().size(), i);
      for (Value in : run.get(i).inputs()) {
        last[cell(in, first)] = i;
      }
    }
    Map<Integer, List<Integer>> frees = new HashMap<>();
    Set<Integer> kept = Set.copyOf(results);
    for (int cell = 0; cell < last.length; cell++) {
      if (constants.get(cell).isEmpty() && !kept.contains(cell)) {
        frees.computeIfAbsent(last[cell], _ -> new ArrayList<>()).add(cell);
      }
    }
    List<Program.Step> steps = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      Unit unit = run.get(i);
      Node node = unit.node();
      steps.add(
          new Program.Step(
              node,
              unit.inputs().stream().map(v -> cell(v, first)).toList(),
              isKnown(node),
              first.get(node),
              frees.getOrDefault(i, List.of()),
              unit.alias(),
              unit.kernel(),
              Interpretation.of(node.op())));
    }
    return List.copyOf(steps);
  }
}
