package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.CancelledException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Parameter;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterTest {
  private static final String ENDLESS =
      """
      function cond {
        input %i: int32[]
        %c = Less(%i, 5) : bool[]
        return %c
      }
      function body {
        input %i: int32[]
        %j = Mul(%i, 1) : int32[]
        return %j
      }
      input %x: int32[]
      %loop = StatelessWhile(%x) {cond=@cond, body=@body} : int32[]
      return "y": %loop
      """;

  private static Graph graph(String text) {
    return new TextForm(Ops.ALL).parse(text);
  }

  private static Prediction run(String text, Map<String, Tensor> feeds, RunLimits limits) {
    return new Interpreter(graph(text)).run(feeds, Map.of(), limits);
  }

  // ---- values ----

  @Test
  void writingIntoAResultDoesNotChangeTheModel() {
    Interpreter model =
        new Interpreter(
            graph(
                """
                %c = Const float32[2] {1.0, 2.0}
                %y = Identity(%c)
                return "y": %y
                """));
    model.run(Map.of()).get("y").floats()[0] = 9;
    assertArrayEquals(new float[] {1, 2}, model.run(Map.of()).get("y").floats());
  }

  @Test
  void writingIntoAResultDoesNotChangeTheInput() {
    Tensor x = Tensor.floats(1, 2);
    Interpreter model =
        new Interpreter(
            graph(
                """
                input %x: float32[2]
                %y = Reshape(%x, [1, 2])
                return "y": %y
                """));
    model.run(Map.of("x", x)).get("y").floats()[0] = 9;
    assertArrayEquals(new float[] {1, 2}, x.floats());
  }

  @Test
  void constantsAreDecodedWhenTheModelIsOpenedAndNeverAgain() {
    byte[] file = {0, 0, (byte) 0x80, 0x3f};
    GraphBuilder to = GraphBuilder.verbatim();
    Value c =
        to.add(
            new Const(
                new StoredTensor(Shape.of(1), Plain.littleEndian(DataType.FLOAT), Bytes.of(file))));
    Interpreter model = new Interpreter(to.build(Map.of(), Map.of("y", c)));
    Arrays.fill(file, (byte) 7);
    assertArrayEquals(new float[] {1}, model.run(Map.of()).get("y").floats());
    assertEquals(model.run(Map.of()).get("y").storage(), model.run(Map.of()).get("y").storage());
  }

  @Test
  void aWeightIsItsParameter() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value w = to.add(new Weight("d/bias", DataType.FLOAT, Shape.of(2)));
    Graph graph = to.build(Map.of(), Map.of("y", to.add(new Unary(Unary.F.NEG), w)));
    Parameter bias = new Parameter("d/bias", Tensor.floats(1, 2), true, Parameter.Role.WEIGHT);
    Interpreter model = new Interpreter(new Model(graph, Map.of("d/bias", bias)));
    assertArrayEquals(new float[] {-1, -2}, model.run(Map.of()).get("y").floats());
    assertEquals(
        "cannot run 1 kind of op: Weight (1, first 'Weight'); what needs none of them can be asked for by name",
        assertThrows(UnsupportedModelException.class, () -> new Interpreter(graph).run(Map.of()))
            .getMessage());
  }

  // ---- what runs ----

  @Test
  void whatNobodyReadsDoesNotRun() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.named("x", to.add(new Placeholder(DataType.FLOAT, Shape.of(1))));
    Value dead = to.add(new UnknownOp("Dead", Map.of(), 1), x);
    Value y = to.add(new Unary(Unary.F.NEG), x);
    Graph graph = to.build(Map.of("x", x), Map.of("y", y), List.of(dead.node()));
    assertEquals(3, graph.nodes().size());
    Tensor found = new Interpreter(graph).run(Map.of("x", Tensor.floats(1))).get("y");
    assertArrayEquals(new float[] {-1}, found.floats());
  }

  @Test
  void allUnknownOpsThatAreNeededAreNamedAtOnceThoseThatAreWaitedForIncluded() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.named("x", to.add(new Placeholder(DataType.FLOAT, Shape.of(1))));
    Value a = to.named("a", to.add(new UnknownOp("Strange", Map.of(), 1), x));
    Value b = to.named("b", to.add(new UnknownOp("Strange", Map.of(), 1), a));
    Value before = to.named("c", to.add(new UnknownOp("Before", Map.of(), 1, "why"), x));
    Value y = to.addNode(new Unary(Unary.F.NEG), List.of(x), List.of(before.node())).out(0);
    Graph graph = to.build(Map.of("x", x), Map.of("y", y, "b", b));
    assertEquals(
        "cannot run 2 kinds of op: Before (1, first 'c': why), Strange (2, first 'a');"
            + " what needs none of them can be asked for by name",
        assertThrows(
                UnsupportedModelException.class,
                () -> new Interpreter(graph).run(Map.of("x", Tensor.floats(1))))
            .getMessage());
  }

  @Test
  void resultsAreLetGoAfterTheirLastReader() {
    StringBuilder text = new StringBuilder("input %x: float32[1000]\n%v0 = Neg(%x)\n");
    for (int i = 1; i < 100; i++) {
      text.append("%v" + i + " = Neg(%v" + (i - 1) + ")\n%unread" + i + " = Neg(%v" + i + ")\n");
    }
    text.append("return \"y\": %v99");
    // The input, what a node reads and what it makes; an unread result beside them.
    RunLimits limits = RunLimits.DEFAULT.withBytes(4 * 4000);
    Tensor x = Tensor.zeros(DataType.FLOAT, Shape.of(1000));
    assertEquals(1000, run(text.toString(), Map.of("x", x), limits).outputs().get("y").size());
  }

  @Test
  void severalThreadsMayRunAModel() throws Exception {
    Interpreter model = new Interpreter(graph(ENDLESS.replace("Mul(%i, 1)", "AddV2(%i, 1)")));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Tensor x = Tensor.scalar(-i);
        calls.add(() -> model.run(Map.of("x", x)).get("y").ints()[0]);
      }
      for (Future<Integer> found : threads.invokeAll(calls)) {
        assertEquals(5, found.get());
      }
    }
  }

  // ---- limits ----

  @Test
  @Timeout(60)
  void aLoopThatDoesNotEndIsEndedByTheLimit() {
    LimitException e =
        assertThrows(
            LimitException.class,
            () ->
                run(
                    ENDLESS,
                    Map.of("x", Tensor.scalar(1)),
                    RunLimits.DEFAULT.withIterations(1000)));
    assertEquals(
        "loop (StatelessWhile): the loops of this run have taken 1000 rounds, which is all that they"
            + " may; RunLimits.withIterations raises that",
        e.getMessage());
  }

  @Test
  @Timeout(60)
  void aLoopThatDoesNotEndIsEndedByAnInterruptionThatStays() throws InterruptedException {
    Interpreter model = new Interpreter(graph(ENDLESS));
    List<Object> seen = new ArrayList<>();
    Thread thread =
        new Thread(() -> {
          try {
            model.run(
                Map.of("x", Tensor.scalar(1)),
                Map.of(),
                RunLimits.DEFAULT.withIterations(Long.MAX_VALUE));
          } catch (ModelException e) {
            seen.add(e);
            seen.add(Thread.currentThread().isInterrupted());
          }
        });
    thread.start();
    Thread.sleep(100);
    thread.interrupt();
    thread.join();
    assertInstanceOf(CancelledException.class, seen.get(0));
    assertEquals(true, seen.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fill(%n, 1.0)",
        "BroadcastTo(1.0, %n)",
        "Reshape([1.0, 2.0], %n)",
        "Tile(Const, %n)",
        "Pad(Const, Pairs)",
        "OneHot([0, 1], Huge, 1.0, 0.0)",
        "Range(0, Huge, 1)",
        "Range(0.0, Far, 1.0)",
        "ScatterNd(Indices, [1.0], %n)",
      })
  void aResultIsMeasuredBeforeItIsMade(String call) {
    String text =
        """
        input %n: int32[?]
        %ones = Const float32[1, 1] {1.0}
        %pairs = Const int32[2, 2] {1000000, 1000000, 1000000, 1000000}
        %indices = Const int32[1, 2] {0, 0}
        %huge = Identity(2147483647)
        %far = Identity(1.0e30)
        %y = CALL
        return "y": %y
        """
            .replace("CALL", call)
            .replace("Const,", "%ones,")
            .replace("Pairs", "%pairs")
            .replace("Indices", "%indices")
            .replace("Huge", "%huge")
            .replace("Far", "%far");
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                run(
                    text,
                    Map.of("n", Tensor.ints(1 << 20, 1 << 20)),
                    RunLimits.DEFAULT.withBytes(1 << 20)));
    assertTrue(e instanceof LimitException || e instanceof ShapeException, e::toString);
    assertTrue(e.getMessage().startsWith("y ("), e::getMessage);
  }

  @Test
  void aListThatIsTooLongIsRefused() {
    String text =
        """
        input %n: int32[]
        %list = TensorListReserve(-1, %n) {element_dtype=DT_FLOAT}
        return "y": %list
        """;
    assertThrows(
        LimitException.class,
        () -> run(text, Map.of("n", Tensor.scalar(Integer.MAX_VALUE)), RunLimits.DEFAULT));
    assertThrows(
        ShapeException.class, () -> run(text, Map.of("n", Tensor.scalar(-7)), RunLimits.DEFAULT));
  }

  @Test
  void elementsThatHaveNotBeenSetAreMeasuredToo() {
    String text =
        """
        input %n: int32[]
        %shape = Const int32[2] {1000, 1000}
        %list = TensorListReserve(%shape, %n) {element_dtype=DT_FLOAT}
        %y = TensorListStack(%list, %shape) {element_dtype=DT_FLOAT, num_elements=-1}
        return "y": %y
        """;
    assertThrows(
        LimitException.class,
        () -> run(text, Map.of("n", Tensor.scalar(1 << 20)), RunLimits.DEFAULT));
  }

  @Test
  void functionsWithinFunctionsAreLimited() {
    String calls =
        """
        function fNEXT {
          input %x: float32[]
          %y = StatelessIf(1, %x) {then_branch=@fTHIS, else_branch=@fTHIS}
          return "y": %y
        }
        """;
    String itself =
        """
        function f0 {
          input %x: float32[]
          return "y": %x
        }
        """;
    StringBuilder text = new StringBuilder().append(itself);
    for (int i = 0; i < 5; i++) {
      text.append(calls.replace("THIS", "" + i).replace("NEXT", "" + (i + 1)));
    }
    text.append(
        """
        input %x: float32[]
        %y = StatelessIf(1, %x) {then_branch=@f5, else_branch=@f5}
        return "y": %y
        """);
    Map<String, Tensor> x = Map.of("x", Tensor.scalar(1f));
    assertEquals(
        1f, run(text.toString(), x, RunLimits.DEFAULT.withDepth(6)).outputs().get("y").get(0));
    assertThrows(
        LimitException.class, () -> run(text.toString(), x, RunLimits.DEFAULT.withDepth(5)));
  }

  // ---- errors ----

  @Test
  void anErrorKeepsItsKindAndNamesEachNodeOnce() {
    String text =
        """
        function yes {
          input %x: float32[?]
          %sum = AddV2(%x, [1.0, 2.0])
          return "y": %sum
        }
        input %x: float32[?]
        %y = StatelessIf(1, %x) {then_branch=@yes, else_branch=@yes}
        return "y": %y
        """;
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> run(text, Map.of("x", Tensor.floats(1, 2, 3)), RunLimits.DEFAULT));
    assertEquals(
        "y (StatelessIf): sum (AddV2): shapes [3] and [2] do not broadcast: 3 against 2",
        e.getMessage());
  }

  @Test
  void whatIsGivenMustFit() {
    Interpreter model = new Interpreter(graph("input %x: float32[2]\nreturn %x"));
    assertThrows(ShapeException.class, () -> model.run(Map.of()));
    assertThrows(ShapeException.class, () -> model.run(Map.of("x", Tensor.ints(1, 2))));
    assertThrows(ShapeException.class, () -> model.run(Map.of("x", Tensor.floats(1))));
    assertThrows(
        ShapeException.class,
        () -> model.run(Map.of("x", Tensor.floats(1, 2), "z", Tensor.floats(1, 2))));
  }
}
