package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.exec.Resources;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.TfjsGraphFormat;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Stage;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Single-op GraphModels under `conformance/cases/ops`, with the numbers that TF.js 4.22.0 computes
/// on its cpu backend.
class OpGoldenTest {
  private static final JsonMapper JSON = new JsonMapper();

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("../conformance/cases/ops"))) {
      List<Path> found =
          folders.filter(f -> Files.exists(f.resolve("golden.json"))).sorted().toList();
      assertTrue(found.size() > 100, () -> "only " + found.size() + " cases of ops");
      return found.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theReferenceComputesWhatTfjsComputes(Path folder) throws IOException {
    check(folder, g -> g);
  }

  /// As graphs of others are optimised, which hold forms of ops that ours never write.
  @ParameterizedTest
  @MethodSource("cases")
  void soItDoesWithTheOptimisedGraph(Path folder) throws IOException {
    check(
        folder,
        g ->
            Pipelines.tfjs()
                .pipeline()
                .run(g, (_, h) -> Verifier.verify(h, Stage.FOREIGN))
                .graph());
  }

  private static void check(Path folder, UnaryOperator<Graph> change) throws IOException {
    TensorFlowModel model = new TfjsGraphFormat().read(Source.of(folder));
    JsonNode golden = JSON.readTree(folder.resolve("golden.json").toFile());
    Map<String, Tensor> feeds = new HashMap<>();
    for (JsonNode in : golden.path("inputs")) {
      feeds.put(in.path("name").stringValue(), tensor(folder, in));
    }
    // A default that nothing is fed for has no place among the inputs.
    Resources resources =
        Resources.of(
            model.initializer().map(i -> new Resources.Initializer(i.graph(), i.captured())));
    Map<String, Tensor> found =
        new Interpreter(new Model(change.apply(model.graph()), Map.of()), resources).run(feeds);
    for (JsonNode out : golden.path("outputs")) {
      String name = out.path("name").stringValue();
      String key = out.path("signatureKey").stringValue(name);
      assertSame(key, tensor(folder, out), found.get(key));
    }
  }

  private static void assertSame(String what, Tensor wanted, Tensor found) {
    assertEquals(wanted.shape(), found.shape(), what);
    assertEquals(wanted.type(), found.type(), what);
    if (wanted.type() == DataType.STRING) {
      assertTrue(wanted.sameBits(found), () -> what + " should be " + wanted + ", is " + found);
      return;
    }
    double most = 0;
    for (int i = 0; i < wanted.size(); i++) {
      most = Double.isFinite(wanted.get(i)) ? Math.max(most, Math.abs(wanted.get(i))) : most;
    }
    double tolerance = wanted.type() == DataType.FLOAT ? 1e-6 + 2e-6 * most : 0;
    for (int i = 0; i < wanted.size(); i++) {
      double a = wanted.get(i);
      double b = found.get(i);
      if (!(a == b || Math.abs(a - b) <= tolerance || (Double.isNaN(a) && Double.isNaN(b)))) {
        throw new AssertionError(
            what + "[" + i + "] of " + wanted.shape() + " should be " + a + ", is " + b);
      }
    }
  }

  private static Tensor tensor(Path folder, JsonNode node) throws IOException {
    int[] dims = new int[node.path("shape").size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = node.path("shape").get(i).intValue();
    }
    Shape shape = Shape.of(dims);
    byte[] bytes = Files.readAllBytes(folder.resolve(node.path("file").stringValue()));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (DataType.ofJs(node.path("dtype").stringValue())) {
      case FLOAT -> {
        float[] v = new float[shape.size()];
        buffer.asFloatBuffer().get(v);
        yield Tensor.of(v, shape);
      }
      case INT32 -> {
        int[] v = new int[shape.size()];
        buffer.asIntBuffer().get(v);
        yield Tensor.of(v, shape);
      }
      case BOOL -> Tensor.ofBools(bytes, shape);
      case STRING -> {
        JsonNode strings = JSON.readTree(bytes);
        byte[][] v = new byte[shape.size()][];
        for (int i = 0; i < v.length; i++) {
          v[i] = strings.get(i).stringValue().getBytes(StandardCharsets.UTF_8);
        }
        yield Tensor.ofStrings(v, shape);
      }
      default -> throw new IOException("a golden of type " + node.path("dtype"));
    };
  }
}
