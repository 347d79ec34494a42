package io.github.tfjs4j.pass.tfjs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeepWrittenElementsTest {
  private static Graph graph(String written) {
    return new TextForm(Ops.ALL)
        .parse(
            """
            function below {
              input %i: int32[]
              input %ys: variant[]
              input %h: float32[2]
              %three = Const int32[] {3}
              %less = Less(%i, %three)
              return %less
            }
            function next {
              input %i: int32[]
              input %ys: variant[]
              input %h: float32[2]
              %one = Const int32[] {1}
              %j = AddV2(%i, %one)
              %k = Tanh(%h)
              %y = Sigmoid(%k)
              %zs = TensorListSetItem(%ys, %i, WRITTEN) {element_dtype=DT_FLOAT}
              return %j, %zs, %k
            }
            input %x: float32[2]
            %zero = Const int32[] {0}
            %ys = TensorListReserve([2], 3) {element_dtype=DT_FLOAT}
            %loop = StatelessWhile(%zero, %ys, %x) {cond=@below, body=@next}
            %all = TensorListStack(%loop:1, [2]) {element_dtype=DT_FLOAT, num_elements=3}
            return %all, %loop:2
            """
                .replace("WRITTEN", written));
  }

  private static Graph rewritten(Graph given, Map<String, Integer> applied) {
    return new Rewrite("test", new KeepWrittenElements()).run(given, applied);
  }

  @Test
  void what_is_written_is_a_variable_too() {
    Graph given = graph("%y");
    Graph result = rewritten(given, new TreeMap<>());
    While loop =
        result.nodes().stream()
            .map(Node::op)
            .filter(While.class::isInstance)
            .map(While.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(4, loop.body().outputs().size());
    assertEquals(4, loop.cond().inputs().size());
    RuleContract.assertSameNumbers(given, result);
  }

  @Test
  void what_is_kept_already_is_left_alone() {
    for (String written : new String[] {"%k", "%h"}) {
      Map<String, Integer> applied = new TreeMap<>();
      rewritten(graph(written), applied);
      assertEquals(Map.of(), applied);
    }
  }
}
