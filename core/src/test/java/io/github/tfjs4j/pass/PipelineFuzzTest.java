package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.exec.Executor;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Small graphs at random, of constants and operands that nobody would write on purpose: whatever
/// is a graph comes out of all passes computing the same.
class PipelineFuzzTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  /// A few seconds' worth; `-Dfuzz.graphs` and `-Dfuzz.seed` ask for others.
  private static final int GRAPHS = Integer.getInteger("fuzz.graphs", 6_000);

  private static final long SEED = Long.getLong("fuzz.seed", 20_240_601);

  @Test
  void whatever_is_a_graph_computes_the_same_behind_all_passes() {
    Random seeds = new Random(SEED);
    int ran = 0;
    for (int i = 0; i < GRAPHS; i++) {
      Random random = new Random(seeds.nextLong());
      String text = new RandomGraph(random).text();
      Graph given;
      try {
        given = TEXT.parse(text);
      } catch (ModelException e) {
        continue; // not a graph
      }
      try {
        ran += check(given, random) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("graph " + i + " of seed " + SEED + ":\n" + text, e);
      }
    }
    assertTrue(ran > GRAPHS / 8, "only " + ran + " graphs of " + GRAPHS + " ran with seed " + SEED);
  }

  /// @return whether the graph ran as it was given
  private static boolean check(Graph given, Random random) {
    Graph result = Pipelines.tfjs().pipeline().run(given).graph();
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    given.inputs().forEach((key, v) -> feeds.put(key, input(v, random)));
    Map<String, Tensor> wanted;
    try {
      wanted = new Interpreter(given).run(feeds);
    } catch (ModelException e) {
      return false; // does not fit these shapes
    }
    Map<String, Tensor> found = new Interpreter(result).run(feeds);
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach((key, w) -> {
      Tensor f = found.get(key);
      assertEquals(w.type(), f.type(), key);
      assertEquals(w.shape(), f.shape(), key);
      if (w.type() != DataType.FLOAT) {
        for (int i = 0; i < w.size(); i++) {
          assertEquals(w.get(i), f.get(i), key);
        }
      }
    });
    RuleContract.assertAsExact(given, result, feeds, 0);
    executed(given, wanted, feeds);
    return true;
  }

  /// Compiled with kernels, a graph gives what it is; the passes of the JVM come on top of that.
  private static void executed(Graph given, Map<String, Tensor> wanted, Map<String, Tensor> feeds) {
    Pipeline none = new Pipeline(List.of());
    Map<String, Tensor> bare = run(new Executor(given, none, none, 1), feeds);
    Map<String, Tensor> found =
        run(new Executor(given, Pipelines.jvm(), Pipelines.jvmShaped(), 1), feeds);
    wanted.forEach((key, w) -> {
      assertEquals(w.type(), found.get(key).type(), key);
      assertEquals(w.shape(), found.get(key).shape(), key);
      for (int i = 0; i < w.size() && w.type() != DataType.STRING; i++) {
        if (w.type() != DataType.FLOAT) {
          assertEquals(w.get(i), found.get(key).get(i), key);
        }
        assertClose(w.get(i), bare.get(key).get(i), key + "[" + i + "]");
      }
    });
  }

  private static Map<String, Tensor> run(Executor executor, Map<String, Tensor> feeds) {
    return executor.run(feeds, Map.of(), RunLimits.DEFAULT).outputs();
  }

  /// The sums of these small graphs have few summands of like size.
  private static void assertClose(double wanted, double found, String what) {
    boolean same =
        Double.compare(wanted, found) == 0
            || wanted == found
            || Math.abs(wanted - found) <= 1e-5 * Math.max(1, Math.abs(wanted));
    assertTrue(same, () -> what + " should be " + wanted + ", is " + found);
  }

  private static Tensor input(Value v, Random random) {
    Shape declared = v.shape().hasRank() ? v.shape() : Shape.of(2, 3);
    int[] dims = declared.dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] == Shape.UNKNOWN_DIM ? (i == 0 ? 2 : 3) : dims[i];
    }
    Shape shape = Shape.of(dims);
    int n = shape.size();
    return switch (v.dataType()) {
      case INT32 -> {
        int[] out = new int[n];
        Arrays.setAll(out, _ -> random.nextInt(7) - 3);
        yield Tensor.of(out, shape);
      }
      case BOOL -> {
        byte[] out = new byte[n];
        random.nextBytes(out);
        for (int i = 0; i < n; i++) {
          out[i] &= 1;
        }
        yield Tensor.ofBools(out, shape);
      }
      default -> {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
          out[i] = random.nextFloat() * 8 - 4;
        }
        yield Tensor.of(out, shape);
      }
    };
  }
}
