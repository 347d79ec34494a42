package io.github.tfjs4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.NoOp;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  private static final Op NEG = new Unary(Unary.F.NEG);
  private static final Op EXP = new Unary(Unary.F.EXP);

  private final GraphBuilder verbatim = GraphBuilder.verbatim();
  private final GraphBuilder simplifying = GraphBuilder.simplifying();

  private static Value input(GraphBuilder to, String name) {
    return to.named(name, to.add(new Placeholder(DataType.FLOAT, Shape.of(2))));
  }

  // ---- sharing ----

  @Test
  void equal_ops_on_equal_inputs_are_one_node_where_the_builder_simplifies() {
    Value x = input(simplifying, "x");
    assertEquals(simplifying.add(EXP, x), simplifying.add(EXP, x));
    assertNotSame(
        simplifying.add(EXP, x).node(), simplifying.add(EXP, simplifying.add(EXP, x)).node());
    Value a = simplifying.add(new Const(Tensor.floats(1, Float.NaN)));
    assertEquals(a, simplifying.add(new Const(Tensor.floats(1, Float.NaN))));
    assertNotSame(
        simplifying.add(new Const(Tensor.floats(0f))).node(),
        simplifying.add(new Const(Tensor.floats(-0f))).node(),
        "zero and minus zero are different constants");
  }

  @Test
  void a_verbatim_builder_makes_just_what_it_is_told() {
    Value x = input(verbatim, "x");
    assertNotSame(verbatim.add(EXP, x).node(), verbatim.add(EXP, x).node());
    assertSame(NEG, verbatim.add(NEG, verbatim.add(NEG, x)).op());
  }

  @Test
  void what_has_an_effect_is_never_shared() {
    assertNotSame(input(simplifying, "a").node(), input(simplifying, "b").node());
    assertNotSame(
        simplifying.addNode(new NoOp(), List.of()), simplifying.addNode(new NoOp(), List.of()));
    Op foreign = new UnknownOp("RandomUniform", Map.of(), 1);
    Value x = input(simplifying, "x");
    assertNotSame(simplifying.add(foreign, x).node(), simplifying.add(foreign, x).node());
  }

  @Test
  void simplifying_asks_the_op_for_its_algebra() {
    Value x = input(simplifying, "x");
    assertEquals(x, simplifying.add(NEG, simplifying.add(NEG, x)));
    assertNotSame(
        x.node(),
        simplifying.addNode(NEG, List.of(simplifying.add(NEG, x).node().out())).out().node());
  }

  // ---- names ----

  @Test
  void names_that_are_taken_get_a_number() {
    Value x = input(verbatim, "x");
    Value a = verbatim.named("a", verbatim.add(NEG, x));
    Value b = verbatim.named("a", verbatim.add(NEG, a));
    Value c = verbatim.named("a_1", verbatim.add(NEG, b));
    Value d = verbatim.named("a", verbatim.add(NEG, c));
    Graph graph = verbatim.build(Map.of("x", x), Map.of("y", d));
    assertEquals(
        4,
        Set.of(
                graph.name(a.node()),
                graph.name(b.node()),
                graph.name(c.node()),
                graph.name(d.node()))
            .size());
    assertEquals("a", graph.name(a.node()));
    assertEquals("a_1", graph.name(b.node()));
  }

  @Test
  void inputs_keep_their_names_whatever_else_is_called_so() {
    Value x = input(verbatim, "same");
    Value z = input(verbatim, "z");
    Value y = verbatim.named("same", verbatim.add(new Binary(Binary.F.ADD_V2), z, x));
    Map<String, Value> inputs = new LinkedHashMap<>();
    inputs.put("z", z);
    inputs.put("same", x);
    Graph graph = verbatim.build(inputs, Map.of("y", y));
    assertEquals("same", graph.name(x.node()));
    assertEquals("same_1", graph.name(y.node()));
    assertEquals(List.of("z", "same"), List.copyOf(graph.inputs().keySet()));
  }

  @Test
  void nodes_are_called_after_their_origin_and_op() {
    Value x = input(verbatim, "x");
    verbatim.from(Set.of("block_1 (Activation)"), "block_1");
    Value y = verbatim.add(NEG, x);
    verbatim.from(Set.of(), "");
    Value z = verbatim.add(NEG, y);
    Graph graph = verbatim.build(Map.of("x", x), Map.of("z", z));
    assertEquals("block_1/Neg", graph.name(y.node()));
    assertEquals("Neg", graph.name(z.node()));
    assertEquals(Set.of("block_1 (Activation)"), graph.origins(y.node()));
    assertEquals(Set.of(), graph.origins(z.node()));
    assertEquals("block_1/Neg (Neg), from block_1 (Activation)", graph.describe(y.node()));
  }

  @Test
  void a_shared_node_comes_from_all_that_asked_for_it() {
    Value x = input(simplifying, "x");
    simplifying.from(Set.of("a (Activation)"), "a");
    Value a = simplifying.add(EXP, x);
    simplifying.from(Set.of("b (Activation)"), "b");
    simplifying.add(EXP, x);
    Graph graph = simplifying.build(Map.of("x", x), Map.of("y", a));
    assertEquals(List.of("a (Activation)", "b (Activation)"), List.copyOf(graph.origins(a.node())));
    assertEquals("a/Exp", graph.name(a.node()));
  }

  // ---- the graph ----

  @Test
  void a_graph_holds_what_its_outputs_need_and_all_inputs() {
    Value x = input(verbatim, "x");
    Value unused = input(verbatim, "unused");
    Value before = verbatim.add(NEG, x);
    Value dead = verbatim.add(EXP, before);
    Value y = verbatim.add(NEG, before);
    Graph graph = verbatim.build(Map.of("x", x, "unused", unused), Map.of("y", y));
    assertEquals(Map.of("Neg", 2L, "Placeholder", 2L), graph.opCounts());
    Graph also =
        verbatim.build(Map.of("x", x, "unused", unused), Map.of("y", y), List.of(dead.node()));
    assertEquals(1, also.opCounts().get("Exp"));
  }

  @Test
  void control_inputs_are_kept_and_stand_before() {
    Value x = input(verbatim, "x");
    Node first = verbatim.addNode(new NoOp(), List.of());
    Value y = verbatim.addNode(NEG, List.of(x), List.of(first)).out();
    Graph graph = verbatim.build(Map.of("x", x), Map.of("y", y));
    assertEquals(List.of(first), y.node().controls());
    assertEquals(List.of(y.node()), graph.followers(first));
    assertEquals(List.of(x.node(), first, y.node()), graph.nodes());
    Verifier.verify(graph, Stage.CORE);
  }

  @Test
  void equal_nodes_after_other_controls_are_two() {
    Value x = input(simplifying, "x");
    Value a = simplifying.add(NEG, x);
    Node c = simplifying.add(EXP, a).node();
    Value b = simplifying.addNode(NEG, List.of(x), List.of(c)).out();
    assertNotEquals(a, b);
    assertEquals(b, simplifying.addNode(NEG, List.of(x), List.of(c)).out());
    Verifier.verify(simplifying.build(Map.of("x", x), Map.of("b", b)), Stage.CORE);
  }

  @Test
  void what_has_an_effect_is_in_every_graph() {
    Value x = input(simplifying, "x");
    Node table = simplifying.addNode(new UnknownOp("LookupTableImportV2", Map.of(), 1), List.of(x));
    Graph graph = simplifying.build(Map.of("x", x), Map.of("y", simplifying.add(NEG, x)));
    assertTrue(graph.nodes().contains(table));
    assertTrue(graph.hasEffects());
  }

  @Test
  void what_a_graph_carries_from_call_to_call_is_part_of_it() {
    Value x = input(verbatim, "x");
    Value before = input(verbatim, "before");
    Value after = verbatim.add(NEG, before);
    verbatim.state("count", before, after);
    Graph graph = verbatim.build(Map.of("x", x), Map.of("y", verbatim.add(EXP, x)));
    assertEquals(Map.of("count", new State(before, after)), graph.states());
    assertEquals(true, graph.isOutput(after.node()));
    assertEquals(4, graph.nodes().size());
  }

  @Test
  void users_are_counted_once_for_every_input() {
    Value x = input(verbatim, "x");
    Value y = verbatim.add(new Binary(Binary.F.ADD_V2), x, x);
    Graph graph = verbatim.build(Map.of("x", x), Map.of("y", y));
    assertEquals(List.of(y.node(), y.node()), graph.users(x.node()));
    assertEquals(List.of(), graph.users(y.node()));
  }

  @Test
  void a_graph_is_built_however_deep_it_is() {
    Value x = input(verbatim, "x");
    Value y = x;
    for (int i = 0; i < 100_000; i++) {
      y = verbatim.add(NEG, y);
    }
    assertEquals(100_001, verbatim.build(Map.of("x", x), Map.of("y", y)).nodes().size());
  }

  @Test
  void a_copy_of_a_body_reads_the_arguments() {
    Value in = input(verbatim, "in");
    Graph body = verbatim.build(Map.of("in", in), Map.of("out", verbatim.add(NEG, in)));
    Value x = input(simplifying, "x");
    Value once = simplifying.inline(body, List.of(x)).getFirst();
    assertSame(NEG, once.op());
    assertEquals(x, simplifying.inline(body, List.of(once)).getFirst());
  }

  @Test
  void a_shape_that_does_not_fit_names_where_it_came_from() {
    Value x = input(simplifying, "x");
    Value three = simplifying.add(new Placeholder(DataType.FLOAT, Shape.of(3)));
    simplifying.from(Set.of("add_1 (Add)"), "add_1");
    ShapeException e =
        assertThrows(
            ShapeException.class, () -> simplifying.add(new Binary(Binary.F.ADD_V2), x, three));
    assertEquals(
        "add_1 (Add): AddV2: shapes [2] and [3] do not broadcast: 2 against 3", e.getMessage());
  }
}
