package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A kernel that has to warm up is taken once it has, and another one until then.
class WarmUpTest {
  private static final Map<String, Tensor> FEEDS = Map.of("x", Tensor.of(new float[] {1, 2}, 2));

  @Test
  void anotherKernelRunsUntilItIsWarm() throws InterruptedException {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Executor executor = executor(maker("warm", 7, Optional.of(() -> await(mayEnd))));
    assertEquals("portable", kernel(executor));
    assertEquals(3, result(executor));
    mayEnd.countDown();
    while (kernel(executor).equals("portable")) {
      Thread.sleep(1);
    }
    assertEquals("warm", kernel(executor));
    assertEquals(7, result(executor));
  }

  @Test
  void oneThatDoesNotBecomeFastIsNeverTaken() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Executor executor =
        executor(
            maker(
                "never",
                7,
                Optional.of(() -> {
                  ended.countDown();
                  return false;
                })));
    assertEquals(3, result(executor));
    ended.await();
    assertEquals(3, result(executor));
    assertEquals("portable", kernel(executor));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Executor executor(Kernel.Maker first) {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(2)));
    Value y = to.add(new Unary(Unary.F.NEG), x);
    Graph graph = to.build(Map.of("x", x), Map.of("y", y));
    Pipeline nothing = new Pipeline(List.of());
    Kernel.Maker portable = maker("portable", 3, Optional.empty());
    return new Executor(graph, nothing, nothing, new WorkPool(1), List.of(first, portable));
  }

  /// Of kernels that give one number everywhere.
  private static Kernel.Maker maker(String name, float number, Optional<BooleanSupplier> warmUp) {
    return new Kernel.Maker() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<Kernel> make(Node node, Constants constants) {
        return Optional.of(b -> Arrays.fill(b.out(), number));
      }

      @Override
      public Optional<BooleanSupplier> warmUp() {
        return warmUp;
      }
    };
  }

  private static String kernel(Executor executor) {
    return executor
        .profile(FEEDS, Optional.empty(), RunLimits.DEFAULT)
        .entries()
        .getLast()
        .kernel();
  }

  private static double result(Executor executor) {
    return executor.run(FEEDS, Map.of(), RunLimits.DEFAULT).outputs().get("y").get(0);
  }
}
