package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists are changed in place where nobody can see it, and nowhere else.
class ListWritesTest {
  private static final int ROUNDS = 100_000;

  /// What a list may cost while it grows: less than three copies of each element.
  private static final int MOST_COPIES = 3 * ROUNDS;

  /// A loop that writes element `i` in round `i`.
  private static Graph loop(String write) {
    return graph(
        """
        function writes {
          input %%i: int32[]
          input %%l: variant[]
          input %%x: float32[]
          %%m = TensorListSetItem(%%l, %%i, %%x) : variant[]
          return %%m
        }
        function keeps {
          input %%i: int32[]
          input %%l: variant[]
          input %%x: float32[]
          return %%l
        }
        function cond {
          input %%i: int32[]
          input %%l: variant[]
          %%c = Less(%%i, 100000) : bool[]
          return %%c
        }
        function body {
          input %%i: int32[]
          input %%l: variant[]
          %%x = Cast(%%i) {DstT=DT_FLOAT} : float32[]
        %s
          %%j = AddV2(%%i, 1) : int32[]
          return %%j, %%m
        }
        %%empty = TensorListReserve([], 100000) : variant[]
        %%loop = While(0, %%empty) {cond=@cond, body=@body} : int32[], variant[]
        %%all = TensorListStack(%%loop:1, []) {num_elements=100000} : float32[100000]
        return "y": %%all
        """
            .formatted(write.indent(2).stripTrailing()));
  }

  private static Graph graph(String text) {
    return new TextForm(Ops.ALL).parse(text);
  }

  /// Runs a graph as [Interpreter] does.
  ///
  /// @return how many elements have been copied
  private static long copied(Graph graph, List<Tensor> feeds, List<Tensor> results) {
    Compiler compiler = new Compiler(Map.of(), Resources.none());
    Program program =
        compiler.compile(
            graph, List.copyOf(graph.inputs().values()), List.copyOf(graph.outputs().values()));
    Run run = new Run(compiler, RunLimits.DEFAULT);
    results.addAll(program.run(feeds, run));
    return run.lists().copied();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%m = TensorListSetItem(%l, %i, %x) : variant[]",
        "%m = TensorListPushBack(%l, %x) : variant[]",
        "%m = TensorArrayWriteV3(%l, %i, %x, %l) : variant[]",
        """
        %last = Sub(99999, %i) : int32[]
        %m = TensorListSetItem(%l, %last, %x) : variant[]
        """,
        """
        %k = Identity(%l) : variant[]
        %m = TensorListSetItem(%k, %i, %x) : variant[]
        %r = TensorListGetItem(%m, %i, []) : float32[]
        """,
        """
        %p = GreaterEqual(%i, 0) : bool[]
        %m = If(%p, %i, %l, %x) {then_branch=@writes, else_branch=@keeps} : variant[]
        """
      })
  void aLoopThatFillsAListCopiesNoListInARound(String write) {
    Graph graph = loop(write);
    List<Tensor> results = new ArrayList<>();
    long copied = copied(graph, List.of(), results);
    assertTrue(copied < MOST_COPIES, () -> copied + " elements copied");

    float[] wanted = new float[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      wanted[write.contains("%last") ? ROUNDS - 1 - i : i] = i;
    }
    assertArrayEquals(wanted, results.getFirst().floats());
    Executor executor =
        new Executor(graph, Pipelines.jvm(), Pipelines.jvmShaped(), /* threads */ 1);
    Tensor found = executor.run(Map.of(), Map.of(), RunLimits.DEFAULT).outputs().get("y");
    assertTrue(results.getFirst().sameBits(found), "executor");
  }

  // ---- what is read again ----

  private static float[] run(String text, Tensor... feeds) {
    List<Tensor> results = new ArrayList<>();
    copied(graph(text), List.of(feeds), results);
    return results.getFirst().floats();
  }

  @Test
  void twoWritesToOneListDoNotSeeEachOther() {
    assertArrayEquals(
        new float[] {1, 2, 1, 3, 1, 0},
        run(
            """
            %empty = TensorListReserve([], 2) : variant[]
            %l = TensorListSetItem(%empty, 0, 1.0) : variant[]
            %k = Identity(%l) : variant[]
            %a = TensorListSetItem(%l, 1, 2.0) : variant[]
            %b = TensorListSetItem(%k, 1, 3.0) : variant[]
            %x = TensorListStack(%a, []) {num_elements=2} : float32[2]
            %y = TensorListStack(%b, []) {num_elements=2} : float32[2]
            %z = TensorListStack(%l, []) {num_elements=2} : float32[2]
            %all = ConcatV2(%x, %y, %z, 0) : float32[6]
            return "y": %all
            """));
  }

  @Test
  void aConditionThatWritesLeavesTheVariableToTheBody() {
    assertArrayEquals(
        new float[] {0, 1, 2, 3},
        run(
            """
            function cond {
              input %i: int32[]
              input %l: variant[]
              %m = TensorListSetItem(%l, 0, 9.0) : variant[]
              %n = TensorListLength(%m) : int32[]
              %c = Less(%i, 4) : bool[]
              return %c
            }
            function body {
              input %i: int32[]
              input %l: variant[]
              %x = Cast(%i) {DstT=DT_FLOAT} : float32[]
              %m = TensorListSetItem(%l, %i, %x) : variant[]
              %j = AddV2(%i, 1) : int32[]
              return %j, %m
            }
            %empty = TensorListReserve([], 4) : variant[]
            %loop = While(0, %empty) {cond=@cond, body=@body} : int32[], variant[]
            %all = TensorListStack(%loop:1, []) {num_elements=4} : float32[4]
            return "y": %all
            """));
  }

  @Test
  void twoVariablesThatAreOneListGoTheirOwnWays() {
    assertArrayEquals(
        new float[] {12, 22},
        run(
            """
            function cond {
              input %i: int32[]
              input %k: variant[]
              input %l: variant[]
              %c = Less(%i, 3) : bool[]
              return %c
            }
            function body {
              input %i: int32[]
              input %k: variant[]
              input %l: variant[]
              %x = Cast(%i) {DstT=DT_FLOAT} : float32[]
              %a = AddV2(%x, 10.0) : float32[]
              %b = AddV2(%x, 20.0) : float32[]
              %m = TensorListSetItem(%k, 0, %a) : variant[]
              %n = TensorListSetItem(%l, 0, %b) : variant[]
              %j = AddV2(%i, 1) : int32[]
              return %j, %m, %n
            }
            %empty = TensorListReserve([], 1) : variant[]
            %first = TensorListSetItem(%empty, 0, 1.0) : variant[]
            %loop = While(0, %first, %first) {cond=@cond, body=@body} : int32[], variant[], variant[]
            %x = TensorListStack(%loop:1, []) {num_elements=1} : float32[1]
            %y = TensorListStack(%loop:2, []) {num_elements=1} : float32[1]
            %all = ConcatV2(%x, %y, 0) : float32[2]
            return "y": %all
            """));
  }

  @Test
  void aListWithinAListKeepsItsElements() {
    assertArrayEquals(
        new float[] {1, 7},
        run(
            """
            %empty = TensorListReserve([], 1) : variant[]
            %inner = TensorListSetItem(%empty, 0, 1.0) : variant[]
            %lists = TensorListReserve([], 1) {element_dtype=DT_VARIANT} : variant[]
            %outer = TensorListSetItem(%lists, 0, %inner) {element_dtype=DT_VARIANT} : variant[]
            %n = TensorListLength(%outer) : int32[]
            %zero = Sub(%n, 1) : int32[]
            %other = TensorListSetItem(%inner, %zero, 7.0) : variant[]
            %again = TensorListGetItem(%outer, 0, []) {element_dtype=DT_VARIANT} : variant[]
            %x = TensorListStack(%again, []) {num_elements=1} : float32[1]
            %y = TensorListStack(%other, []) {num_elements=1} : float32[1]
            %all = ConcatV2(%x, %y, 0) : float32[2]
            return "y": %all
            """));
  }

  @Test
  void whatIsFedAndWhatCameOutOfARunStayAsTheyAre() {
    Graph graph =
        graph(
            """
            input %l: variant[]
            %m = TensorListSetItem(%l, 0, 9.0) : variant[]
            %n = TensorListSetItem(%m, 1, 8.0) : variant[]
            return "y": %n
            """);
    TensorList list =
        TensorList.of(DataType.FLOAT, Shape.SCALAR, List.of(Tensor.scalar(1f), Tensor.scalar(2f)));
    Interpreter model = new Interpreter(graph);
    Tensor once = model.run(Map.of("l", Tensor.of(list))).get("y");
    assertEquals(1, list.at(0, Shape.SCALAR).get(0));
    List<Tensor> before =
        IntStream.range(0, 2).mapToObj(i -> once.list().at(i, Shape.SCALAR)).toList();
    Tensor twice = model.run(Map.of("l", once)).get("y");
    assertTrue(once.sameBits(twice), "the same again");
    assertTrue(
        IntStream.range(0, 2).allMatch(i -> before.get(i) == once.list().at(i, Shape.SCALAR)),
        "elements");
  }
}
