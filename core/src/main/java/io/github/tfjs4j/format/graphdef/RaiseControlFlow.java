package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes `StatelessWhile` and `StatelessIf` of the control flow of TensorFlow 1, which is a cycle of
/// nodes that no graph of immutable nodes can hold:
///
///     Enter -> Merge -> Switch -> Exit           init -> StatelessWhile -> Identity
///                ^  \      \           ->
///                |   LoopCond \
///                NextIteration <- body
///
/// A loop is found by its `LoopCond`, since two loops may give their frames one name. Inner loops go
/// first. What a loop reads of the graph around it becomes a loop variable that the body hands on;
/// constants are copied. A `Merge` of two branches of a `Switch` becomes a `StatelessIf`. Control
/// edges into and within what has been raised are dropped, as order follows from what is read.
final class RaiseControlFlow {
  private static final Set<String> LOOP = Set.of("Enter", "Exit", "NextIteration", "LoopCond");

  /// No model has more; nested conditions share nothing, so a hostile file could grow without end.
  private static final int MOST_FUNCTIONS = 10_000;

  /// Plain nodes, and the functions that some of them call.
  record Raised(List<NodeDef> nodes, List<FunctionDef> functions) {}

  private final String where;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final List<FunctionDef> functions = new ArrayList<>();
  private final FreshNames taken;

  private RaiseControlFlow(List<NodeDef> defs, FreshNames taken, String where) {
    this.where = where;
    this.taken = taken;
    for (NodeDef def : defs) {
      if (nodes.put(def.name(), plain(def)) != null) {
        throw new FormatException(
            where + ": there are two nodes '" + ModelException.quoted(def.name()) + "'");
      }
    }
  }

  /// Ops on references are as those on values. An `Enter` only names a value in a frame.
  private static NodeDef plain(NodeDef def) {
    String op = def.op();
    if (op.startsWith("Ref")
        && (LOOP.contains(op.substring(3)) || op.equals("RefSwitch") || op.equals("RefMerge"))) {
      op = op.substring(3);
    }
    boolean enters = op.equals("Enter") && def.inputs().size() == 1;
    return new NodeDef(
        def.name(),
        enters ? "Identity" : op,
        def.inputs(),
        def.controls(),
        enters ? Map.of() : def.attributes());
  }

  static boolean isNeeded(List<NodeDef> defs) {
    return defs.stream()
        .map(d -> d.op().startsWith("Ref") ? d.op().substring(3) : d.op())
        .anyMatch(op -> LOOP.contains(op) || op.equals("Switch") || op.equals("Merge"));
  }

  /// @param needed what the graph's outputs read
  /// @throws UnsupportedModelException where control flow is in no form that TensorFlow makes
  static Raised raise(List<NodeDef> defs, Collection<NodeDef.Ref> needed, String where) {
    FreshNames taken = new FreshNames(defs.stream().map(NodeDef::name).toList());
    RaiseControlFlow raise = new RaiseControlFlow(defs, taken, where);
    raise.loops(defs);
    List<FunctionDef> functions = new ArrayList<>();
    Deque<FunctionDef> open = new ArrayDeque<>(raise.functions);
    RaiseConditions main = new RaiseConditions(raise.nodes, taken, where);
    main.raise(needed);
    open.addAll(main.functions());
    while (!open.isEmpty()) {
      if (functions.size() > MOST_FUNCTIONS) {
        throw unsupported(where, "it has more than " + MOST_FUNCTIONS + " branches", List.of());
      }
      FunctionDef function = open.pop();
      Map<String, NodeDef> own = new LinkedHashMap<>();
      function.nodes().forEach(d -> own.put(d.name(), d));
      RaiseConditions inner = new RaiseConditions(own, taken, where);
      inner.raise(function.returned());
      open.addAll(inner.functions());
      functions.add(
          new FunctionDef(
              function.name(),
              function.arguments(),
              read(own, function.returned()),
              function.results(),
              function.extras()));
    }
    Set<String> before = defs.stream().map(NodeDef::name).collect(Collectors.toSet());
    List<NodeDef> lost =
        needed.stream()
            .filter(r -> before.contains(r.node()) && !raise.nodes.containsKey(r.node()))
            .flatMap(r -> defs.stream().filter(d -> d.name().equals(r.node())))
            .toList();
    if (!lost.isEmpty()) {
      throw unsupported(where, "an output is read out of the middle of it", lost);
    }
    return new Raised(List.copyOf(raise.nodes.values()), functions);
  }

  /// The nodes that these results need, without control edges.
  private static List<NodeDef> read(Map<String, NodeDef> nodes, Collection<NodeDef.Ref> results) {
    Set<String> read = new LinkedHashSet<>();
    Deque<NodeDef.Ref> open = new ArrayDeque<>(results);
    while (!open.isEmpty()) {
      NodeDef def = nodes.get(open.pop().node());
      if (def != null && read.add(def.name())) {
        open.addAll(def.inputs());
      }
    }
    return nodes.values().stream()
        .filter(d -> read.contains(d.name()))
        .map(d -> d.with(d.inputs(), List.of()))
        .toList();
  }

  static UnsupportedModelException unsupported(
      String where, String why, Collection<NodeDef> nodes) {
    Map<String, List<NodeDef>> byOp =
        nodes.stream()
            .collect(Collectors.groupingBy(NodeDef::op, LinkedHashMap::new, Collectors.toList()));
    return new UnsupportedModelException(
        where
            + ": this control flow of TensorFlow 1 cannot be read, "
            + why
            + ": "
            + byOp.entrySet().stream()
                .map(e ->
                    ModelException.quoted(e.getKey())
                        + " ("
                        + e.getValue().size()
                        + ", first '"
                        + ModelException.quoted(e.getValue().getFirst().name())
                        + "')")
                .collect(Collectors.joining(", "))
            + "; convert the model again with --control_flow_v2");
  }

  // ---- loops ----

  /// @param merge where the variable is at the beginning of every round
  /// @param first its first value
  /// @param next its value in the next round
  private record Variable(NodeDef merge, NodeDef.Ref first, NodeDef.Ref next) {}

  private void loops(List<NodeDef> defs) {
    Map<String, NodeDef> open = new LinkedHashMap<>();
    nodes.values().stream()
        .filter(d -> d.op().equals("LoopCond"))
        .forEach(d -> open.put(d.name(), d));
    boolean progress = true;
    while (progress) {
      progress = false;
      for (NodeDef cond : List.copyOf(open.values())) {
        if (loop(cond, open)) {
          open.remove(cond.name());
          progress = true;
        }
      }
    }
    List<NodeDef> left = nodes.values().stream().filter(d -> LOOP.contains(d.op())).toList();
    if (!left.isEmpty()) {
      Set<String> names = left.stream().map(NodeDef::name).collect(Collectors.toSet());
      List<NodeDef> named =
          defs.stream().filter(d -> names.contains(d.name()) || d.op().endsWith("Enter")).toList();
      throw unsupported(where, "these nodes are no whole loop", named);
    }
  }

  private NodeDef.Ref input(NodeDef def, int i) {
    if (i >= def.inputs().size()) {
      throw unsupported(where, "a node has too few inputs", List.of(def));
    }
    return def.inputs().get(i);
  }

  private boolean isOp(NodeDef.Ref ref, String op) {
    return nodes.containsKey(ref.node()) && nodes.get(ref.node()).op().equals(op);
  }

  /// @return false where an inner loop must be raised before
  private boolean loop(NodeDef cond, Map<String, NodeDef> open) {
    Map<String, NodeDef> switches = new LinkedHashMap<>();
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (NodeDef def : nodes.values()) {
      if (def.op().equals("Switch") && input(def, 1).node().equals(cond.name())) {
        switches.put(def.name(), def);
        if (isOp(input(def, 0), "Merge")) {
          variable(nodes.get(input(def, 0).node()), variables);
        }
      }
    }
    Set<String> inside = inside(variables.keySet(), switches.keySet());
    for (NodeDef other : open.values()) {
      if (!other.equals(cond) && inside.contains(other.name())) {
        return false;
      }
    }
    Extraction extraction =
        new Extraction(nodes, inside, taken) {
          @Override
          NodeDef.Ref through(NodeDef.Ref ref) {
            NodeDef def = switches.get(ref.node());
            if (def != null && ref.index() != 1) {
              throw unsupported(
                  where, "the body of a loop reads what is there only behind it", List.of(def));
            }
            return def == null ? ref : input(def, 0);
          }
        };
    variables.values().forEach(v -> extraction.argument(v.merge().name()));
    List<NodeDef> condNodes = extraction.extract(List.of(input(cond, 0)));
    List<NodeDef.Ref> next = variables.values().stream().map(Variable::next).toList();
    List<NodeDef> bodyNodes = extraction.extract(next);
    String name = fresh(cond.name().replaceFirst("/?LoopCond.*", ""));
    List<NodeDef.Ref> results = new ArrayList<>(next.stream().map(extraction::moved).toList());
    extraction.captured().forEach(c -> results.add(extraction.moved(c)));
    NodeDef.Ref goesOn = extraction.moved(input(cond, 0));
    String condName = fresh(name + "_cond");
    String bodyName = fresh(name + "_body");
    functions.add(extraction.function(condName, condNodes, List.of(goesOn)));
    functions.add(extraction.function(bodyName, bodyNodes, results));
    List<NodeDef.Ref> inputs =
        new ArrayList<>(variables.values().stream().map(Variable::first).toList());
    inputs.addAll(extraction.captured());
    replace(cond, switches, List.copyOf(variables.keySet()), inside, name);
    nodes.put(
        name, call(name, "StatelessWhile", inputs, Map.of("cond", condName, "body", bodyName)));
    return true;
  }

  static NodeDef call(
      String name, String op, List<NodeDef.Ref> inputs, Map<String, String> functions) {
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    functions.forEach((key, f) -> attributes.put(key, new AttrValue.Func(f)));
    return new NodeDef(name, op, inputs, List.of(), attributes);
  }

  private void variable(NodeDef merge, Map<String, Variable> variables) {
    NodeDef.Ref a = input(merge, 0);
    NodeDef.Ref b = input(merge, 1);
    boolean isSecond = isOp(b, "NextIteration");
    if (merge.inputs().size() != 2 || isSecond == isOp(a, "NextIteration")) {
      throw unsupported(where, "a loop variable has no first or no next value", List.of(merge));
    }
    NodeDef next = nodes.get((isSecond ? b : a).node());
    variables.put(merge.name(), new Variable(merge, isSecond ? a : b, input(next, 0)));
  }

  /// All nodes that depend on the loop variables, but for those behind the loop.
  private Set<String> inside(Set<String> merges, Set<String> switches) {
    Map<String, List<NodeDef>> readers = new LinkedHashMap<>();
    for (NodeDef def : nodes.values()) {
      def.inputs().forEach(i -> readers.computeIfAbsent(i.node(), _ -> new ArrayList<>()).add(def));
    }
    Set<String> inside = new LinkedHashSet<>(merges);
    Deque<String> open = new ArrayDeque<>(merges);
    while (!open.isEmpty()) {
      for (NodeDef reader : readers.getOrDefault(open.pop(), List.of())) {
        boolean leaves = reader.op().equals("Exit") && switches.contains(input(reader, 0).node());
        if (!leaves && inside.add(reader.name())) {
          open.push(reader.name());
        }
      }
    }
    return inside;
  }

  /// Takes the loop's nodes away; each `Exit` names a result of the loop.
  private void replace(
      NodeDef cond,
      Map<String, NodeDef> switches,
      List<String> merges,
      Set<String> inside,
      String loop) {
    for (NodeDef def : List.copyOf(nodes.values())) {
      NodeDef source = def.op().equals("Exit") ? switches.get(input(def, 0).node()) : null;
      if (source != null) {
        int variable = merges.indexOf(input(source, 0).node());
        if (variable < 0 || input(def, 0).index() != 0) {
          throw unsupported(where, "a loop gives what is no loop variable", List.of(def, source));
        }
        NodeDef.Ref result = NodeDef.Ref.of(loop, variable);
        nodes.put(
            def.name(), new NodeDef(def.name(), "Identity", List.of(result), List.of(), Map.of()));
      }
    }
    Set<String> gone = new LinkedHashSet<>(inside);
    gone.add(cond.name());
    gone.addAll(switches.keySet());
    for (String merge : merges) {
      nodes.get(merge).inputs().stream()
          .filter(i -> isOp(i, "NextIteration"))
          .forEach(i -> gone.add(i.node()));
    }
    Extraction.remove(gone, nodes);
  }

  private String fresh(String wanted) {
    return taken.fresh(wanted.isEmpty() ? "while" : wanted);
  }
}
