package io.github.tfjs4j.format.graphdef;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes a `StatelessIf` of every `Merge` of the two branches of a `Switch`. Branches that hold
/// such conditions themselves become functions with a `Merge` in them, which are raised in turn.
final class RaiseConditions {
  private final Map<String, NodeDef> nodes;
  private final FreshNames taken;
  private final String where;
  private final List<FunctionDef> functions = new ArrayList<>();

  /// Under which conditions a node has a value: which branch of which predicate.
  private final Map<String, Map<String, Boolean>> conditions = new HashMap<>();

  /// @param nodes by name; what is raised is replaced there
  RaiseConditions(Map<String, NodeDef> nodes, FreshNames taken, String where) {
    this.nodes = nodes;
    this.taken = taken;
    this.where = where;
  }

  List<FunctionDef> functions() {
    return functions;
  }

  void raise(Collection<NodeDef.Ref> needed) {
    if (nodes.values().stream().noneMatch(d -> d.op().equals("Switch") || d.op().equals("Merge"))) {
      return;
    }
    for (NodeDef def : inOrder()) {
      Map<String, Boolean> own = def.op().equals("Merge") ? merged(def) : condition(def);
      conditions.put(def.name(), own);
      if (def.op().equals("Merge") && own.isEmpty()) {
        nodes.put(def.name(), condition(def, predicate(def)));
      }
    }
    Set<String> gone = new LinkedHashSet<>();
    nodes
        .values()
        .forEach(d -> {
          if (d.op().equals("Switch") || !conditions.get(d.name()).isEmpty()) {
            gone.add(d.name());
          }
        });
    List<NodeDef> lost = new ArrayList<>();
    for (NodeDef.Ref ref : needed) {
      if (gone.contains(ref.node())) {
        lost.add(nodes.get(ref.node()));
      }
    }
    if (!lost.isEmpty()) {
      throw RaiseControlFlow.unsupported(
          where,
          "these have a value only in one branch of a condition, and are needed in both",
          lost);
    }
    Extraction.remove(gone, nodes);
  }

  /// Inputs before their readers.
  private List<NodeDef> inOrder() {
    List<NodeDef> order = new ArrayList<>();
    Map<String, Boolean> done = new HashMap<>();
    for (NodeDef root : List.copyOf(nodes.values())) {
      Deque<NodeDef> stack = new ArrayDeque<>(List.of(root));
      while (!stack.isEmpty()) {
        NodeDef def = stack.peek();
        if (done.putIfAbsent(def.name(), false) == null) {
          for (String before : before(def)) {
            NodeDef input = nodes.get(before);
            if (input != null && !done.containsKey(before)) {
              stack.push(input);
            }
          }
        } else {
          stack.pop();
          if (!done.put(def.name(), true)) {
            order.add(def);
          }
        }
      }
    }
    return order;
  }

  private static List<String> before(NodeDef def) {
    List<String> all = new ArrayList<>(def.controls());
    def.inputs().forEach(i -> all.add(i.node()));
    return all;
  }

  private Map<String, Boolean> condition(NodeDef def) {
    Map<String, Boolean> all = new TreeMap<>();
    def.inputs().forEach(i -> add(condition(i), all, def));
    for (String control : def.controls()) {
      // A control edge from a Switch does not say which of its branches is meant.
      add(conditions.getOrDefault(control, new TreeMap<>()), all, def);
    }
    return all;
  }

  private void add(Map<String, Boolean> some, Map<String, Boolean> all, NodeDef def) {
    some.forEach((predicate, holds) -> {
      if (all.getOrDefault(predicate, holds) != (boolean) holds) {
        throw RaiseControlFlow.unsupported(
            where, "a node reads both branches of a condition", List.of(def));
      }
      all.put(predicate, holds);
    });
  }

  /// The condition under which a result has a value.
  private Map<String, Boolean> condition(NodeDef.Ref ref) {
    Map<String, Boolean> own = new TreeMap<>(conditions.getOrDefault(ref.node(), new TreeMap<>()));
    NodeDef def = nodes.get(ref.node());
    if (def != null && def.op().equals("Switch")) {
      add(Map.of(predicate(input(def, 1)), ref.index() == 1), own, def);
    }
    return own;
  }

  /// A predicate by the result that it is.
  private String predicate(NodeDef.Ref ref) {
    NodeDef.Ref at = ref;
    // A bound on the steps: a broken file may hold a circle.
    for (int i = 0; i < nodes.size(); i++) {
      NodeDef def = nodes.get(at.node());
      if (def == null || !def.op().equals("Identity") || def.inputs().size() != 1) {
        break;
      }
      at = def.inputs().getFirst();
    }
    return at.node() + ":" + at.index();
  }

  private NodeDef.Ref input(NodeDef def, int i) {
    if (i >= def.inputs().size()) {
      throw RaiseControlFlow.unsupported(where, "a node has too few inputs", List.of(def));
    }
    return def.inputs().get(i);
  }

  /// The one predicate in whose branch the inputs of a `Merge` differ.
  private String predicate(NodeDef merge) {
    Map<String, Boolean> a = condition(input(merge, 0));
    Map<String, Boolean> b = condition(input(merge, 1));
    List<String> differ =
        a.keySet().stream()
            .filter(p -> b.containsKey(p) && b.get(p) != (boolean) a.get(p))
            .toList();
    if (merge.inputs().size() != 2 || differ.size() != 1 || !a.keySet().equals(b.keySet())) {
      throw RaiseControlFlow.unsupported(
          where, "a Merge does not join the two branches of one Switch", List.of(merge));
    }
    return differ.getFirst();
  }

  private Map<String, Boolean> merged(NodeDef merge) {
    Map<String, Boolean> both = condition(input(merge, 0));
    both.remove(predicate(merge));
    return both;
  }

  private NodeDef condition(NodeDef merge, String predicate) {
    boolean firstHolds = condition(input(merge, 0)).get(predicate);
    NodeDef.Ref yes = input(merge, firstHolds ? 0 : 1);
    NodeDef.Ref no = input(merge, firstHolds ? 1 : 0);
    Set<String> inside = new LinkedHashSet<>();
    conditions.forEach((name, c) -> {
      if (c.containsKey(predicate)) {
        inside.add(name);
      }
    });
    Extraction extraction =
        new Extraction(nodes, inside, taken) {
          @Override
          NodeDef.Ref through(NodeDef.Ref ref) {
            NodeDef def = nodes.get(ref.node());
            boolean passes =
                def != null
                    && def.op().equals("Switch")
                    && predicate(input(def, 1)).equals(predicate);
            return passes ? input(def, 0) : ref;
          }
        };
    List<NodeDef> yesNodes = extraction.extract(List.of(yes));
    List<NodeDef> noNodes = extraction.extract(List.of(no));
    List<NodeDef.Ref> yesResult = List.of(extraction.moved(yes));
    List<NodeDef.Ref> noResult = List.of(extraction.moved(no));
    String thenBranch = taken.fresh(merge.name() + "_then");
    String elseBranch = taken.fresh(merge.name() + "_else");
    functions.add(extraction.function(thenBranch, yesNodes, yesResult));
    functions.add(extraction.function(elseBranch, noNodes, noResult));
    int colon = predicate.lastIndexOf(':');
    List<NodeDef.Ref> inputs = new ArrayList<>();
    inputs.add(
        NodeDef.Ref.of(
            predicate.substring(0, colon), Integer.parseInt(predicate.substring(colon + 1))));
    inputs.addAll(extraction.captured());
    return RaiseControlFlow.call(
        merge.name(),
        "StatelessIf",
        inputs,
        Map.of("then_branch", thenBranch, "else_branch", elseBranch));
  }
}
