package io.github.tfjs4j.pass.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HoistOutOfScanTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  private static Graph hoisted(Graph given, Map<String, Integer> applied) {
    return new Rewrite("hoist", new HoistOutOfScan()).run(given, applied);
  }

  @Test
  void products_of_a_sequence_with_constants_are_made_at_once() {
    Graph given =
        TEXT.parse(
            """
            function step {
              input %x: float32[?, 2]
              input %h: float32[?, 3]
              %w = Const float32[2, 3] {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}
              %u = Const float32[3, 3] {0.5, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.5}
              %b = Const float32[3] {0.1, 0.2, 0.3}
              %m = MatMul(%x, %w) : float32[?, 3]
              %a = BiasAdd(%m, %b) : float32[?, 3]
              %r = MatMul(%h, %u) : float32[?, 3]
              %y = AddV2(%a, %r) : float32[?, 3]
              return %y, "h": %y
            }
            input %x: float32[2, 5, 2]
            input %h: float32[2, 3]
            %y = Scan(%x, %h) {step=@step, states=1, reverse=true, label="RNN"}
            return %y, %y:1
            """);
    Graph found = hoisted(given, new TreeMap<>());
    assertEquals(
        """
        function y_step {
          input %a0: float32[?, 3]
          input %a1: float32[?, 3]
          %u = Const float32[3, 3] {0.5, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.5}
          %r = MatMul(%a1, %u) {transpose_a=false, transpose_b=false} : float32[?, 3]
          %y = AddV2(%a0, %r) : float32[?, 3]
          return %y, "h": %y
        }
        input %x: float32[2, 5, 2]
        input %h: float32[2, 3]
        %y/Const = Const float32[2, 3] {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}
        %y/BatchMatMulV2 = BatchMatMulV2(%x, %y/Const) {adj_x=false, adj_y=false} : float32[2, 5, 3]
        %y/Const_1 = Const float32[3] {0.1, 0.2, 0.3}
        %y/BiasAdd = BiasAdd(%y/BatchMatMulV2, %y/Const_1) : float32[2, 5, 3]
        %y = Scan(%y/BiasAdd, %h) {step=@y_step, sequences=1, states=1, reverse=true, label="RNN"} : float32[2, 5, 3], float32[2, 3]
        return %y, "y:1": %y:1
        """,
        TEXT.print(found));
    RuleContract.assertSameNumbers(given, found);
  }

  @Test
  void a_sequence_that_is_read_otherwise_stays() {
    Graph given =
        TEXT.parse(
            """
            function step {
              input %x: float32[?, 2]
              input %h: float32[?, 2]
              %w = Const float32[2, 2] {1.0, 2.0, 3.0, 4.0}
              %v = Const float32[2, 2] {4.0, 3.0, 2.0, 1.0}
              %m = MatMul(%x, %w) : float32[?, 2]
              %n = MatMul(%x, %v) {transpose_b=true} : float32[?, 2]
              %s = AddV2(%m, %h) : float32[?, 2]
              %y = Mul(%s, %x) : float32[?, 2]
              return %n, %y, %s
            }
            input %x: float32[2, 5, 2]
            input %h: float32[2, 2]
            %y = Scan(%x, %h) {step=@step, states=1, label="RNN"}
            return %y, %y:1, %y:2
            """);
    Map<String, Integer> applied = new TreeMap<>();
    Graph found = hoisted(given, applied);
    assertEquals(Map.of("HoistOutOfScan", 1), applied);
    assertEquals(2, found.opCounts().get("BatchMatMulV2"));
    RuleContract.assertSameNumbers(given, found);
  }

  @Test
  void what_depends_on_states_or_is_no_product_stays_in_the_step() {
    Map<String, Integer> applied = new TreeMap<>();
    hoisted(
        TEXT.parse(
            """
            function step {
              input %x: float32[?, 2]
              input %h: float32[?, 2]
              input %c: float32[2, 2]
              %w = Const float32[2, 2] {1.0, 2.0, 3.0, 4.0}
              %s = AddV2(%x, %h) : float32[?, 2]
              %m = MatMul(%s, %w) : float32[?, 2]
              %n = MatMul(%x, %c) : float32[?, 2]
              %t = Tanh(%x) : float32[?, 2]
              return %m, %n, %t, "h": %m
            }
            input %x: float32[2, 5, 2]
            input %h: float32[2, 2]
            input %c: float32[2, 2]
            %y = Scan(%x, %h, %c) {step=@step, states=1, label="RNN"}
            return %y, %y:1, %y:2, %y:3
            """),
        applied);
    assertEquals(Map.of(), applied);
  }
}
