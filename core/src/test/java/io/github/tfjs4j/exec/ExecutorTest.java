package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.CancelledException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Plain;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ExecutorTest {
  /// Two convolutions and a product over images of any number and size.
  private static Graph network() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(-1, -1, -1, 3)));
    Value a = to.add(new Conv2D(Window2D.same()), x, weights(to, 3, 3, 3, 20));
    Value b = to.add(new Unary(Unary.F.RELU), a);
    Value c = to.add(new Conv2D(Window2D.same()), b, weights(to, 1, 1, 20, 4));
    Value rows = to.add(new Reshape(), c, to.add(new Const(Tensor.ints(-1, 4))));
    Value y = to.add(new MatMul(false, false), rows, weights(to, 4, 5));
    Value z = to.add(new Binary(Binary.F.ADD_V2), y, y);
    return to.build(Map.of("x", x), Map.of("z", z));
  }

  private static Value weights(GraphBuilder to, int... dims) {
    return to.add(new Const(KernelExamples.floats(dims)));
  }

  private static Executor executor(Graph graph, int threads) {
    return new Executor(graph, Pipelines.jvm(), Pipelines.jvmShaped(), threads);
  }

  private static Tensor run(Executor executor, Tensor x) {
    return executor.run(Map.of("x", x), Map.of(), RunLimits.DEFAULT).outputs().get("z");
  }

  @Test
  void runsWhateverShapeItIsFed() {
    Graph graph = network();
    Executor executor = executor(graph, 1);
    Interpreter reference = new Interpreter(graph);
    // More shapes than there are plans kept, and the first ones again.
    for (int round = 0; round < 2; round++) {
      for (int n = 1; n < 24; n++) {
        Tensor x = KernelExamples.floats(2, n, 5, 3);
        Tensor wanted = reference.run(Map.of("x", x)).get("z");
        Tensor found = run(executor, x);
        assertEquals(wanted.shape(), found.shape());
        for (int i = 0; i < wanted.size(); i++) {
          assertEquals(wanted.get(i), found.get(i), 1e-4);
        }
      }
    }
  }

  @Test
  void manyThreadsRunOneModel() throws Exception {
    Executor executor = executor(network(), 3);
    List<Tensor> inputs = new ArrayList<>();
    List<Tensor> wanted = new ArrayList<>();
    for (int n = 1; n <= 8; n++) {
      inputs.add(KernelExamples.floats(1, 30 + n % 3, 40, 3));
      wanted.add(run(executor, inputs.getLast()));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Tensor x = inputs.get(i);
        Tensor y = wanted.get(i);
        tasks.add(() -> {
          boolean same = true;
          for (int k = 0; k < 30; k++) {
            same &= run(executor, x).sameBits(y);
          }
          return same;
        });
      }
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertTrue(same.get());
      }
    }
  }

  @Test
  void aResultStaysWhatItIsWhenTheModelRunsAgain() {
    Executor executor = executor(network(), 1);
    Tensor first = run(executor, KernelExamples.floats(1, 6, 6, 3));
    float[] before = first.floats();
    run(executor, Tensor.zeros(DataType.FLOAT, Shape.of(1, 6, 6, 3)));
    assertTrue(first.sameBits(Tensor.of(before, first.shape())));
  }

  @Test
  void valuesAreThoseThatAreWantedAndNoStates() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(2)));
    Value before =
        to.add(
            new PlaceholderWithDefault(DataType.FLOAT, Shape.of(2)),
            to.add(new Const(Tensor.floats(1, 2))));
    Value sum = to.add(new Binary(Binary.F.ADD_V2), x, before);
    Value y = to.add(new Unary(Unary.F.NEG), sum);
    to.state("s", before, sum);
    Executor executor = executor(to.build(Map.of("x", x), Map.of("y", y)), 1);
    Map<String, Tensor> feeds = Map.of("x", Tensor.floats(3, 4));
    List<Tensor> found = executor.values(feeds, Map.of(), List.of(sum), RunLimits.DEFAULT);
    assertEquals(1, found.size());
    assertTrue(found.getFirst().sameBits(Tensor.floats(4, 6)), () -> found.toString());
    assertEquals(List.of(), executor.values(feeds, Map.of(), List.of(), RunLimits.DEFAULT));
  }

  @Test
  void buffersCountAsMemoryOfTheRun() {
    Executor executor = executor(network(), 1);
    Map<String, Tensor> feeds = Map.of("x", KernelExamples.floats(1, 100, 100, 3));
    Map<String, TensorType> types =
        Map.of("x", new TensorType(DataType.FLOAT, Shape.of(1, 100, 100, 3)));
    LimitException e =
        assertThrows(
            LimitException.class,
            () -> executor.run(feeds, Map.of(), RunLimits.DEFAULT.withBytes(300_000)));
    assertTrue(e.getMessage().contains("RunLimits.withBytes"), e.getMessage());
    assertTrue(executor.planBytes(types) >= 100 * 100 * 20 * 4, "plan");
  }

  @Test
  void constantsThatKernelsHavePackedAreHeldOnceAndStillHad() {
    for (boolean transposed : new boolean[] {false, true}) {
      Tensor values = KernelExamples.floats(6, 6);
      ByteBuffer bytes = ByteBuffer.allocate(4 * 36).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values.floats());
      TensorSource stored =
          new StoredTensor(
              values.shape(), Plain.littleEndian(DataType.FLOAT), Bytes.of(bytes.array()));
      GraphBuilder to = GraphBuilder.verbatim();
      Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(-1, 6)));
      Value w = to.add(new Const(stored));
      Value z = to.add(new MatMul(false, transposed), x, w);
      Executor executor = executor(to.build(Map.of("x", x), Map.of("z", z)), 1);
      assertTrue(executor.holds(stored), "as it was read");
      Map<String, Tensor> feeds = Map.of("x", KernelExamples.floats(2, 6));
      Tensor before = run(executor, feeds.get("x"));
      assertTrue(!executor.holds(stored), "packed alone");
      Arrays.fill(bytes.array(), (byte) 7);
      Tensor again = executor.values(feeds, Map.of(), List.of(w), RunLimits.DEFAULT).getFirst();
      assertTrue(again.sameBits(values), () -> "made again: " + again);
      assertTrue(!executor.holds(stored), "the plan holds what was made again");
      assertTrue(run(executor, feeds.get("x")).sameBits(before));
      assertEquals(Shape.of(5, 6), run(executor, KernelExamples.floats(5, 6)).shape());
    }
  }

  @Test
  void scratchMemoryOfKernelsCountsAsMemoryOfEveryRunThatHasIt() {
    // A product whose matrix is fed is laid out in rows first, in as many bytes as it has.
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(8, 400)));
    Value w = to.add(new Placeholder(DataType.FLOAT, Shape.of(400, 500)));
    Value z = to.add(new MatMul(false, false), x, w);
    Executor executor = executor(to.build(Map.of("x", x, "w", w), Map.of("z", z)), 1);
    Map<String, Tensor> feeds =
        Map.of("x", KernelExamples.floats(8, 400), "w", KernelExamples.floats(400, 500));
    long own = 4L * (8 * 400 + 400 * 500 + 8 * 500);
    RunLimits enough = RunLimits.DEFAULT.withBytes(own + 4L * 400 * 500 + 200_000);
    RunLimits little = RunLimits.DEFAULT.withBytes(own + 4L * 400 * 500 - 1);
    for (int run = 0; run < 3; run++) {
      // First it is taken, and afterwards it is there already.
      LimitException e =
          assertThrows(LimitException.class, () -> executor.run(feeds, Map.of(), little));
      assertTrue(run > 0 || e.getMessage().contains("scratch memory"), e.getMessage());
      executor.run(feeds, Map.of(), enough);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Executor executor = executor(network(), 1);
    assertThrows(ShapeException.class, () -> run(executor, KernelExamples.floats(1, 4, 4, 2)));
    assertThrows(ShapeException.class, () -> run(executor, Tensor.scalar(1)));
    assertThrows(ShapeException.class, () -> executor.run(Map.of(), Map.of(), RunLimits.DEFAULT));
  }

  @Test
  void anInterruptedThreadStops() {
    Executor executor = executor(network(), 2);
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          CancelledException.class, () -> run(executor, KernelExamples.floats(1, 9, 9, 3)));
    } finally {
      assertTrue(Thread.interrupted(), "the mark is kept");
    }
  }
}
