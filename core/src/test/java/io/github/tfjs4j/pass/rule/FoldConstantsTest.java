package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {
  private static RuleContract given(String text) {
    return rules(new FoldConstants()).given(text);
  }

  @Test
  void a_whole_chain_becomes_its_value() {
    given(
            """
            input %x: float32[?]
            %a = Const float32[2, 3] random(1)
            %t = Transpose(%a, [1, 0])
            %s = Mul(%t, 2.0)
            %r = Reshape(%s, [6])
            %m = Mean(%r, [0])
            %y = AddV2(%x, %m)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?]
            %y = AddV2(%x, 1.0)
            return %y
            """);
  }

  @Test
  void all_results_of_a_split() {
    given(
            """
            input %x: float32[?, 2]
            %a = Const float32[2, 4] random(1)
            %s = Split(1, %a) {num_split=2}
            %u = MatMul(%x, %s)
            %v = MatMul(%x, %s:1)
            return %u, %v
            """)
        .becomes(
            """
            input %x: float32[?, 2]
            %a = Const float32[2, 2] random(1)
            %b = Const float32[2, 2] random(1)
            %u = MatMul(%x, %a)
            %v = MatMul(%x, %b)
            return %u, %v
            """);
  }

  @Test
  void what_would_swell_the_file_stays() {
    given(
            """
            input %x: float32[?]
            %f = Fill([300, 300], 1.0)
            %y = AddV2(%f, 0.5)
            return %y, %x
            """)
        .isLeftAlone();
  }

  @Test
  void what_only_others_can_compute_stays() {
    given(
            """
            input %x: float32[?]
            %a = Const string[1] {"a"}
            %y = StaticRegexReplace(%a) {pattern="(?=a)", rewrite="", replace_global=true}
            return %y, %x
            """)
        .isLeftAlone();
  }

  @Test
  void what_reads_an_input_stays() {
    given(
            """
            input %x: float32[?]
            %y = AddV2(%x, 1.0)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_reshaped_weight_keeps_its_stored_bytes_and_its_name() {
    byte[] halves = {0, 0x3c, 0, 0x40, 0, 0x42, 0, 0x44}; // 1, 2, 3, 4
    StoredTensor stored =
        new StoredTensor(Shape.of(4), Plain.littleEndian(DataType.HALF), Bytes.of(halves));
    GraphBuilder to = GraphBuilder.verbatim();
    Tf tf = new Tf(to);
    Value weight = to.named("layer/kernel", tf.constant(stored));
    Graph given = to.build(Map.of(), Map.of("y", tf.reshape(weight, 2, 2)));
    Graph result = new Rewrite("test", new FoldConstants()).run(given);
    Node kernel = result.outputs().get("y").node();
    assertEquals("layer/kernel", result.name(kernel));
    StoredTensor kept = assertInstanceOf(StoredTensor.class, kernel.op().constant().orElseThrow());
    assertSame(stored.bytes(), kept.bytes());
    assertEquals(Shape.of(2, 2), kept.shape());
  }

  private static Graph filled(Budget budget) {
    GraphBuilder to = GraphBuilder.simplifying(budget.meter());
    Tf tf = new Tf(to);
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(-1, 20_000)));
    Value y = x;
    for (int i = 0; i < 100; i++) {
      y = tf.mul(y, tf.op(new Fill(), tf.ints(20_000), tf.scalar(i + 2f)));
    }
    return to.build(Map.of("x", x), Map.of("y", y));
  }

  @Test
  void what_shapes_alone_make_is_limited_in_total() {
    Rewrite fold = new Rewrite("fold", new FoldConstants());
    assertEquals(201, fold.run(filled(Budget.DEFAULT)).nodes().size());
    Graph graph = filled(Budget.DEFAULT.withBytes(1_000_000));
    LimitException e = assertThrows(LimitException.class, () -> fold.run(graph));
    assertTrue(e.getMessage().contains("--max_bytes"), e.getMessage());
  }

  @Test
  void what_reads_one_of_several_folded_results_folds_too() {
    given(
            """
            input %x: float32[?, 2]
            %a = Const float32[4] {1.0, 2.0, 3.0, 4.0}
            %s = Split(0, %a) {num_split=2}
            %n = Neg(%s:1)
            %y = AddV2(%x, %n)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 2]
            %n = Const float32[2] {-3.0, -4.0}
            %y = AddV2(%x, %n)
            return %y
            """);
  }
}
