package io.github.tfjs4j.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.github.tfjs4j.Budget;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.TfjsGraphFormat;
import io.github.tfjs4j.format.TfjsLayersFormat;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.keras.layer.GoldenCase;
import io.github.tfjs4j.pass.Freeze;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Topologies that nobody meant: whatever is in them, they become a graph or one of our exceptions,
/// soon and in little memory. `-Dfuzz.rounds=N -Dfuzz.seed=N` look further; what they find is kept
/// under `src/test/resources/fuzz/topologies`.
class TopologyFuzzTest {
  /// Of the thread's own time and allocation, so that a busy machine is no finding.
  private static final long MOST_NANOS = 3_000_000_000L;

  private static final long MOST_BYTES = 1L << 30;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path temp;

  /// @param weights by name
  private record Sample(String name, Tree topology, Map<String, TensorSource> weights) {
    static Sample of(Path folder) {
      KerasModel model = new TfjsLayersFormat().read(Source.of(folder));
      Map<String, TensorSource> weights = new LinkedHashMap<>();
      model.entries().forEach(e -> weights.put(e.name(), e.data()));
      return new Sample(folder.getFileName().toString(), model.topology(), weights);
    }
  }

  @Test
  void changed_topologies_are_converted_or_refused() {
    long seed = Long.getLong("fuzz.seed", 20250101L);
    int rounds = Integer.getInteger("fuzz.rounds", 400);
    System.out.println("TopologyFuzzTest: -Dfuzz.seed=" + seed + " -Dfuzz.rounds=" + rounds);
    List<Path> folders =
        Stream.of("layers", "layers-more", "layers-recurrent", "keras-more", "keras-recurrent")
            .flatMap(GoldenCase::all)
            .filter(GoldenCase::hasWeights)
            .map(GoldenCase::folder)
            .toList();
    for (int i = 0; i < rounds; i++) {
      Random random = new Random(seed + i);
      Sample sample = Sample.of(folders.get(random.nextInt(folders.size())));
      Tree topology = new TopologyMutation(random).mutated(sample.topology());
      check(new Sample(sample.name() + ", seed " + (seed + i), topology, sample.weights()), random);
    }
  }

  @Test
  void odd_layers_are_converted_or_refused() {
    long seed = Long.getLong("fuzz.seed", 20250101L);
    int rounds = Integer.getInteger("fuzz.rounds", 400);
    for (int i = 0; i < rounds; i++) {
      Random random = new Random(seed + i);
      Tree topology = new TopologyMutation(random).made();
      check(new Sample("made, seed " + (seed + i), topology, Map.of()), random);
    }
  }

  @Test
  void what_was_found_stays_mended() throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/topologies"))) {
      found = files.sorted().toList();
    }
    assertFalse(found.isEmpty());
    for (Path file : found) {
      Tree kept = Json.read(file);
      Map<String, TensorSource> weights = new LinkedHashMap<>();
      kept.path("weights")
          .fields()
          .forEach((name, dims) -> weights.put(name, Tensor.zeros(DataType.FLOAT, shape(dims))));
      for (int i = 0; i < 6; i++) {
        check(new Sample(file.toString(), kept.path("modelTopology"), weights), new Random(i));
      }
    }
  }

  private static Shape shape(Tree dims) {
    return Shape.of(dims.stream().map(Tree::intValue).toList());
  }

  private void check(Sample sample, Random random) {
    long nanos = THREAD.getCurrentThreadCpuTime();
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    try {
      convert(sample, random);
    } catch (ModelException e) {
      if (e.getMessage().length() > 4000) {
        fail(sample.name() + ": a message of " + e.getMessage().length());
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError(sample.name() + ": " + e + "\n" + sample.topology(), e);
    }
    nanos = THREAD.getCurrentThreadCpuTime() - nanos;
    bytes = THREAD.getCurrentThreadAllocatedBytes() - bytes;
    if (nanos > MOST_NANOS || bytes > MOST_BYTES) {
      fail(
          sample.name()
              + ": "
              + nanos / 1_000_000
              + " ms and "
              + (bytes >> 20)
              + " MiB for\n"
              + sample.topology());
    }
  }

  private void convert(Sample sample, Random random) {
    Optional<Semantics> semantics =
        random.nextInt(3) > 0
            ? Optional.empty()
            : Optional.of(
                List.of(Semantics.values()).get(random.nextInt(Semantics.values().length)));
    UnrollPlan plan =
        switch (random.nextInt(3)) {
          case 0 -> UnrollPlan.DEFAULT;
          case 1 -> UnrollPlan.DEFAULT.withMost(3);
          default -> UnrollPlan.DEFAULT.withKnown(false);
        };
    Graph topology = Topology.of(sample.topology(), semantics);
    Lowering.Options options =
        new Lowering.Options(Map.of(), List.of(), Budget.DEFAULT.withNodes(20_000));
    Lowering.dependsOnSemantics(topology, options);
    var model = Lowering.lower(topology, sample.weights(), options).model();
    Graph graph =
        Pipelines.tfjs(plan)
            .pipeline()
            .after(new Freeze(model.parameters()))
            .run(model.graph())
            .graph();
    new TfjsGraphFormat()
        .write(TensorFlowModel.of(graph), temp.resolve("out"), WriteOptions.DEFAULT);
  }
}
