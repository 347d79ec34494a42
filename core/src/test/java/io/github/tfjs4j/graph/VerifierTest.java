package io.github.tfjs4j.graph;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Graphs that no builder makes: each has one fault.
class VerifierTest {
  private static final TensorType PAIR = new TensorType(DataType.FLOAT, Shape.of(2));

  private final Node x =
      new Node(new Placeholder(DataType.FLOAT, Shape.of(2)), List.of(), List.of(), List.of(PAIR));
  private final Node y =
      new Node(new Unary(Unary.F.NEG), List.of(x.out()), List.of(), List.of(PAIR));
  private final Map<Node, String> names = new IdentityHashMap<>(Map.of(x, "x", y, "y"));
  private final Map<String, State> states = new java.util.LinkedHashMap<>();
  private Map<String, Value> inputs = Map.of("x", x.out());
  private Map<String, Value> outputs = Map.of("y", y.out());

  private boolean simplified;

  private Graph graph(Node... nodes) {
    return new Graph(
        List.of(nodes),
        inputs,
        outputs,
        names,
        new IdentityHashMap<>(),
        states,
        Map.of(),
        Budget.DEFAULT,
        simplified);
  }

  private static void assertFault(String fault, Graph graph, Stage stage) {
    List<String> faults = Verifier.faults(graph, stage);
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.getFirst().contains(fault), faults::toString);
  }

  private static void assertFault(String fault, Graph graph) {
    assertFault(fault, graph, Stage.FOREIGN);
    assertFault(fault, graph, Stage.CORE);
  }

  @Test
  void a_sound_graph_has_no_fault() {
    assertDoesNotThrow(() -> Verifier.verify(graph(x, y), Stage.CORE));
  }

  @Test
  void a_node_stands_behind_what_it_reads() {
    assertFault("y (Neg) reads", graph(y, x));
    outputs = Map.of("x", x.out());
    assertFault("which does not stand before it", graph(y, x));
  }

  @Test
  void a_node_stands_behind_what_must_run_before_it() {
    Node late = new Node(x.op(), List.of(), List.of(y), List.of(PAIR));
    names.put(late, "late");
    outputs = Map.of("late", late.out());
    assertFault("late (Placeholder) runs after", graph(x, late, y));
  }

  @Test
  void every_node_has_a_name_of_its_own() {
    names.put(y, "x");
    assertFault("x (Neg) has no name of its own", graph(x, y));
    names.remove(y);
    assertFault("null (Neg) has no name of its own", graph(x, y));
  }

  @Test
  void types_are_what_the_rule_says() {
    Node wrong =
        new Node(
            y.op(), y.inputs(), List.of(), List.of(new TensorType(DataType.FLOAT, Shape.of(3))));
    names.put(wrong, "wrong");
    outputs = Map.of("y", wrong.out());
    assertFault("wrong (Neg) has types [float32[3]], its rule says [float32[2]]", graph(x, wrong));
  }

  @Test
  void inputs_outputs_and_states_are_in_the_graph() {
    inputs =
        Map.of("x", x.out(), "more", new Node(x.op(), List.of(), List.of(), List.of(PAIR)).out());
    assertFault("input 'more' is not in the graph", graph(x, y));
    inputs = Map.of("x", x.out());
    outputs = Map.of("y", new Value(y, 1));
    assertFault("output 'y' is not in the graph", graph(x, y));
    outputs = Map.of("y", y.out());
    states.put("s", new State(x.out(), new Value(y, 2)));
    assertFault("state 's' is not in the graph", graph(x, y));
  }

  @Test
  void foreign_ops_and_unknown_types_end_with_the_core() {
    Node foreign =
        new Node(
            new UnknownOp("Custom", Map.of(), 1),
            List.of(x.out()),
            List.of(),
            List.of(TensorType.UNKNOWN));
    names.put(foreign, "custom");
    outputs = Map.of("y", foreign.out());
    Graph graph = graph(x, foreign);
    assertDoesNotThrow(() -> Verifier.verify(graph, Stage.FOREIGN));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> Verifier.verify(graph, Stage.CORE));
    assertTrue(
        e.getMessage()
            .startsWith(
                "the graph is not core:\n  custom (Custom) is not core\n  custom (Custom) has an unknown type"),
        e.getMessage());
  }

  @Test
  void only_what_tfjs_runs_is_exportable() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value weight = to.add(new Weight("w", DataType.FLOAT, Shape.of(2)));
    Graph graph = to.build(Map.of(), Map.of("w", weight));
    assertDoesNotThrow(() -> Verifier.verify(graph, Stage.CORE));
    assertFault("Weight (Weight) is not exportable", graph, Ops.EXPORTABLE);
  }

  @Test
  void faults_inside_functions_are_found() {
    GraphBuilder body = GraphBuilder.verbatim();
    Value i = body.named("i", body.add(new Placeholder(DataType.INT32, Shape.SCALAR)));
    Value weight = body.named("w", body.add(new Weight("w", DataType.INT32, Shape.SCALAR)));
    Graph next = body.build(Map.of("i", i), Map.of("w", weight));
    Graph loop =
        new TextForm(Ops.ALL)
            .parse(
                """
                function below {
                  input %i: int32[]
                  %c = Less(%i, 3)
                  return %c
                }
                function next {
                  input %i: int32[]
                  %n = AddV2(%i, 1)
                  return %n
                }
                input %zero: int32[]
                %loop = StatelessWhile(%zero) {cond=@below, body=@next}
                return %loop
                """);
    Node call = loop.outputs().get("loop").node();
    GraphBuilder to = GraphBuilder.verbatim();
    Value zero = to.named("zero", to.add(new Placeholder(DataType.INT32, Shape.SCALAR)));
    Op op =
        call.op().withFunctions(Map.of("cond", call.op().functions().get("cond"), "body", next));
    Graph graph =
        to.build(Map.of("zero", zero), Map.of("loop", to.named("loop", to.add(op, zero))));
    assertFault("loop (StatelessWhile).body: w (Weight) is not exportable", graph, Ops.EXPORTABLE);
  }

  @Test
  void a_graph_is_as_simple_as_it_says() {
    Node same = new Node(y.op(), y.inputs(), List.of(), List.of(PAIR));
    names.put(same, "same");
    outputs = Map.of("y", y.out(), "same", same.out());
    assertEquals(List.of(), Verifier.faults(graph(x, y, same), Stage.FOREIGN));
    simplified = true;
    assertFault("same (Neg) could be simpler", graph(x, y, same), Stage.FOREIGN);
  }
}
