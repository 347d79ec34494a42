package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The step of a [Scan] as one call of it sees it: constant arguments are constants of the graph,
/// types are those of the call, and passes have been over it. Every unknown first length in it is
/// the batch.
public final class StepGraph {
  /// What is short for ops of long names: every step has the name of each of its nodes twice.
  private static final Map<String, String> SHORT =
      Map.of(
          "FusedBatchNormV3", "MulAdd",
          "ConcatV2", "Concat",
          "SelectV2", "Select");

  private final Scan scan;
  private final String name;
  private final Graph body;
  private final List<Integer> open;
  private final Map<Node, Const> shared;

  private StepGraph(
      Scan scan, String name, Graph body, List<Integer> open, Map<Node, Const> shared) {
    this.shared = shared;
    this.scan = scan;
    this.name = name;
    this.body = body;
    this.open = open;
  }

  /// @param site of the scan
  /// @param arguments of the scan, in the graph that is being built
  /// @param passes for the step alone
  public static StepGraph of(Site site, Scan scan, List<Value> arguments, Pipeline passes) {
    GraphBuilder of = site.tf().to();
    GraphBuilder to = GraphBuilder.simplifying(site.graph().budget().meter());
    String name = nameOf(site);
    to.from(Set.of(), name);
    Tf tf = new Tf(to);
    Map<String, Value> inputs = new LinkedHashMap<>();
    List<Value> bound = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    List<TensorType> types = types(scan, arguments);
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      if (i >= scan.sequences() + scan.states() && argument.constant().isPresent()) {
        Value constant = tf.constant(argument.constant().get());
        of.nameOf(argument.node()).ifPresent(n -> to.named(n, constant));
        bound.add(constant);
      } else {
        String key = "a" + i;
        TensorType type = types.get(i);
        bound.add(to.named(key, to.add(new Placeholder(type.type(), type.shape()))));
        inputs.put(key, bound.getLast());
        open.add(i);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Value result : to.inline(scan.step(), bound)) {
      outputs.put("r" + outputs.size(), result);
    }
    Graph body = passes.run(to.build(inputs, outputs)).graph();
    return new StepGraph(scan, name, body, List.copyOf(open), shared(body, of));
  }

  /// Constants that are there already: a layer that is called twice has made its gates' weights of
  /// the same ones twice.
  private static Map<Node, Const> shared(Graph body, GraphBuilder with) {
    Map<Node, Const> shared = new IdentityHashMap<>();
    List<Const> there = constants(with.made()).map(n -> (Const) n.op()).toList();
    constants(body.nodes())
        .forEach(n ->
            there.stream()
                .filter(c -> sameBits(c.data(), ((Const) n.op()).data()))
                .findFirst()
                .ifPresent(c -> shared.put(n, c)));
    return shared;
  }

  private static Stream<Node> constants(List<Node> nodes) {
    return nodes.stream().filter(n -> n.op() instanceof Const);
  }

  private static boolean sameBits(TensorSource a, TensorSource b) {
    return a instanceof Tensor s
        && b instanceof Tensor t
        && s.type() == DataType.FLOAT
        && t.type() == DataType.FLOAT
        && s.shape().equals(t.shape())
        && s.sameBits(t);
  }

  /// `lstm` where the scan is `lstm/Scan`, by which nothing is known any more.
  private static String nameOf(Site site) {
    String name = site.name(site.node());
    int slash = name.lastIndexOf("/Scan");
    return slash > 0 ? name.substring(0, slash) + name.substring(slash + "/Scan".length()) : name;
  }

  /// What is known of the arguments of one step.
  private static List<TensorType> types(Scan scan, List<Value> arguments) {
    List<TensorType> types = new ArrayList<>();
    int batch = Shape.UNKNOWN_DIM;
    int stepped = scan.sequences() + scan.states();
    List<Value> declared = List.copyOf(scan.step().inputs().values());
    for (int i = 0; i < arguments.size(); i++) {
      Shape shape = arguments.get(i).shape();
      if (i < scan.sequences() && shape.hasRank()) {
        shape = Shape.of(shape.dim(0)).concat(shape.sub(2, shape.rank()));
      }
      if (shape.isCompatible(declared.get(i).shape())) {
        shape = shape.merge(declared.get(i).shape());
      }
      types.add(arguments.get(i).type().withShape(shape));
      if (i < stepped && shape.hasRank() && shape.rank() > 0 && shape.isKnown(0)) {
        batch = shape.dim(0);
      }
    }
    for (int i = 0; i < stepped; i++) {
      Shape shape = types.get(i).shape();
      if (shape.hasRank() && shape.rank() > 0 && !shape.isKnown(0)) {
        types.set(i, types.get(i).withShape(shape.with(0, batch)));
      }
    }
    return types;
  }

  /// The step, whose inputs are the arguments at [#open].
  public Graph body() {
    return body;
  }

  /// Which arguments of the scan are inputs of the step: all but constants.
  public List<Integer> open() {
    return open;
  }

  public Scan scan() {
    return scan;
  }

  /// What the nodes of the steps are called after.
  public String name() {
    return name;
  }

  /// How many nodes each call makes of its own: constants are there already.
  public long nodesOfACall() {
    return body.nodes().stream()
        .filter(n -> !(n.op() instanceof Const || n.op() instanceof Placeholder))
        .count();
  }

  /// The step once, its nodes made by `tf` and named by the prefix that its builder has.
  ///
  /// @param arguments all of the scan's, of one time step
  /// @return its outputs, then the next states
  public List<Value> call(Tf tf, List<Value> arguments) {
    ZeroStates zeros =
        ZeroStates.among(arguments.subList(scan.sequences(), scan.sequences() + scan.states()));
    Copier copier = new Copier(body, tf.to());
    int next = 0;
    for (Value input : body.inputs().values()) {
      copier.put(input.node(), List.of(arguments.get(open.get(next++))));
    }
    copier.copyAll(node -> copy(tf, node, copier, zeros));
    return copier.outputs();
  }

  /// A fused product is called as its product is.
  private static String shortName(String op) {
    return SHORT.getOrDefault(op, op.startsWith("_Fused") ? op.substring("_Fused".length()) : op);
  }

  private Op op(Node node) {
    Const there = shared.get(node);
    return there == null ? node.op() : there;
  }

  private List<Value> copy(Tf tf, Node node, Copier copier, ZeroStates zeros) {
    if (node.types().size() != 1 || !node.controls().isEmpty()) {
      return copier.again(node);
    }
    List<Value> inputs = copier.inputs(node);
    int before = tf.to().made().size();
    Value value = zeros.without(tf, node, inputs).orElseGet(() -> tf.op(op(node), inputs));
    if (tf.to().made().size() > before) {
      String op = value.op().name();
      boolean constant = value.constant().isPresent();
      tf.to().named(constant ? body.name(node) : tf.to().prefix() + "/" + shortName(op), value);
    }
    return List.of(value);
  }
}
