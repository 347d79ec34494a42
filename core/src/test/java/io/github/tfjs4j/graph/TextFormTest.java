package io.github.tfjs4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  private static Graph parse(String text) {
    return TEXT.parse(text);
  }

  private static Tensor constant(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(n -> graph.name(n).equals(name))
        .findFirst()
        .orElseThrow()
        .op()
        .constant()
        .orElseThrow()
        .tensor();
  }

  /// What is printed once is printed again after it was parsed, and the graph is sound.
  private static void assertPrintsAsWritten(String text) {
    Graph graph = parse(text);
    Verifier.verify(graph, Stage.CORE);
    assertEquals(text, TEXT.print(graph));
  }

  // ---- round trips ----

  @Test
  void a_recurrence_prints_and_parses_with_its_step() {
    assertPrintsAsWritten(
        """
        function y_step {
          input %x: float32[?, 2]
          input %h: float32[?, 2]
          %next = AddV2(%x, %h) : float32[?, 2]
          return %next, "last": %next
        }
        input %x: float32[?, 7, 2]
        input %h: float32[?, 2]
        %y = Scan(%x, %h) {step=@y_step, sequences=1, states=1, reverse=true, label="Sum"} : float32[?, 7, 2], float32[?, 2]
        return %y, "h": %y:1
        """);
  }

  @Test
  void a_function_that_many_call_stands_there_once() {
    assertPrintsAsWritten(
        """
        function y_then_branch {
          input %x: float32[2]
          %y = Tanh(%x) : float32[2]
          return %y
        }
        function a_then_branch {
          input %x: float32[2]
          %z = StatelessIf(%x, %x) {then_branch=@y_then_branch, else_branch=@y_then_branch} : float32[2]
          return %z
        }
        function a_else_branch {
          input %x: float32[2]
          %y = StatelessIf(%x, %x) {then_branch=@y_then_branch, else_branch=@y_then_branch} : float32[2]
          return %y
        }
        input %x: float32[2]
        %a = StatelessIf(%x, %x) {then_branch=@a_then_branch, else_branch=@a_else_branch} : float32[2]
        return %a
        """);
  }

  @Test
  void a_printed_graph_parses_to_the_same_text() {
    assertPrintsAsWritten(
        """
        input %x: float32[?, 4]
        %w = Const float32[4, 2] {1.0, 0.5, 0.0, 2.0, 1.0, 1.0, -1.0, 0.25}
        %y = MatMul(%x, %w) {transpose_a=false, transpose_b=false} : float32[?, 2]
        return %y
        """);
  }

  @Test
  void results_of_one_op_are_told_apart_by_their_index() {
    assertPrintsAsWritten(
        """
        input %x: float32[?, 4]
        %axis = Const int32[] {1}
        %s = Split(%axis, %x) {num_split=2} : float32[?, 2], float32[?, 2]
        %y = Sub(%s:1, %s) : float32[?, 2]
        return %y, "left": %s, "right": %s:1
        """);
  }

  @Test
  void states_name_what_is_before_and_after() {
    assertPrintsAsWritten(
        """
        %start = Const float32[2] {100.0, 100.0}
        %before = PlaceholderWithDefault(%start) {dtype=DT_FLOAT, shape=shape[2]} : float32[2]
        input %x: float32[2]
        %after = AddV2(%x, %before) : float32[2]
        state "the \\"sum\\"": %before, %after
        return %after
        """
            // The signature's inputs stand first whatever was written first.
            .replaceFirst("(?s)(%start.*?)(input %x: float32\\[2]\\n)", "$2$1"));
  }

  @Test
  void control_inputs_stand_behind_the_operands() {
    assertPrintsAsWritten(
        """
        input %x: float32[3]
        %first = NoOp()
        %y = Neg(%x, ^%first) : float32[3]
        return %y
        """);
  }

  @Test
  void an_input_can_have_another_key_than_name() {
    assertPrintsAsWritten(
        """
        input %x as "Größe: [0]": int32[?]
        %y = Neg(%x) : int32[?]
        return "a key\\\\": %y
        """);
    String untyped = "input %x: ?[...]\nreturn %x\n";
    assertEquals(untyped, TEXT.print(parse(untyped)));
    assertEquals(
        List.of("Größe: [0]", "anything"),
        List.copyOf(
            parse("input %x as \"Größe: [0]\": int32[?]\ninput %anything\nreturn %x")
                .inputs()
                .keySet()));
  }

  @Test
  void a_function_stands_above_the_op_that_calls_it() {
    Graph graph =
        parse(
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
    String text = TEXT.print(graph);
    assertTrue(text.startsWith("function loop_"), text);
    assertTrue(text.contains("function loop_body {\n  input %i: int32[]\n"), text);
    assertTrue(text.indexOf("function loop_cond {\n") < text.indexOf("input %zero"), text);
    assertEquals(text, TEXT.print(parse(text)));
  }

  @Test
  void origins_print_as_comments() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.named("x", to.add(new Placeholder(DataType.FLOAT, Shape.of(2))));
    to.from(Set.of("act (Activation)"), "act");
    Graph graph = to.build(Map.of("x", x), Map.of("out", to.add(new Unary(Unary.F.NEG), x)));
    String text = TEXT.print(graph);
    assertEquals(
        """
        input %x: float32[2]
        %act/Neg = Neg(%x) : float32[2]  # act (Activation)
        return "out": %act/Neg
        """,
        text);
    assertEquals(text.replace("  # act (Activation)", ""), TEXT.print(parse(text)));
  }

  // ---- literals ----

  @Test
  void constants_of_every_type_keep_their_bits() {
    String text =
        """
        %f = Const float32[8] {1.0, -0.0, NaN, Infinity, -Infinity, 1.4E-45, 3.4028235E38, 1.0E-5}
        %i = Const int32[3] {-2147483648, 0, 2147483647}
        %b = Const bool[2, 1] {true, false}
        %s = Const string[3] {"", "a \\"b\\"\\n\\t\\\\", "größer, } 模型"}
        %none = Const float32[0, 3] {}
        %one = Const int32[] {7}
        return %f, %i, %b, %s, %none, %one
        """;
    assertPrintsAsWritten(text);
    Graph graph = parse(text);
    assertEquals(Float.MIN_VALUE, constant(graph, "f").floats()[5]);
    assertEquals(
        Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(constant(graph, "f").floats()[1]));
    assertEquals(
        "a \"b\"\n\t\\",
        new String(constant(graph, "s").strings()[1], java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void operands_may_be_literals() {
    Graph graph =
        parse(
            """
            input %x: float32[2]
            %y = AddV2(%x, 2.5)
            %z = AddV2(%y, [1.0, -2e3])
            %r = Reshape(%z, [2, 1])
            %t = Transpose(%r, [1, 0])
            return %t
            """);
    List<String> constants =
        graph.nodes().stream()
            .flatMap(n -> n.op().constant().stream())
            .map(c -> c.type() + " " + c.shape())
            .toList();
    assertEquals(List.of("FLOAT []", "FLOAT [2]", "INT32 [2]", "INT32 [2]"), constants);
    assertEquals(Shape.of(1, 2), graph.outputs().get("t").shape());
  }

  @Test
  void a_large_constant_prints_elided_and_does_not_parse_back() {
    Graph graph = parse("%w = Const float32[65] random(7)\nreturn %w");
    String text = TEXT.print(graph);
    assertEquals("%w = Const float32[65] {...}\nreturn %w\n", text);
    assertThrows(FormatException.class, () -> parse(text));
  }

  @Test
  void random_stands_for_seeded_values() {
    Tensor a = constant(parse("%w = Const float32[3, 3] random(7)\nreturn %w"), "w");
    Tensor b = constant(parse("%w = Const float32[3, 3] random(7)\nreturn %w"), "w");
    Tensor c = constant(parse("%w = Const float32[3, 3] random(8)\nreturn %w"), "w");
    assertTrue(a.sameBits(b));
    assertFalse(a.sameBits(c));
    for (float v : a.floats()) {
      assertTrue(v >= -1 && v < 1, () -> "" + v);
    }
  }

  @Test
  void every_kind_of_attribute_prints_as_it_is_read() {
    Map<String, AttrValue> kinds =
        Map.ofEntries(
            Map.entry("-9007199254740993", new AttrValue.I(-9007199254740993L)),
            Map.entry("1.0E-5", new AttrValue.F(1e-5f)),
            Map.entry("NaN", new AttrValue.F(Float.NaN)),
            Map.entry("true", new AttrValue.B(true)),
            Map.entry("\"a \\\"b\\\"\"", new AttrValue.S("a \"b\"")),
            Map.entry("DT_HALF", new AttrValue.Type(DataType.HALF)),
            Map.entry("shape[?, 3]", new AttrValue.Dims(Shape.of(-1, 3))),
            Map.entry("shape[...]", new AttrValue.Dims(Shape.UNKNOWN)),
            Map.entry("[1, -2]", new AttrValue.Ints(List.of(1L, -2L))),
            Map.entry(
                "[0.5, -Infinity]", new AttrValue.Floats(List.of(0.5f, Float.NEGATIVE_INFINITY))),
            Map.entry("[true, false]", new AttrValue.Bools(List.of(true, false))),
            Map.entry("[\"BiasAdd\", \"Relu\"]", new AttrValue.Strings(List.of("BiasAdd", "Relu"))),
            Map.entry(
                "[DT_FLOAT, DT_INT32]",
                new AttrValue.Types(List.of(DataType.FLOAT, DataType.INT32))),
            Map.entry(
                "[shape[], shape[2]]", new AttrValue.Shapes(List.of(Shape.SCALAR, Shape.of(2)))),
            Map.entry("[]", new AttrValue.EmptyList()),
            Map.entry("@elsewhere", new AttrValue.Func("elsewhere")),
            Map.entry(
                "tree {\"a\": [1, -0.5, \"b\\\"\", true, null]}",
                new AttrValue.Other(
                    Tree.object(
                        Map.of(
                            "a",
                            Tree.list(
                                Tree.of(1),
                                Tree.of(-0.5),
                                Tree.of("b\""),
                                Tree.of(true),
                                Tree.NULL))))));
    kinds.forEach((text, value) -> {
      assertEquals(text, TextForm.print(value));
      assertEquals(value, readAny(text));
    });
  }

  /// A vocabulary of one op with one attribute of any kind.
  private static AttrValue readAny(String text) {
    OpDef<AnyOp> def =
        OpDef.named("Any", AnyOp.class, a -> new AnyOp(a.values().get("value")))
            .attr("value", AnyOp::value);
    Vocabulary any =
        new Vocabulary(List.of(def), Const::new, t -> new Placeholder(t.type(), t.shape()));
    Graph graph = new TextForm(any).parse("%n = Any() {value=" + text + "}\nreturn %n");
    return ((AnyOp) graph.nodes().getFirst().op()).value();
  }

  private record AnyOp(AttrValue value) implements Op {
    @Override
    public String name() {
      return "Any";
    }

    @Override
    public List<io.github.tfjs4j.tensor.TensorType> infer(List<Value> inputs) {
      return List.of(io.github.tfjs4j.tensor.TensorType.UNKNOWN);
    }
  }

  // ---- mistakes ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return %y | line 1: %y is not defined above",
        "input %x: float32[2] | line 1: unexpected end: a graph ends with 'return'",
        "input %x: float32[2];hello | line 2: expected 'input', '%name = ...', 'function', 'state' or 'return', at 'hello'",
        "input %x: float32[2];;# a comment;%y = Nag(%x);return %y | line 4: unknown op Nag",
        "input %x: float32[2];%y = Neg(%x) {alpha=1};return %y | line 2: Neg has no attribute 'alpha', it has []",
        "input %x: float32[2];%x = Neg(%x);return %x | line 2: %x is defined twice",
        "input %x: float32[2];%y = Neg(%x;return %y | line 2: expected ')'",
        "input %x: float32[2];%y = Neg(%x:1);return %y | line 2: %x has 1 results, there is no :1",
        "input %x: float32[2];return %x, %x | line 2: two outputs are called 'x'",
        "input %x: float32[2a];return %x | line 1: '2a' is not a number",
        "%c = Const float32[1] {zwei};return %c | line 1: 'zwei' is not a number",
        "%c = Const int32[1] {1.5};return %c | line 1: '1.5' is not a number",
        "%c = Const float32[2] {1.0};return %c | line 1: float32[2] has 2 elements, given are 1",
        "%c = Const float32[1] random(x);return %c | line 1: 'x' is not a number",
        "%c = Const float33[1] {1.0};return %c | line 1: unknown dtype",
        "input %x: float32[2];%y = Neg(%x:1x);return %y | line 2: '1x' is not a number",
        "input %x: float32[2];%y = AddV2(%x, [1.0, 2.0, 3.0]);return %y | line 2: %y, at '(%x, [1.0, 2.0, 3.0])': shapes [2] and [3] do not broadcast",
        "input %x: float32[2];%y = Cast(%x) {DstT=DT_FLAOT};return %y | line 2: unknown data type",
        "input %x: float32[2];%y = Reshape(%x, [2, 1]);%z = Neg(%x | line 3: ",
        "input %x as \"no end: float32[2];return %x | line 1: a string ends on the line on which it begins",
        "%c = Const float32[-1] {};return %c | line 1: a length is at least 0",
        "%c = Const float32[?] {};return %c | line 1: the shape of a constant is known",
        "%c = Const int32[2147483647] random(1);return %c | line 1: random elements are float32",
        "%c = Const float32[2147483647] random(1);return %c | line 1: random elements are float32 and at most",
        "%c = Const float32[65] {...};return %c | line 1: the elements of this constant have been left out",
        "%c = Const bool[1] {maybe};return %c | line 1: 'maybe' is neither true nor false",
        "%c = Const string[1] {\"\\q\"};return %c | line 1: there is no escape '\\q'",
        "%c = Const string[1] {\"\\xg0\"};return %c | line 1: an escape has 2 hexadecimal digits",
        "%c = Const string[1] {\"\\ud800\"};return %c | line 1: a string of bytes cannot hold half of a character",
        "input %x as \"k\": float32[2];input %y as \"k\": float32[2];return %x | line 2: two inputs are called 'k'",
        "input %x: float32[2];%y = Unpack(%x) {num=-3};return %y | line 2: %y",
        "input %x: float32[2];%y = Squeeze(%x) {squeeze_dims=[99999999999]};return %y | line 2: %y",
        "input %x: float32[2];%n = NoOp();%y = Neg(%n);return %y | line 3: %n has 0 results",
        "input %x: float32[2];%y = Neg();return %y | line 2: %y",
        "input %x: float32[2];return %x;return %x | line 3: 'return' is the last statement",
        "input %x: float32[2] float32[2];return %x | line 1: expected the end of the line",
      })
  void a_mistake_is_named_with_its_line(String text, String message) {
    ModelException e = assertThrows(ModelException.class, () -> parse(text.replace(';', '\n')));
    assertTrue(e.getMessage().startsWith(message.strip()), e.getMessage());
  }

  /// Tokens of a text in another order, doubled, left out, or of values that are far off.
  private static String mutated(String text, Random random) {
    List<String> tokens = new ArrayList<>(List.of(text.split("(?<=\\W)|(?=\\W)")));
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(tokens.size());
      switch (random.nextInt(5)) {
        case 0 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
        case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
        case 2 -> tokens.set(at, "");
        case 3 -> tokens.set(at, FAR_OFF.get(random.nextInt(FAR_OFF.size())));
        default -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
      }
    }
    return String.join("", tokens);
  }

  private static final List<String> FAR_OFF =
      List.of(
          "-1",
          "0",
          "7",
          "2147483647",
          "-2147483648",
          "9999999999",
          "99999999999999999999",
          "NaN",
          "-Infinity",
          "1e99",
          "\"",
          "\\",
          "\\u12",
          "\\x",
          "\ud800",
          "[",
          "]",
          "{",
          "}",
          "%",
          "@",
          "?",
          "...",
          "random(3)",
          "DT_STRING",
          "DT_RESOURCE",
          "int32",
          "string",
          "bool",
          "[]",
          "shape[?]",
          "tree",
          "true",
          "\n",
          "#",
          "^",
          ":",
          "Const",
          "Split",
          "While",
          "Scan",
          "Einsum",
          "Conv2D",
          "Range",
          "Fill");

  @Test
  void whatever_is_wrong_in_a_text_is_told_with_its_line() {
    String text = everything();
    parse(text);
    int rounds = Integer.getInteger("fuzz.rounds", 400);
    for (int seed = 0; seed < rounds; seed++) {
      String wrong = mutated(text, new Random(seed));
      int at = seed;
      try {
        Graph graph = parse(wrong);
        String printed = TEXT.print(graph);
        assertEquals(printed, TEXT.print(parse(printed)), () -> "seed " + at);
      } catch (ModelException e) {
        assertTrue(e.getMessage().startsWith("line "), () -> "seed " + at + ": " + e.getMessage());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + at + "\n" + wrong, e);
      }
    }
  }

  private static String everything() {
    return """
    function step {
      input %x: float32[?, 2]
      input %h: float32[?, 2]
      %next = AddV2(%x, %h) : float32[?, 2]
      return %next, "last": %next
    }
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
    input %x as "the input": float32[?, 7, 2]
    input %h: float32[?, 2]
    %n = NoOp()
    %loop = StatelessWhile(0) {cond=@below, body=@next} : int32[]
    %y = Scan(%x, %h) {step=@step, sequences=1, states=1, reverse=true, label="Sum\\n\\u0007"} : float32[?, 7, 2], float32[?, 2]
    %w = Const(^%n) float32[3, 2] {1.0, -0.5, NaN, 1e-3, Infinity, 0.0}
    %"a \\"name\\"" = Const string[2] {"text", "\\xff\\\\"}
    %b = Const bool[] {true}
    %i = Const int32[1, 1, 2, 3] {0, 1, 2, 3, 4, 5}
    %s = Split(1, %y:1) {num_split=2}
    %m = MatMul(%s:1, [[1.0]], ^%n) {transpose_a=false, transpose_b=false}
    %p = Pad(%w, %i) {}
    %e = Einsum(%y:1, %w) {equation="ab,cb->ac"}
    %r = Reshape(%e, [-1, 3], ^%s)
    %q = Squeeze(%b) {squeeze_dims=[]}
    %v = StridedSlice(%w, [0, 1], [2, 2], [1, 1]) {begin_mask=1, end_mask=0, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=2}
    %c = Cast(%w) {SrcT=DT_FLOAT, DstT=DT_INT32, Truncate=false}
    %f = Fill([2, 2], 1.0)
    %g = Range(0, 10, 3)
    %z = ConcatV2(%w, %w, -1)
    %u = Unpack(%w) {num=3, axis=0}
    input %z as "computed"
    state "count": %h, %e
    return %y, "second": %e, %u:2, 2
    """
        .replace("[[1.0]]", "%w")
        .replace(
            "%m = MatMul(%s:1, %w, ^%n) {transpose_a=false, transpose_b=false}",
            "%m = MatMul(%y:1, %w, ^%n) {transpose_a=false, transpose_b=true}")
        .replace("%p = Pad(%w, %i) {}", "%p = Neg(%w)")
        .replace("SrcT=DT_FLOAT, DstT=DT_INT32, Truncate=false", "DstT=DT_INT32");
  }

  @Test
  void whatever_prints_parses_back() {
    String[] names = {
      "",
      " ",
      "a b",
      "\"",
      "\\",
      "é",
      "\ud83d\ude00",
      "\ud83d",
      "a\nb",
      "#",
      "%",
      "a:1",
      "\u0000",
      "\u2028"
    };
    for (String name : names) {
      GraphBuilder to = GraphBuilder.verbatim();
      Value x = to.named("in" + name, to.add(new Placeholder(DataType.FLOAT, Shape.of(2))));
      to.from(Set.of("origin " + name), "");
      Value y = to.named(name, to.add(new Unary(Unary.F.NEG), x));
      Value s =
          to.add(
              new Const(
                  Tensor.ofStrings(
                      new byte[][] {name.getBytes(StandardCharsets.UTF_8), {-1, 34, 92, 10}},
                      Shape.of(2))));
      Graph graph =
          to.build(Map.of("k" + name, x), Map.of(name, y, "s" + name, s), List.of(s.node()));
      String text = TEXT.print(graph);
      Graph back = parse(text);
      assertEquals(text.replaceAll("  # .*", ""), TEXT.print(back));
      assertEquals(graph.inputs().keySet(), back.inputs().keySet());
      assertEquals(graph.outputs().keySet(), back.outputs().keySet());
      assertTrue(
          ((Tensor) s.constant().orElseThrow())
              .sameBits(back.outputs().get("s" + name).constant().orElseThrow().tensor()));
    }
  }

  @Test
  @Timeout(20)
  void functions_in_functions_have_an_end() {
    String deep = "function f {\n".repeat(100_000);
    assertThrows(FormatException.class, () -> parse(deep));
    StringBuilder chain = new StringBuilder("function f0 {\n");
    chain.append("input %x: bool[]\nreturn %x\n}\n");
    for (int i = 1; i < 3_000; i++) {
      chain.append("function f" + i + " {\ninput %x: bool[]\n");
      chain.append(
          "%y = If(%x, %x) {then_branch=@f" + (i - 1) + ", else_branch=@f" + (i - 1) + "}\n");
      chain.append("return %y\n}\n");
    }
    assertThrows(FormatException.class, () -> parse(chain.append("return 1").toString()));
  }

  // ---- in another graph ----

  @Test
  void text_is_built_into_another_graph_under_its_prefix() {
    GraphBuilder to = GraphBuilder.simplifying();
    Value x = to.named("x", to.add(new Placeholder(DataType.FLOAT, Shape.of(2))));
    to.from(Set.of("up_1 (MyLayer)"), "up_1");
    List<Value> results =
        TEXT.inline(
            "input %in\n%twice = AddV2(%in, %in)\nreturn %twice, \"same\": %in",
            to, Map.of("in", x));
    assertEquals(x, results.get(1));
    Graph graph = to.build(Map.of("x", x), Map.of("y", results.getFirst()));
    assertEquals("up_1/twice", graph.name(results.getFirst().node()));
    assertEquals(Set.of("up_1 (MyLayer)"), graph.origins(results.getFirst().node()));
  }

  @Test
  void an_input_that_is_not_given_is_named() {
    GraphBuilder to = GraphBuilder.simplifying();
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(2)));
    FormatException e =
        assertThrows(
            FormatException.class, () -> TEXT.inline("input %a\nreturn %a", to, Map.of("in", x)));
    assertEquals("line 1: there is no input 'a', given are [in]", e.getMessage());
  }
}
