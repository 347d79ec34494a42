package io.github.tfjs4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RetypingTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  private static TensorType floats(int... dims) {
    return TensorType.of(DataType.FLOAT, dims);
  }

  @Test
  void everything_is_inferred_anew_and_nothing_else_changes() {
    Graph graph =
        TEXT.parse(
            """
            input %x as "image": float32[?, 3]
            input %b: float32[?]
            %n = NoOp()
            %y = Add(%x, %b, ^%n)
            %z = Tanh(%y)
            %unused = Exp(%z)
            return "first": %z
            """);
    Graph typed = graph.withInputTypes(List.of(floats(4, 3), floats(-1)));
    assertEquals(floats(4, 3), typed.outputs().get("first").type());
    assertEquals(List.of(floats(4, 3), floats(-1)), typed.inputTypes());
    assertEquals(TEXT.print(graph).replaceAll("\\[\\?, 3]", "[4, 3]"), TEXT.print(typed));
    assertSame(typed, graph.withInputTypes(List.of(floats(4, 3), floats(-1))), "is remembered");
    assertSame(graph, graph.withInputTypes(List.of(floats(-1, -1), floats(-1))), "nothing new");
    Verifier.verify(typed, Stage.CORE);
  }

  @Test
  void types_that_do_not_fit_name_the_input() {
    Graph graph = TEXT.parse("input %x as \"image\": float32[?, 3]\nreturn %x");
    ShapeException e =
        assertThrows(ShapeException.class, () -> graph.withInputTypes(List.of(floats(4, 5))));
    assertTrue(e.getMessage().contains("'image'"), e::getMessage);
    assertThrows(ShapeException.class, () -> graph.withInputTypes(List.of()));
  }

  @Test
  void functions_are_inferred_for_what_they_are_called_with() {
    Graph graph =
        TEXT.parse(
            """
            function below {
              input %i: int32[]
              input %x: float32[...]
              %c = Less(%i, 3)
              return %c
            }
            function next {
              input %i: int32[]
              input %x: float32[...]
              %j = AddV2(%i, 1)
              %y = Tanh(%x)
              return %j, %y
            }
            input %x: float32[...]
            %loop = StatelessWhile(0, %x) {cond=@below, body=@next}
            return "y": %loop:1
            """);
    Graph typed = graph.withInputTypes(List.of(floats(2, 3)));
    assertEquals(List.of(floats(2, 3)), typed.outputTypes());
    Graph body = typed.outputs().get("y").node().op().functions().get("body");
    assertEquals(floats(2, 3), body.outputTypes().get(1));
    Verifier.verify(typed, Stage.CORE);
  }

  /// `deepest` and then `levels` functions, each of which calls the one before twice.
  private static String pyramid(String deepest, int levels, String calls) {
    StringBuilder text = new StringBuilder("function f0 {\n" + deepest + "}\n");
    for (int i = 1; i <= levels; i++) {
      text.append("function f" + i + " {\n" + calls.replace("@f", "@f" + (i - 1)) + "}\n");
    }
    return text.toString();
  }

  @Test
  @Timeout(20)
  void functions_that_call_each_other_twice_are_inferred_once() {
    String calls =
        """
        input %c: bool[]
        input %x: float32[...]
        %a = StatelessIf(%c, %c, %x) {then_branch=@f, else_branch=@f}
        %b = If(%c, %c, %a) {then_branch=@f, else_branch=@f}
        return %b
        """;
    String deepest = "input %c: bool[]\ninput %x: float32[...]\n%y = Tanh(%x)\nreturn %y\n";
    Graph graph =
        TEXT.parse(
            pyramid(deepest, 30, calls)
                + """
                input %c: bool[]
                input %x: float32[2, 3]
                %y = If(%c, %c, %x) {then_branch=@f30, else_branch=@f30}
                return %y
                """);
    assertEquals(List.of(floats(2, 3)), graph.outputTypes());
    assertEquals(32, graph.graphs().size());
    Graph typed =
        TEXT.parse(TEXT.print(graph))
            .withInputTypes(List.of(graph.inputTypes().get(0), floats(2, 3)));
    assertEquals(32, typed.graphs().size());
    Verifier.verify(typed, Stage.CORE);
  }

  @Test
  @Timeout(20)
  void loops_in_loops_whose_variables_take_long_to_settle_are_given_up() {
    // Each round hands v1 on to v2, v2 to v3, ...: forty steps until all lengths are forgotten.
    String inputs = "input %c: bool[]\n";
    String shifted = "return %c, %v";
    for (int i = 1; i <= 40; i++) {
      inputs += "input %v" + i + ": float32[?]\n";
      shifted += i < 40 ? ", %v" + i : "\n";
    }
    String calls =
        "%w = StatelessWhile(%c"
            + ", %v1".repeat(40)
            + ") {cond=@cond, body=@f}\n"
            + "%q = StatelessWhile(%w"
            + ", %w:1".repeat(40)
            + ") {cond=@cond, body=@f}\n"
            + "%v = ConcatV2(%q:40, %q:40, 0)\n";
    String text =
        "function cond {\n"
            + inputs
            + "return %c\n}\n"
            + pyramid(
                inputs + "%v = ConcatV2(%v1, %v1, 0)\n" + shifted, 6, inputs + calls + shifted)
            + "input %c: bool[]\ninput %x: float32[2]\n"
            + "%y = While(%c"
            + ", %x".repeat(40)
            + ") {cond=@cond, body=@f6}\n"
            + "return \"y\": %y:40\n";
    assertEquals(List.of(floats(-1)), TEXT.parse(text).outputTypes());
  }
}
