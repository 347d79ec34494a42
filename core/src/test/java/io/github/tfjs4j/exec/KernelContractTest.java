package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.OpExample;
import io.github.tfjs4j.op.OpsTest;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kernel that is registered agrees with the reference, on every example of an op that it
/// takes: portable ones and those of services alike.
public class KernelContractTest {
  private static final Pipeline NOTHING = new Pipeline(List.of());

  /// A kernel that hardly any example reaches is not tested.
  private static final int FEWEST_EXAMPLES = 2;

  protected static List<Kernel.Maker> kernels() {
    return Executor.kernels();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void agreesWithTheReference(Kernel.Maker kernel) {
    int reached = 0;
    List<OpExample> examples = new ArrayList<>(OpsTest.examples());
    examples.addAll(KernelExamples.all());
    for (OpExample example : examples) {
      // All data are fed, or one alone, and the others are constant as weights are.
      List<Integer> all = data(example);
      boolean any = check(kernel, example, all);
      if (all.size() > 1) {
        any |= check(kernel, example, List.of(all.getFirst()));
        any |= check(kernel, example, List.of(all.getLast()));
      }
      reached += any ? 1 : 0;
    }
    int found = reached;
    assertTrue(
        found >= FEWEST_EXAMPLES,
        () -> kernel.name() + " is reached by " + found + " examples; add some");
  }

  /// So that it changes no result which of them is taken.
  @Test
  void exactKernelsThatTakeTheSameNodeGiveTheSameBits() {
    int compared = 0;
    for (OpExample example : KernelExamples.all()) {
      List<Integer> data = data(example);
      for (int fed : new TreeSet<>(List.of(data.getFirst(), data.getLast()))) {
        Trial trial = Trial.of(example, List.of(fed));
        Map<String, Tensor> first = null;
        for (Kernel.Maker kernel : kernels().stream().filter(Kernel.Maker::isExact).toList()) {
          Optional<Map<String, Tensor>> found = trial.run(kernel);
          if (first != null && found.isPresent()) {
            compared++;
            Map<String, Tensor> wanted = first;
            found
                .get()
                .forEach((name, t) ->
                    assertTrue(t.sameBits(wanted.get(name)), () -> kernel.name() + " " + example));
          }
          first = first == null ? found.orElse(null) : first;
        }
      }
    }
    assertTrue(compared > 0, "no two kernels take the same node");
  }

  /// The inputs that are no parameters.
  private static List<Integer> data(OpExample example) {
    return IntStream.range(0, example.inputs().size())
        .filter(i -> !example.isParameter(i))
        .boxed()
        .toList();
  }

  /// A graph of one node.
  private record Trial(Graph graph, Map<String, Tensor> feeds) {
    /// @param fed the inputs that are fed; the others are constant
    static Trial of(OpExample example, List<Integer> fed) {
      GraphBuilder to = GraphBuilder.verbatim();
      Map<String, Value> inputs = new LinkedHashMap<>();
      Map<String, Tensor> feeds = new LinkedHashMap<>();
      List<Value> in = new ArrayList<>();
      for (int i = 0; i < example.inputs().size(); i++) {
        Tensor t = example.inputs().get(i);
        if (fed.contains(i) && t.type() != DataType.VARIANT) {
          in.add(to.add(new Placeholder(t.type(), t.shape())));
          inputs.put("x" + i, in.getLast());
          feeds.put("x" + i, t);
        } else {
          in.add(to.add(new Const(t)));
        }
      }
      Node node = to.addNode(example.op(), in);
      Map<String, Value> outputs = new LinkedHashMap<>();
      for (int i = 0; i < node.types().size(); i++) {
        outputs.put("y" + i, node.out(i));
      }
      return new Trial(to.build(inputs, outputs), feeds);
    }

    /// @return empty where the kernel does not take the node
    Optional<Map<String, Tensor>> run(Kernel.Maker kernel) {
      Executor alone = executor(graph, kernel, new WorkPool(1));
      boolean taken =
          alone.profile(feeds, Optional.empty(), RunLimits.DEFAULT).entries().stream()
              .anyMatch(e -> e.kernel().equals(kernel.name()));
      return taken
          ? Optional.of(alone.run(feeds, Map.of(), RunLimits.DEFAULT).outputs())
          : Optional.empty();
    }
  }

  /// @return whether the kernel took the example
  private static boolean check(Kernel.Maker kernel, OpExample example, List<Integer> fed) {
    Trial trial = Trial.of(example, fed);
    Optional<Map<String, Tensor>> results = trial.run(kernel);
    results.ifPresent(found -> {
      Map<String, Tensor> wanted = new Interpreter(trial.graph()).run(trial.feeds());
      wanted.forEach((name, t) -> assertClose(t, found.get(name), kernel.name() + " " + example));
      Map<String, Tensor> shared =
          executor(trial.graph(), kernel, new WorkPool(3, 1))
              .run(trial.feeds(), Map.of(), RunLimits.DEFAULT)
              .outputs();
      found.forEach((name, t) ->
          assertTrue(t.sameBits(shared.get(name)), () -> "on three threads: " + example));
    });
    return results.isPresent();
  }

  private static Executor executor(Graph graph, Kernel.Maker kernel, WorkPool pool) {
    return new Executor(graph, NOTHING, NOTHING, pool, List.of(kernel));
  }

  /// Sums in float32 differ from those in double by some last bits of the largest summand.
  private static void assertClose(Tensor wanted, Tensor found, String what) {
    assertEquals(wanted.shape(), found.shape(), what);
    assertEquals(wanted.type(), found.type(), what);
    double most = 1;
    for (int i = 0; i < wanted.size(); i++) {
      most = Double.isFinite(wanted.get(i)) ? Math.max(most, Math.abs(wanted.get(i))) : most;
    }
    for (int i = 0; i < wanted.size(); i++) {
      double a = wanted.get(i);
      double b = found.get(i);
      double tolerance = wanted.type() == DataType.FLOAT ? 2e-6 * most : 0;
      if (!(a == b || Math.abs(a - b) <= tolerance || (Double.isNaN(a) && Double.isNaN(b)))) {
        throw new AssertionError(what + "[" + i + "] should be " + a + ", is " + b);
      }
    }
  }

  @Test
  void aChainComputesWhatItsPartsDo() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.of(2, 600, 3)));
    Value y = to.add(new Placeholder(DataType.FLOAT, Shape.of(2, 1, 3)));
    Value sum = to.add(new Binary(Binary.F.ADD_V2), x, y);
    Value twice = to.add(new Binary(Binary.F.MUL), sum, sum);
    Value shared = to.add(new Unary(Unary.F.TANH), twice);
    Value left = to.add(new Unary(Unary.F.NEG), shared);
    Value right = to.add(new Binary(Binary.F.SUB), left, shared);
    Graph graph = to.build(Map.of("x", x, "y", y), Map.of("a", right, "b", left));
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    graph.inputs().forEach((name, v) -> feeds.put(name, KernelExamples.floats(v.shape().dims())));
    Executor executor = new Executor(graph, NOTHING, NOTHING, new WorkPool(1), Executor.kernels());

    List<String> kernels =
        executor.profile(feeds, Optional.empty(), RunLimits.DEFAULT).entries().stream()
            .map(e -> e.op() + " " + e.kernel())
            .toList();

    // What is an output ends a chain, and so does what is read twice.
    assertEquals(List.of("Tanh elementwise x3", "Neg elementwise", "Sub elementwise"), kernels);
    Map<String, Tensor> wanted = new Interpreter(graph).run(feeds);
    executor
        .run(feeds, Map.of(), RunLimits.DEFAULT)
        .outputs()
        .forEach((name, t) -> assertClose(wanted.get(name), t, name));
  }
}
