package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadLengthAtSourceTest {
  private static final RuleContract.Rules RULES = rules(new ReadLengthAtSource());
  private static final String SLICE =
      "{begin_mask=0, end_mask=0, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=1}";

  /// What remains of a computation of which only a length is read.
  private static List<String> ops(String computed) {
    Graph given =
        new TextForm(Ops.ALL)
            .parse(
                """
                input %x: float32[?, 7, 4]
                input %w: float32[4, 4]
                COMPUTED
                %shape = Shape(%y)
                %n = StridedSlice(%shape, [0], [1], [1]) SLICE
                return %n
                """
                    .replace("COMPUTED", computed)
                    .replace("SLICE", SLICE));
    Graph result = new Rewrite("test", new ReadLengthAtSource()).run(given);
    return result.opCounts().keySet().stream()
        .filter(op -> !op.equals("Const") && !op.equals("Placeholder"))
        .toList();
  }

  @Test
  void nothing_is_computed_for_a_length() {
    List<String> read = List.of("Shape", "StridedSlice");
    assertEquals(read, ops("%y = Tanh(%x)"));
    assertEquals(
        read, ops("%t = Transpose(%x, [1, 0, 2])\n%y = StridedSlice(%t, [0], [1], [1]) " + SLICE));
    assertEquals(
        read,
        ops(
                """
                %s = StridedSlice(%x, [0, 2], [0, 3], [1, 1]) {begin_mask=1, end_mask=1, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=2}
                %y = MatMul(%s, %w) {transpose_a=false, transpose_b=false}
                """)
            .stream()
            .filter(read::contains)
            .toList());
    assertEquals(read, ops("%p = Split(2, %x) {num_split=2}\n%y = Tanh(%p:1)"));
    assertEquals(read, ops("%y = ZerosLike(%x)"));
  }

  @Test
  void zeros_are_made_of_lengths() {
    Graph given =
        new TextForm(Ops.ALL)
            .parse(
                """
                input %x: float32[?, 4]
                %t = Tanh(%x)
                %y = ZerosLike(%t)
                return %y
                """);
    Graph result = new Rewrite("test", new ReadLengthAtSource()).run(given);
    assertEquals(0, result.opCounts().getOrDefault("Tanh", 0L));
    RuleContract.assertSameNumbers(given, result);
  }

  @Test
  void a_length_at_its_source_is_left_alone() {
    RULES
        .given(
            """
            input %x: float32[?, 4]
            %shape = Shape(%x)
            %n = StridedSlice(%shape, [0], [1], [1]) SLICE
            return %n
            """
                .replace("SLICE", SLICE))
        .isLeftAlone();
  }
}
