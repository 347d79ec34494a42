package io.github.tfjs4j.pass.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecogniseScanTest {
  private static final String FUNCTIONS =
      """
      function cond {
        input %t: int32[]
        input %n: int32[]
        input %ys: variant[]
        input %h: float32[?, 4]
        input %xs: variant[]
        %less = Less(%t, %n)
        return %less
      }
      function body {
        input %t: int32[]
        input %n: int32[]
        input %ys: variant[]
        input %h: float32[?, 4]
        input %xs: variant[]
        %one = Const int32[] {1}
        %next = AddV2(%t, %one)
        %x = TensorListGetItem(%xs, %INDEX, [-1, 4]) {element_dtype=DT_FLOAT}
        %sum = AddV2(%x, %h)
        %y = Tanh(%sum)
        %written = TensorListSetItem(%ys, %WRITE, %y) {element_dtype=DT_FLOAT}
        return %next, %n, %written, %y, %xs
      }
      """;

  private static Graph graph(String batch, String time, String index, String write, String size) {
    return new TextForm(Ops.ALL)
        .parse(
            FUNCTIONS.replace("%INDEX", index).replace("%WRITE", write)
                + """
                input %x: float32[TIME, BATCH, 4]
                input %h: float32[BATCH, 4]
                %shape = Shape(%x)
                %n = StridedSlice(%shape, [0], [1], [1]) {begin_mask=0, end_mask=0, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=1}
                %zero = Const int32[] {0}
                %ys = TensorListReserve([-1, 4], SIZE) {element_dtype=DT_FLOAT}
                %xs = TensorListFromTensor(%x, [-1, 4]) {element_dtype=DT_FLOAT}
                %loop = StatelessWhile(%zero, %n, %ys, %h, %xs) {cond=@cond, body=@body}
                %all = TensorListStack(%loop:2, [-1, 4]) {element_dtype=DT_FLOAT, num_elements=-1}
                return %all, %loop:3
                """
                    .replace("BATCH", batch)
                    .replace("TIME", time)
                    .replace("SIZE", size));
  }

  private static final Rewrite RULES =
      new Rewrite("rules of a test", new MaterialiseShape(), new RecogniseScan(), new FoldLists());

  private static List<Scan> scans(Graph graph) {
    return graph.nodes().stream()
        .map(Node::op)
        .filter(Scan.class::isInstance)
        .map(Scan.class::cast)
        .toList();
  }

  private static Scan only(Graph given) {
    Graph result = RULES.run(given);
    assertEquals(1, scans(result).size(), () -> new TextForm(Ops.ALL).print(result));
    assertEquals(0, result.opCounts().getOrDefault("TensorListStack", 0L));
    if (given.inputTypes().stream().allMatch(t -> t.shape().isFullyDefined())) {
      RuleContract.assertSameNumbers(given, result);
    }
    return scans(result).getFirst();
  }

  @Test
  void a_loop_over_lists_becomes_a_recurrence() {
    Scan scan = only(graph("2", "3", "%t", "%t", "3"));
    assertEquals(1, scan.sequences());
    assertEquals(1, scan.states());
    assertEquals(1, scan.outputs());
  }

  @Test
  void so_does_one_of_unknown_length() {
    assertEquals(1, only(graph("?", "?", "%t", "%t", "%n")).outputs());
  }

  @Test
  void a_list_of_the_last_element_is_a_state() {
    assertEquals(0, only(graph("2", "3", "%t", "0", "1")).outputs());
  }

  @Test
  void what_goes_through_its_lists_otherwise_is_left_alone() {
    for (Graph given :
        List.of(
            // The same element every time, a list that is longer than the loop, one element only.
            graph("2", "3", "0", "%t", "3"),
            graph("2", "3", "%t", "%t", "4"),
            graph("2", "3", "%t", "1", "3"))) {
      assertEquals(List.of(), scans(RULES.run(given)));
    }
  }

  @Test
  void states_that_are_always_alike_are_one() {
    Graph given =
        new TextForm(Ops.ALL)
            .parse(
                """
                function cond {
                  input %t: int32[]
                  input %a: float32[2, 4]
                  input %b: float32[2, 4]
                  input %xs: variant[]
                  %three = Const int32[] {3}
                  %less = Less(%t, %three)
                  return %less
                }
                function body {
                  input %t: int32[]
                  input %a: float32[2, 4]
                  input %b: float32[2, 4]
                  input %xs: variant[]
                  %one = Const int32[] {1}
                  %next = AddV2(%t, %one)
                  %x = TensorListGetItem(%xs, %t, [-1, 4]) {element_dtype=DT_FLOAT}
                  %ax = AddV2(%x, %a)
                  %bx = AddV2(%x, %b)
                  %ay = Tanh(%ax)
                  %by = Tanh(%bx)
                  return %next, %ay, %by, %xs
                }
                input %x: float32[3, 2, 4]
                input %h: float32[2, 4]
                %zero = Const int32[] {0}
                %xs = TensorListFromTensor(%x, [-1, 4]) {element_dtype=DT_FLOAT}
                %loop = StatelessWhile(%zero, %h, %h, %xs) {cond=@cond, body=@body}
                return %loop:1, %loop:2
                """);
    Graph result = RULES.run(given);
    assertEquals(1, scans(result).getFirst().states());
    RuleContract.assertSameNumbers(given, result);
  }
}
