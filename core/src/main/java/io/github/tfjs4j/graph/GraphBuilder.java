package io.github.tfjs4j.graph;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.ModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes nodes, and in the end a [Graph] of those that its outputs need. The simplifying kind
/// returns the node that it already has for an equal pure op on equal inputs, after equal controls,
/// and asks each op for its local algebra; the verbatim kind, for readers, makes just what it is
/// told.
public final class GraphBuilder {
  /// Ordered only so far that a map finds its way among keys of one hash: names in a file may be
  /// chosen to have one.
  private record Key(Op op, List<Value> inputs, List<Node> controls) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byName = op.name().compareTo(other.op.name());
      return byName != 0 ? byName : op.toString().compareTo(other.op.toString());
    }
  }

  private final boolean simplifying;
  private final Budget.Meter meter;
  private final Map<Key, Node> known = new HashMap<>();
  private final IdentityHashMap<Node, String> names = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Set<String>> origins = new IdentityHashMap<>();
  private final Map<String, State> states = new LinkedHashMap<>();
  private final IdentityHashMap<Node, Wording> wordings = new IdentityHashMap<>();
  private final List<Node> made = new ArrayList<>();
  private final List<Node> effects = new ArrayList<>();
  private Set<String> origin = Set.of();
  private String prefix = "";
  private boolean simplified;

  private GraphBuilder(boolean simplifying, Budget.Meter meter) {
    this.simplifying = simplifying;
    this.simplified = simplifying;
    this.meter = meter;
  }

  public static GraphBuilder simplifying() {
    return simplifying(Budget.DEFAULT.meter());
  }

  /// @param meter counts the nodes that are made
  public static GraphBuilder simplifying(Budget.Meter meter) {
    return new GraphBuilder(true, meter);
  }

  public static GraphBuilder verbatim() {
    return verbatim(Budget.DEFAULT.meter());
  }

  /// @param meter counts the nodes that are made
  public static GraphBuilder verbatim(Budget.Meter meter) {
    return new GraphBuilder(false, meter);
  }

  /// What the nodes made from now on come from, as in [Graph#origins], and the prefix of their
  /// default names (a layer's name, without the slash; empty for none).
  public void from(Set<String> origin, String prefix) {
    this.origin = origin;
    this.prefix = prefix;
  }

  /// The prefix that [#from] set.
  public String prefix() {
    return prefix;
  }

  /// Result 0 of a node for `op`, or a simpler value equal to it.
  public Value add(Op op, List<Value> inputs) {
    if (simplifying && !op.foreign()) {
      Optional<Value> simpler;
      try {
        op.operands().check(inputs);
        simpler = op.simplify(inputs, this);
      } catch (ModelException e) {
        // Algebra builds nodes of its own, and those have said where.
        throw e.places().isEmpty() ? located(op, e) : e;
      }
      if (simpler.isPresent()) {
        return simpler.get();
      }
    }
    return shared(op, inputs, List.of()).out(0);
  }

  public Value add(Op op, Value... inputs) {
    return add(op, List.of(inputs));
  }

  /// The node for `op`: for ops of several results, or where no algebra is wanted.
  public Node addNode(Op op, List<Value> inputs) {
    return addNode(op, inputs, List.of());
  }

  /// As [#addNode(Op, List)], and the node runs after `controls` although it does not read them.
  public Node addNode(Op op, List<Value> inputs, List<Node> controls) {
    Node node = shared(op, inputs, controls);
    // Whoever builds the graph again will ask its algebra.
    simplified &= node.types().size() != 1 || !controls.isEmpty() || op.foreign();
    return node;
  }

  private Node shared(Op op, List<Value> inputs, List<Node> controls) {
    if (!simplifying || !op.pure()) {
      return make(op, List.copyOf(inputs), List.copyOf(controls));
    }
    Key key = new Key(op, List.copyOf(inputs), List.copyOf(controls));
    Node node = known.get(key);
    if (node == null) {
      node = make(op, key.inputs(), key.controls());
      known.put(key, node);
    } else if (!origin.isEmpty()) {
      origins.merge(node, origin, GraphBuilder::union);
    }
    return node;
  }

  private Node make(Op op, List<Value> inputs, List<Node> controls) {
    meter.nodes(1);
    Node node;
    try {
      node = new Node(op, inputs, controls, op.types(inputs));
    } catch (ModelException e) {
      throw located(op, e);
    }
    keep(node, origin);
    if (!prefix.isEmpty()) {
      names.put(node, prefix + "/" + op.name());
    }
    return node;
  }

  private void keep(Node node, Set<String> from) {
    made.add(node);
    if (node.op().effect()) {
      effects.add(node);
    }
    if (!from.isEmpty()) {
      origins.put(node, from);
    }
  }

  /// Takes over a node of `from`, a graph that is [Graph#isSimplified], whose inputs and controls
  /// have been taken over, with its name and origins.
  ///
  /// @return the node, or an equal one that is there already
  public Node adopt(Graph from, Node node) {
    Set<String> origins = from.origins(node);
    Node equal =
        node.op().pure()
            ? known.putIfAbsent(new Key(node.op(), node.inputs(), node.controls()), node)
            : null;
    if (equal != null) {
      addOrigins(equal, origins);
      return equal;
    }
    meter.nodes(1);
    keep(node, origins);
    named(from.name(node), new Value(node, 0));
    from.wording(node).ifPresent(w -> worded(w, node));
    return node;
  }

  private ModelException located(Op op, ModelException e) {
    e.at(op.name());
    return origin.isEmpty() ? e : e.at(String.join(" and ", origin));
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    if (a.containsAll(b)) {
      return a;
    }
    Set<String> both = new LinkedHashSet<>(a);
    both.addAll(b);
    return both;
  }

  /// Builds a copy of `body` in which its inputs, in order, are `arguments`.
  ///
  /// @return its outputs, in order
  public List<Value> inline(Graph body, List<Value> arguments) {
    Copier copier = new Copier(body, this);
    int i = 0;
    for (Value input : body.inputs().values()) {
      copier.put(input.node(), List.of(arguments.get(i++)));
    }
    copier.copyAll(copier::again);
    return copier.outputs();
  }

  /// Asks for a name; [#build] appends `_1`, `_2`, ... where another node has it already.
  public Value named(String name, Value value) {
    names.put(value.node(), name);
    return value;
  }

  /// Remembers the name of the node's op as its file has it, one of the op's aliases.
  public void spelled(String spelling, Node node) {
    if (!spelling.equals(node.op().name())) {
      worded(Wording.of(spelling), node);
    }
  }

  /// Remembers how the node's file says what it is.
  public void worded(Wording wording, Node node) {
    wordings.put(node, wording);
  }

  /// The name that has been asked for, or by default would be.
  public Optional<String> nameOf(Node node) {
    return Optional.ofNullable(names.get(node));
  }

  /// Adds to what a node comes from.
  public void addOrigins(Node node, Set<String> more) {
    if (!more.isEmpty()) {
      origins.merge(node, more, GraphBuilder::union);
    }
  }

  /// Adds what the graph carries from call to call.
  public void state(String name, Value before, Value after) {
    states.put(name, new State(before, after));
  }

  /// All nodes made so far, in the order in which they were made.
  public List<Node> made() {
    return made;
  }

  /// The graph of everything that `outputs` need, of `inputs` whether needed or not, and of every
  /// node made that has an effect.
  public Graph build(Map<String, Value> inputs, Map<String, Value> outputs) {
    return build(inputs, outputs, List.of());
  }

  /// As [#build(Map, Map)], and with the nodes `also` whether needed or not: for readers, which
  /// lose nothing.
  public Graph build(Map<String, Value> inputs, Map<String, Value> outputs, List<Node> also) {
    List<Node> order = order(inputs, outputs, also);
    IdentityHashMap<Node, String> unique = new IdentityHashMap<>();
    // How often each name has been asked for again: a model may have one layer ten thousand times.
    Map<String, Integer> taken = new HashMap<>();
    // The signature's inputs keep their names whatever else is called so: callers feed them by
    // name.
    inputs.forEach((_, v) -> claim(v.node(), unique, taken));
    states.values().forEach(s -> claim(s.before().node(), unique, taken));
    order.forEach(n -> claim(n, unique, taken));
    IdentityHashMap<Node, Set<String>> keptOrigins = new IdentityHashMap<>();
    for (Node n : order) {
      if (origins.containsKey(n)) {
        keptOrigins.put(n, origins.get(n));
      }
    }
    return new Graph(
        order,
        new LinkedHashMap<>(inputs),
        new LinkedHashMap<>(outputs),
        unique,
        keptOrigins,
        new LinkedHashMap<>(states),
        new IdentityHashMap<>(wordings),
        meter.budget(),
        simplified && also.isEmpty());
  }

  private void claim(Node node, IdentityHashMap<Node, String> unique, Map<String, Integer> taken) {
    if (unique.containsKey(node)) {
      return;
    }
    String wanted = names.getOrDefault(node, node.op().name());
    String name = wanted;
    while (taken.putIfAbsent(name, 0) != null) {
      name = wanted + "_" + taken.merge(wanted, 1, Integer::sum);
    }
    unique.put(node, name);
  }

  /// Depth-first, with an explicit stack because graphs are deep; the signature's inputs stand
  /// first.
  private List<Node> order(Map<String, Value> inputs, Map<String, Value> outputs, List<Node> also) {
    List<Node> order = new ArrayList<>();
    Set<Node> done = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    record Frame(Node node, java.util.Iterator<Node> needs) {}
    Deque<Frame> stack = new ArrayDeque<>();
    List<Node> roots = new ArrayList<>();
    inputs.values().forEach(v -> roots.add(v.node()));
    outputs.values().forEach(v -> roots.add(v.node()));
    for (State state : states.values()) {
      roots.add(state.before().node());
      roots.add(state.after().node());
    }
    roots.addAll(effects);
    roots.addAll(also);
    for (Node root : roots) {
      if (done.add(root)) {
        stack.push(new Frame(root, needs(root)));
      }
      while (!stack.isEmpty()) {
        Frame top = stack.peek();
        if (top.needs().hasNext()) {
          Node next = top.needs().next();
          if (done.add(next)) {
            stack.push(new Frame(next, needs(next)));
          }
        } else {
          order.add(stack.pop().node());
        }
      }
    }
    return order;
  }

  private java.util.Iterator<Node> needs(Node node) {
    List<Node> needs = new ArrayList<>(node.controls());
    node.inputs().forEach(v -> needs.add(v.node()));
    return needs.iterator();
  }
}
