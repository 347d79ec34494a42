package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Stage;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhileTest {
  private static final String COND =
      """
      function cond {
        input %i: int32[]
        input %x: float32[...]
        %goes_on = Less(%i, 3) : bool[]
        return %goes_on
      }
      """;

  private static final String APPEND =
      """
      function body {
        input %i: int32[]
        input %x: float32[...]
        %j = AddV2(%i, 1) : int32[]
        %y = ConcatV2(%x, %x, 0) : float32[?, 2]
        return %j, %y
      }
      input %x: float32[1, 2]
      %loop = StatelessWhile(0, %x) {cond=@cond, body=@body}
      return "i": %loop, "y": %loop:1
      """;

  @Test
  void aDimensionThatTheBodyChangesIsUnknown() {
    Graph graph = ControlExamples.graph(COND + APPEND);
    Verifier.verify(graph, Stage.CORE);
    assertEquals("int32[]", graph.outputs().get("i").type().toString());
    assertEquals("float32[?, 2]", graph.outputs().get("y").type().toString());
    Map<String, Tensor> results =
        new Interpreter(graph).run(Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2)));
    assertEquals(3, results.get("i").ints()[0]);
    assertEquals("[8, 2]", results.get("y").shape().toString());
  }

  @Test
  void functionsPrintAboveTheirOpAndParseBack() {
    TextForm form = new TextForm(Ops.ALL);
    String text = form.print(ControlExamples.graph(COND + APPEND));
    assertEquals(
        """
        function loop_cond {
          input %i: int32[]
          input %x: float32[...]
          %Const = Const int32[] {3}
          %goes_on = Less(%i, %Const) : bool[]
          return %goes_on
        }
        function loop_body {
          input %i: int32[]
          input %x: float32[...]
          %Const = Const int32[] {1}
          %j = AddV2(%i, %Const) : int32[]
          %Const_1 = Const int32[] {0}
          %y = ConcatV2(%x, %x, %Const_1) : float32[...]
          return %j, %y
        }
        input %x: float32[1, 2]
        %Const = Const int32[] {0}
        %loop = StatelessWhile(%Const, %x) {cond=@loop_cond, body=@loop_body} : int32[], float32[?, 2]
        return "i": %loop, "y": %loop:1
        """,
        text);
    assertEquals(text, form.print(form.parse(text)));
  }

  @Test
  void functionsLearnTheTypesOfTheirArguments() {
    Graph graph = ControlExamples.graph(COND + APPEND);
    While loop = (While) graph.outputs().get("i").op();
    Graph body = loop.typed(graph.outputs().get("i").node().inputs()).body();
    assertEquals("float32[?, 2]", body.inputs().get("x").type().toString());
    assertEquals("float32[?, 2]", body.outputs().get("y").type().toString());
  }

  @Test
  void loopVariablesKeepTheirType() {
    String body =
        """
        function body {
          input %i: int32[]
          input %x: float32[...]
          return "j": %i, "y": %i
        }
        input %x: float32[2]
        %loop = While(0, %x) {cond=@cond, body=@body}
        return %loop
        """;
    Exception e = assertThrows(Exception.class, () -> ControlExamples.graph(COND + body));
    assertTrue(
        e.getMessage()
            .contains(
                "loop variable 1 ('x') changes its type: one is float32[2], the other int32[]"),
        e.getMessage());
  }

  @Test
  void functionsThatDoNotFitAreRefused() {
    Graph two = ControlExamples.graph("input %a: int32[]\ninput %b: int32[]\nreturn %a, %b");
    Graph one = ControlExamples.graph("input %a: int32[]\nreturn %a");
    assertThrows(ShapeException.class, () -> new While(true, two, two));
    assertThrows(ShapeException.class, () -> new While(true, one, two));
    assertThrows(ShapeException.class, () -> new If(true, one, two));
    Tf tf = new Tf(GraphBuilder.simplifying());
    assertThrows(ShapeException.class, () -> tf.op(new While(true, one, one)));
    assertThrows(ShapeException.class, () -> tf.op(new While(true, one, one), tf.scalar(1f)));
  }
}
