package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Stage;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.NoOp;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Split;
import io.github.tfjs4j.op.StopGradient;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.pass.rule.DropStopGradient;
import io.github.tfjs4j.pass.rule.FoldConstants;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlsTest {
  private static final Op RELU = new Unary(Unary.F.RELU);
  private static final Op EXP = new Unary(Unary.F.EXP);

  private final GraphBuilder to = GraphBuilder.verbatim();
  private final Value x = to.named("x", to.add(new Placeholder(DataType.FLOAT, Shape.of(4))));
  private final Node fill =
      to.addNode(new UnknownOp("LookupTableImportV2", Map.of(), 1), List.of(x));

  private Value after(Node first, Op op, Value... inputs) {
    return to.addNode(op, List.of(inputs), List.of(first)).out();
  }

  private Graph rewritten(Value output, Rule... rules) {
    Graph graph = to.build(Map.of("x", x), Map.of("y", to.named("y", output)));
    Graph result = new Rewrite("rewrite", rules).run(graph);
    Verifier.verify(result, Stage.FOREIGN);
    assertTrue(result.hasEffects());
    return result;
  }

  private static Node y(Graph graph) {
    Node y = graph.outputs().get("y").node();
    assertEquals("y", graph.name(y));
    assertEquals(
        List.of("LookupTableImportV2"), y.controls().stream().map(n -> n.op().name()).toList());
    return y;
  }

  @Test
  void what_has_an_effect_stays_though_nobody_reads_it() {
    assertEquals(3, rewritten(to.add(RELU, x)).nodes().size());
  }

  @Test
  void a_node_keeps_its_controls() {
    Graph result = rewritten(after(fill, RELU, x));
    assertEquals(RELU, y(result).op());
    assertEquals(3, result.nodes().size());
  }

  @Test
  void a_replacement_inherits_them() {
    Graph result =
        rewritten(after(fill, new StopGradient(), to.add(EXP, x)), new DropStopGradient());
    assertEquals(EXP, y(result).op());
    assertEquals(3, result.nodes().size());
  }

  @Test
  void a_replacement_that_was_there_before_gets_a_node_that_carries_them() {
    Graph result = rewritten(after(fill, new StopGradient(), x), new DropStopGradient());
    assertEquals("Identity", y(result).op().name());
    assertEquals(result.inputs().get("x"), y(result).input(0));
  }

  @Test
  void a_constant_that_takes_the_place_of_a_node_has_them() {
    Value one = to.add(new Const(Tensor.scalar(1f)));
    Graph result = rewritten(after(fill, EXP, to.add(EXP, one)), new FoldConstants());
    assertTrue(y(result).out().constant().isPresent());
  }

  @Test
  void no_rule_looks_through_a_node_with_controls() {
    Value inner = after(fill, new StopGradient(), to.add(EXP, x));
    Value y = to.add(new Unary(Unary.F.TANH), inner);
    Rule throughStop =
        site ->
            site.op() instanceof Unary(Unary.F f)
                    && f == Unary.F.TANH
                    && site.input(0).op() instanceof StopGradient
                ? java.util.Optional.of(site.moved(site.input(0).node().input(0)))
                : java.util.Optional.empty();
    Graph result = rewritten(y, throughStop);
    assertEquals(1, result.opCounts().get("Tanh"));
    assertEquals(1, y(new Rewrite("all").run(rename(result))).controls().size());
  }

  /// The graph whose output `y` is what `Tanh` reads.
  private static Graph rename(Graph graph) {
    Value read = graph.outputs().get("y").node().input(0);
    GraphBuilder verbatim = GraphBuilder.verbatim();
    verbatim.named("y", read);
    return verbatim.build(graph.inputs(), Map.of("y", read));
  }

  @Test
  void equal_nodes_of_which_one_waits_for_the_other_are_no_circle() {
    Value a = to.add(RELU, x);
    Value c = to.addNode(EXP, List.of(a), List.of(fill)).out();
    Node y = rewritten(after(c.node(), RELU, x)).outputs().get("y").node();
    assertEquals(EXP, y.controls().getFirst().op());
    assertEquals(y.input(0), y.controls().getFirst().input(0));
  }

  @Test
  void controls_behind_which_there_is_no_effect_order_nothing_and_go() {
    Node nothing = to.addNode(new NoOp(), List.of());
    Value a = to.add(RELU, x);
    Value c = to.add(EXP, a);
    Value b = to.addNode(RELU, List.of(x), List.of(c.node(), nothing)).out();
    Graph result = rewritten(b);
    assertEquals(
        Map.of("LookupTableImportV2", 1L, "Placeholder", 1L, "Relu", 1L), result.opCounts());
  }

  @Test
  void each_of_several_results_comes_after_them() {
    Value axis = to.add(new Const(Tensor.scalar(0)));
    Node split = to.addNode(new Split(2), List.of(axis, x), List.of(fill));
    Node y = rewritten(to.add(RELU, split.out(1))).outputs().get("y").node();
    assertEquals("LookupTableImportV2", y.input(0).node().controls().getFirst().op().name());
  }

  @Test
  void a_budget_is_carried_along() {
    Budget budget = Budget.DEFAULT.withNodes(77);
    GraphBuilder small = GraphBuilder.verbatim(budget.meter());
    Value in = small.add(new Placeholder(DataType.FLOAT, Shape.of(-1)));
    Node effect = small.addNode(new UnknownOp("Print", Map.of(), 1), List.of(in));
    Graph graph =
        small.build(
            Map.of("x", in), Map.of("y", small.addNode(RELU, List.of(in), List.of(effect)).out()));
    assertEquals(budget, new Rewrite("nothing").run(graph).budget());
    assertEquals(budget, graph.withInputTypes(List.of(TensorType.of(DataType.FLOAT, 4))).budget());
  }
}
