package io.github.tfjs4j.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.ThreadMXBean;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.FileSet;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.StoredModel;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Model files that nobody meant: whatever is in a `model.json`, it is read, looked through and
/// written back, or refused by one of our exceptions, soon and in little memory. `-Dfuzz.rounds=N
/// -Dfuzz.seed=N` look further; what they find is kept under `src/test/resources/fuzz/models`.
class ModelFileFuzzTest {
  /// Of the thread's own time and allocation, so that a busy machine is no finding.
  private static final long MOST_NANOS = 1_000_000_000L;

  private static final long MOST_BYTES = 256L << 20;

  private static final int MOST_FAULTS = 20;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final List<String> CASES =
      List.of(
          "layers/batch_normalization_2d",
          "layers-more/conv_bn_relu",
          "layers-recurrent",
          "keras/residual_bn",
          "keras3-more",
          "ops/cf_nested_functions",
          "ops/cf_tensorlist_pieces",
          "ops/cf_v1_condition",
          "ops/cf_v1_condition_in_loop",
          "ops/cf_v1_loop",
          "ops/cf_v1_nested_condition",
          "ops/cf_v1_nested_loops",
          "ops/cf_v1_tensorarray_loop",
          "ops/_fusedconv2d_prelu",
          "ops/concatv2",
          "ops/conv2d_explicit",
          "ops/einsum_attention",
          "ops/cropandresize_nearest",
          "ops/expanddims",
          "ops/batchtospacend");

  @TempDir private Path temp;

  private static Path cases() {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      if (Files.isDirectory(p.resolve("conformance/cases"))) {
        return p.resolve("conformance/cases");
      }
    }
    throw new IllegalStateException("there is no conformance/cases above here");
  }

  /// The folder of a case, or the first one with weights in it.
  private static Path folder(String name) throws IOException {
    Path folder = cases().resolve(name);
    if (Files.exists(folder.resolve("model.json"))) {
      return folder;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().filter(f -> Files.exists(f.resolve("model.json"))).findFirst().get();
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void changed_files_are_read_or_refused() throws IOException {
    long seed = Long.getLong("fuzz.seed", 20250202L);
    int rounds = Integer.getInteger("fuzz.rounds", 2000);
    System.out.println("ModelFileFuzzTest: -Dfuzz.seed=" + seed + " -Dfuzz.rounds=" + rounds);
    List<Map<String, byte[]>> samples = new ArrayList<>();
    List<Tree> trees = new ArrayList<>();
    for (String name : CASES) {
      samples.add(files(folder(name)));
      trees.add(Json.parse(samples.getLast().get("model.json"), name));
    }
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < rounds && faults.size() < MOST_FAULTS; i++) {
      Random random = new Random(seed + i);
      int n = random.nextInt(samples.size());
      String json = new TreeMutation(random).mutated(trees.get(n)).toString();
      if (random.nextInt(8) == 0) {
        json = textual(json, random);
      }
      check(CASES.get(n) + ", seed " + (seed + i), json, samples.get(n)::get)
          .ifPresent(faults::add);
    }
    assertEquals(List.of(), faults);
  }

  /// What no tree says: a key twice, a string that is cut, a character that JSON does not have.
  private static String textual(String json, Random random) {
    int at = random.nextInt(json.length());
    int comma = json.indexOf(",\"", at);
    int end = json.indexOf(",\"", comma + 1);
    return switch (random.nextInt(3)) {
      case 0 -> comma < 0 || end < 0 ? json : json.substring(0, end) + json.substring(comma);
      case 1 -> json.substring(0, at) + (char) random.nextInt(0x300) + json.substring(at);
      default -> json.substring(0, at) + json.substring(Math.min(json.length(), at + 3));
    };
  }

  @Test
  void what_was_found_stays_mended() throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/models"))) {
      found = files.sorted().toList();
    }
    assertFalse(found.isEmpty());
    for (Path file : found) {
      assertEquals(
          Optional.empty(), check(file.toString(), Files.readString(file), _ -> new byte[1 << 16]));
    }
  }

  /// @param weights the content of a weight file, null where there is none
  /// @return what is wrong
  private Optional<String> check(String what, String json, Function<String, byte[]> weights) {
    byte[] model = json.getBytes(StandardCharsets.UTF_8);
    FileSet files =
        new FileSet() {
          @Override
          public boolean has(String name) {
            return name.equals("model.json") || weights.apply(name) != null;
          }

          @Override
          public Bytes bytes(String name) {
            return Bytes.of(name.equals("model.json") ? model : weights.apply(name));
          }
        };
    long nanos = THREAD.getCurrentThreadCpuTime();
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    try {
      readAndWrite(Source.of("memory", files));
    } catch (ModelException e) {
      if (e.getMessage().length() > 4000) {
        return Optional.of(what + ": a message of " + e.getMessage().length());
      }
    } catch (RuntimeException | Error e) {
      StackTraceElement[] stack = e.getStackTrace();
      return Optional.of(
          what + ": " + e + (stack.length > 0 ? " at " + stack[0] : "") + "\n" + json);
    }
    nanos = THREAD.getCurrentThreadCpuTime() - nanos;
    bytes = THREAD.getCurrentThreadAllocatedBytes() - bytes;
    return nanos > MOST_NANOS || bytes > MOST_BYTES
        ? Optional.of(what + ": " + nanos / 1_000_000 + " ms, " + (bytes >> 20) + " MiB\n" + json)
        : Optional.empty();
  }

  private void readAndWrite(Source source) {
    StoredModel model = Formats.of(source).read(source);
    model.values().forEach(v -> v.tensor());
    switch (model) {
      case KerasModel keras -> {
        Formats.TFJS_LAYERS_MODEL.write(keras, temp.resolve("out"), WriteOptions.DEFAULT);
        Topology.layers(Topology.of(keras.topology(), Optional.empty()));
      }
      case TensorFlowModel graph -> {
        walk(graph.graph());
        graph.initializer().flatMap(TensorFlowModel.Initializer::graph).ifPresent(this::walk);
        Formats.TFJS_GRAPH_MODEL.write(graph, temp.resolve("out"), WriteOptions.DEFAULT);
        TensorFlowModel anew = TensorFlowModel.of(graph.graph()).withAbout(graph.about());
        Formats.TFJS_GRAPH_MODEL.write(anew, temp.resolve("out"), WriteOptions.DEFAULT);
      }
    }
    Source back = Source.of(temp.resolve("out"));
    Formats.of(back).read(back);
  }

  /// As `inspect` does.
  private void walk(Graph graph) {
    for (Graph g : graph.graphs()) {
      g.opCounts();
      g.nodes().forEach(n -> assertFalse((g.describe(n) + n.types()).isEmpty()));
    }
  }
}
