package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What every op promises, checked on an example.
final class OpContract {
  /// How long their results are, the values say.
  private static final Set<String> OPEN =
      Set.of(
          "ListDiff",
          "NonMaxSuppressionV2",
          "NonMaxSuppressionV3",
          "NonMaxSuppressionV4",
          "NonMaxSuppressionV5",
          "Unique",
          "UniqueV2");

  private final OpExample example;
  private final List<Tensor> results;

  private OpContract(OpExample example) {
    this.example = example;
    this.results = evaluate(example);
  }

  /// What the op gives in a model: ops that call functions have no evaluation of their own.
  private static List<Tensor> evaluate(OpExample example) {
    GraphBuilder to = GraphBuilder.verbatim();
    Map<String, Value> outputs = new LinkedHashMap<>();
    Node node =
        to.addNode(example.op(), example.inputs().stream().map(t -> constant(to, t)).toList());
    for (int i = 0; i < node.types().size(); i++) {
      outputs.put("y" + i, node.out(i));
    }
    return List.copyOf(new Interpreter(to.build(Map.of(), outputs)).run(Map.of()).values());
  }

  static void check(OpExample example) {
    OpContract contract = new OpContract(example);
    contract.theShapeRuleGivesTheShapeOfTheResult();
    contract.whatIsUnknownStaysCompatible();
    contract.attributesMakeTheSameOp();
    contract.algebraKeepsTheValue(true);
    contract.algebraKeepsTheValue(false);
  }

  private Node node(GraphBuilder to, List<Value> inputs) {
    return to.addNode(example.op(), inputs);
  }

  private static Value constant(GraphBuilder to, Tensor t) {
    return to.add(new Const(t));
  }

  private static Value placeholder(GraphBuilder to, Tensor t, Shape shape) {
    return to.add(new Placeholder(t.type(), shape));
  }

  /// Inputs of exact shapes; parameters as constants.
  private List<Value> exact(GraphBuilder to) {
    List<Value> in = new ArrayList<>();
    for (int i = 0; i < example.inputs().size(); i++) {
      Tensor t = example.inputs().get(i);
      in.add(example.isParameter(i) ? constant(to, t) : placeholder(to, t, t.shape()));
    }
    return in;
  }

  private void theShapeRuleGivesTheShapeOfTheResult() {
    GraphBuilder to = GraphBuilder.verbatim();
    List<TensorType> types = node(to, exact(to)).types();
    if (example.inputs().stream().anyMatch(t -> t.type() == DataType.VARIANT)) {
      assertCompatible(node(to, exact(to)), "what a list holds is no part of its type");
      return;
    }
    if (OPEN.contains(example.op().name())) {
      assertCompatible(node(to, exact(to)), "lengths are not known before the values");
      return;
    }
    assertEquals(
        results.stream().map(t -> new TensorType(t.type(), t.shape())).toList(), types, "types");
  }

  private void whatIsUnknownStaysCompatible() {
    for (int i = 0; i < example.inputs().size(); i++) {
      Tensor t = example.inputs().get(i);
      List<Shape> less =
          new ArrayList<>(List.of(t.shape(), Shape.ofRank(t.shape().rank()), Shape.UNKNOWN));
      for (int axis = 0; axis < t.shape().rank(); axis++) {
        less.add(t.shape().with(axis, Shape.UNKNOWN_DIM));
      }
      for (Shape shape : less) {
        GraphBuilder to = GraphBuilder.verbatim();
        List<Value> in = exact(to);
        in.set(i, placeholder(to, t, shape));
        assertCompatible(node(to, in), "input " + i + " as " + shape);
        GraphBuilder simplifying = GraphBuilder.simplifying();
        List<Value> same = exact(simplifying);
        same.set(i, placeholder(simplifying, t, shape));
        if (results.size() == 1) {
          Value v = simplifying.add(example.op(), same);
          assertTrue(
              v.shape().isCompatible(results.getFirst().shape()),
              () -> "simplified to " + v.node());
        }
      }
    }
    for (boolean rank : new boolean[] {true, false}) {
      GraphBuilder to = GraphBuilder.verbatim();
      List<Value> in = new ArrayList<>();
      for (Tensor t : example.inputs()) {
        in.add(placeholder(to, t, rank ? Shape.ofRank(t.shape().rank()) : Shape.UNKNOWN));
      }
      assertCompatible(node(to, in), "nothing known" + (rank ? " but ranks" : ""));
    }
  }

  private void assertCompatible(Node node, String what) {
    assertEquals(results.size(), node.types().size(), what);
    for (int i = 0; i < results.size(); i++) {
      TensorType type = node.types().get(i);
      Tensor t = results.get(i);
      assertEquals(t.type(), type.type(), what);
      assertTrue(t.shape().isCompatible(type.shape()), () -> what + ": " + type + " for " + t);
    }
  }

  private void attributesMakeTheSameOp() {
    OpDef<?> def = Ops.ALL.definition(example.op()).orElseThrow();
    assertEquals(example.op().name(), def.name());
    if (!(example.op() instanceof Const)) {
      assertEquals(example.op(), def.make(def.attributes(example.op())));
      GraphBuilder to = GraphBuilder.verbatim();
      assertEquals(example.op(), def.make(def.attributes(node(to, exact(to)))));
    }
  }

  /// @param constants whether all inputs are constants, or only the parameters
  private void algebraKeepsTheValue(boolean constants) {
    GraphBuilder to = GraphBuilder.simplifying();
    List<Value> in = new ArrayList<>();
    Map<String, Value> inputs = new LinkedHashMap<>();
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    for (int i = 0; i < example.inputs().size(); i++) {
      Tensor t = example.inputs().get(i);
      if (constants || example.isParameter(i)) {
        in.add(constant(to, t));
      } else {
        in.add(placeholder(to, t, t.shape()));
        inputs.put("x" + i, in.getLast());
        feeds.put("x" + i, t);
      }
    }
    if (results.size() != 1) {
      return;
    }
    Graph graph = to.build(inputs, Map.of("y", to.add(example.op(), in)));
    assertSameBits(
        results.getFirst(), new Interpreter(graph).run(feeds).get("y"), graph.nodes().toString());
  }

  static void assertSameBits(Tensor wanted, Tensor found, String what) {
    assertTrue(wanted.sameBits(found), () -> "should be " + wanted + ", is " + found + ": " + what);
  }
}
