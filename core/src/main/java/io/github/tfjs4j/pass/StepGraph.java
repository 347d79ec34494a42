package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The step of a [Scan] as one call of it sees it: constant arguments are constants of the graph,
/// types are those of the call, and passes have been over it. Every unknown first length in it is
/// the batch.
public final class StepGraph {
  private final Scan scan;
  private final Graph body;
  private final List<Integer> open;

  private StepGraph(Scan scan, Graph body, List<Integer> open) {
    this.scan = scan;
    this.body = body;
    this.open = open;
  }

  /// @param arguments of the scan, in the graph that is being built
  /// @param passes for the step alone
  public static StepGraph of(Scan scan, List<Value> arguments, GraphBuilder of, Pipeline passes) {
    GraphBuilder to = GraphBuilder.simplifying();
    Tf tf = new Tf(to);
    Map<String, Value> inputs = new LinkedHashMap<>();
    List<Value> bound = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    List<TensorType> types = types(scan, arguments);
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      if (i >= scan.sequences() + scan.states() && argument.constant().isPresent()) {
        Value constant = tf.constant(argument.constant().get());
        of.nameOf(argument.node()).ifPresent(name -> to.named(name, constant));
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
    return new StepGraph(scan, passes.run(to.build(inputs, outputs)).graph(), List.copyOf(open));
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

  /// The step once, its nodes made by `tf`.
  ///
  /// @param arguments all of the scan's, of one time step
  /// @return its outputs, then the next states
  public List<Value> call(Tf tf, List<Value> arguments) {
    ZeroStates zeros = ZeroStates.among(arguments.subList(scan.sequences(), scan.sequences() + scan.states()));
    IdentityHashMap<Node, List<Value>> copies = new IdentityHashMap<>();
    int next = 0;
    for (Value input : body.inputs().values()) {
      copies.put(input.node(), List.of(arguments.get(open.get(next++))));
    }
    for (Node node : body.nodes()) {
      if (!copies.containsKey(node)) {
        copies.put(node, copy(tf, node, copies, zeros));
      }
    }
    return body.outputs().values().stream().map(v -> copies.get(v.node()).get(v.index())).toList();
  }

  private List<Value> copy(
      Tf tf, Node node, IdentityHashMap<Node, List<Value>> copies, ZeroStates zeros) {
    List<Value> inputs = new ArrayList<>(node.inputs().size());
    for (Value v : node.inputs()) {
      inputs.add(copies.get(v.node()).get(v.index()));
    }
    if (node.types().size() != 1) {
      Node copy = tf.to().addNode(node.op(), inputs);
      return IntStream.range(0, copy.types().size()).mapToObj(copy::out).toList();
    }
    int before = tf.to().made().size();
    Value value =
        zeros.without(tf, node, inputs).orElseGet(() -> tf.op(node.op(), inputs));
    if (value.constant().isPresent() && tf.to().made().size() > before) {
      tf.to().named(body.name(node), value);
    }
    return List.of(value);
  }
}
