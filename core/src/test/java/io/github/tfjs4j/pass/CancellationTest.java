package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Batch normalisations with statistics at which digits cancel, through lowering and all passes,
/// against the model in double.
class CancellationTest {
  private static final int CHANNELS = 3;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /// A tenth of the 1e-4 of the range that conversions are held to, besides float32's last digit.
  private static final double MOST = 1e-5;

  private static String layer(String className, String name, String config) {
    return "{'class_name':'%s','config':{'name':'%s'%s}}"
        .formatted(className, name, config.isEmpty() ? "" : "," + config);
  }

  private static Graph lowered(String shape, Map<String, Tensor> weights, String... layers) {
    String input =
        layer("InputLayer", "x", "'dtype':'float32','batch_input_shape':%s".formatted(shape));
    String json =
        "{'class_name':'Sequential','config':{'name':'m','layers':[%s,%s]}}"
            .formatted(input, String.join(",", layers))
            .replace('\'', '"');
    Graph topology = Topology.of(Json.parse(json, "text"), Optional.of(Semantics.KERAS2));
    return Freeze.of(Lowering.lower(topology, weights, Lowering.Options.NONE).model());
  }

  private Tensor normal(double mean, double deviation, int... dims) {
    float[] out = new float[Shape.of(dims).size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return Tensor.of(out, dims);
  }

  private static Tensor all(double value, int n) {
    float[] out = new float[n];
    Arrays.fill(out, (float) value);
    return Tensor.of(out, n);
  }

  private Map<String, Tensor> statistics(
      double mean, double variance, double gamma, double beta, int n) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("b/moving_mean", all(mean, n));
    weights.put("b/moving_variance", all(variance, n));
    weights.put("b/gamma", all(gamma, n));
    weights.put("b/beta", all(beta, n));
    return weights;
  }

  private Graph assertRight(Graph given, Tensor x) {
    Graph result = Pipelines.tfjs().pipeline().run(given).graph();
    Map<String, Tensor> feeds = Map.of("x", x);
    double[] exact = DoubleRun.run(given, feeds).values().iterator().next();
    Tensor found = new Interpreter(result).run(feeds).values().iterator().next();
    double low = Arrays.stream(exact).min().orElseThrow();
    double high = Arrays.stream(exact).max().orElseThrow();
    double most = MOST * (high - low) + Math.max(Math.abs(high), Math.abs(low)) * 0x1p-23;
    for (int i = 0; i < exact.length; i++) {
      int at = i;
      assertTrue(
          Math.abs(exact[i] - found.get(i)) <= most,
          () ->
              "[%d] is %s in double, now %s, may be off by %s; seed %d"
                  .formatted(at, exact[at], found.get(at), most, seed));
    }
    return result;
  }

  private static final String NORM = layer("BatchNormalization", "b", "'epsilon':0.001");

  @ParameterizedTest
  @CsvSource({
    "101325, 100, 1, 0.5",
    "101325, 100, 0.05, 0",
    "1e6, 1, 2, -3",
    "1e-6, 1e-12, 1, 0",
    "3, 2, 1, 1"
  })
  void before_a_dense_layer(double mean, double variance, double gamma, double beta) {
    Map<String, Tensor> weights = statistics(mean, variance, gamma, beta, CHANNELS);
    weights.put("d/kernel", normal(0, 1, CHANNELS, 4));
    weights.put("d/bias", normal(0, 1, 4));
    Graph given = lowered("[null,3]", weights, NORM, layer("Dense", "d", "'units':4"));
    assertRight(given, normal(mean, Math.sqrt(variance), 16, CHANNELS));
  }

  @Test
  void a_large_mean_costs_one_addition_and_an_ordinary_one_none() {
    for (double mean : new double[] {101325, 5}) {
      Map<String, Tensor> weights = statistics(mean, 100, 1, 1, CHANNELS);
      weights.put("d/kernel", normal(0, 1, CHANNELS, 4));
      weights.put("d/bias", normal(0, 1, 4));
      Graph given = lowered("[null,3]", weights, NORM, layer("Dense", "d", "'units':4"));
      Map<String, Long> ops = assertRight(given, normal(mean, 10, 16, CHANNELS)).opCounts();
      assertEquals(mean > 1000 ? 1L : 0L, ops.getOrDefault("AddV2", 0L), ops::toString);
      assertEquals(1L, ops.get("_FusedMatMul"), ops::toString);
      assertEquals(0L, ops.getOrDefault("Mul", 0L), ops::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"valid", "same"})
  void before_convolutions(String padding) {
    String window = "'filters':4,'kernel_size':[3,3],'padding':'%s'".formatted(padding);
    String depthwise = "'kernel_size':[3,3],'padding':'%s'".formatted(padding);
    for (double beta : new double[] {0, 0.7}) {
      Map<String, Tensor> weights = statistics(101325, 100, 1, beta, CHANNELS);
      weights.put("c/kernel", normal(0, 1, 3, 3, CHANNELS, 4));
      weights.put("c/bias", normal(0, 1, 4));
      weights.put("d/depthwise_kernel", normal(0, 1, 3, 3, CHANNELS, 1));
      weights.put("d/bias", normal(0, 1, CHANNELS));
      Tensor x = normal(101325, 10, 2, 5, 5, CHANNELS);
      assertRight(lowered("[null,5,5,3]", weights, NORM, layer("Conv2D", "c", window)), x);
      assertRight(
          lowered("[null,5,5,3]", weights, NORM, layer("DepthwiseConv2D", "d", depthwise)), x);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1e-10, 1, 0",
    "0.3, 1e10, 1, 0.5",
    "0, 1, 0, 2",
    "0, 1, 1, 1e6",
    "5000, 1e-6, 1, 0",
    "0, 1e-10, 1e-30, 0",
    "0, 1, 1e30, 0",
    "1, 1e-20, 1e-20, 1e-20"
  })
  void behind_a_dense_layer_and_a_convolution(
      double mean, double variance, double gamma, double beta) {
    Map<String, Tensor> weights = statistics(mean, variance, gamma, beta, 4);
    weights.put("d/kernel", normal(0, 1, CHANNELS, 4));
    weights.put("d/bias", normal(mean, 1, 4));
    weights.put("c/kernel", normal(0, 1, 3, 3, CHANNELS, 4));
    weights.put("c/bias", normal(mean, 1, 4));
    assertRight(
        lowered("[null,3]", weights, layer("Dense", "d", "'units':4"), NORM),
        normal(0, 1, 16, CHANNELS));
    String window = "'filters':4,'kernel_size':[3,3],'padding':'same'";
    assertRight(
        lowered("[null,5,5,3]", weights, layer("Conv2D", "c", window), NORM),
        normal(0, 1, 2, 5, 5, CHANNELS));
  }
}
