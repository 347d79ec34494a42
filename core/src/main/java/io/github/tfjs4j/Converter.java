package io.github.tfjs4j;

import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.GraphArtifacts;
import io.github.tfjs4j.format.LayersArtifacts;
import io.github.tfjs4j.format.ModelFile;
import io.github.tfjs4j.format.TfjsGraphFormat;
import io.github.tfjs4j.format.TfjsLayersFormat;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Freeze;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Target;
import io.github.tfjs4j.pass.tfjs.UnrollScanUpTo;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Converts models between formats:
///
///     Converter.convert(Path.of("my/layers-model"), Path.of("my/graph-model"), ConvertOptions.DEFAULT);
///
/// The output is complete or absent: a conversion that fails leaves what was there as it was.
public final class Converter {
  /// The formats by the names that the command line gives them.
  public enum Format {
    TFJS_LAYERS_MODEL,
    TFJS_GRAPH_MODEL,
    KERAS,
    KERAS_KERAS,
    KERAS_SAVED_MODEL,
    TF_SAVED_MODEL,
    TF_HUB,
    TF_FROZEN_MODEL;

    /// `tfjs_layers_model`
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Told how far a conversion is.
  @FunctionalInterface
  public interface Progress {
    /// @param step what is being done
    /// @param done the share of all work that is done, 0 to 1
    void at(String step, double done);
  }

  /// What to convert into what.
  public record Request(
      Path input, Format from, Path output, Format to, ConvertOptions options, Progress progress) {
    public Request(Path input, Format from, Path output, Format to, ConvertOptions options) {
      this(input, from, output, to, options, (_, _) -> {});
    }

    public Request withProgress(Progress other) {
      return new Request(input, from, output, to, options, other);
    }
  }

  /// What a conversion came to.
  ///
  /// @param output the folder written; empty for an explanation
  /// @param nodesBefore nodes of the lowered graph, 0 where nothing was lowered
  /// @param nodesAfter nodes of the graph that was written
  /// @param weightBytesBefore bytes of weights in the input's files
  /// @param weightBytesAfter bytes of weights in the output's files
  /// @param shards how many weight files were written
  /// @param passes what each pass did
  /// @param semantics whose numbers the LayersModel was taken to mean
  /// @param semanticsLayers the layers, as `name (Class)`, where that matters
  /// @param loops the loops, as `name, from layer (Class)`, because of which TF.js runs the model
  ///   with `executeAsync` alone
  /// @param warnings what a user should know, each a sentence
  /// @param millis the time that all of it took
  public record Report(
      Optional<Path> output,
      int nodesBefore,
      int nodesAfter,
      long weightBytesBefore,
      long weightBytesAfter,
      int shards,
      List<Pipeline.PassRun> passes,
      Optional<Semantics> semantics,
      List<String> semanticsLayers,
      List<String> loops,
      List<String> warnings,
      double millis) {}

  private Converter() {}

  /// Converts a LayersModel to a GraphModel.
  ///
  /// @param input a folder with a `model.json`, or that file
  /// @param output a folder, made where it is missing
  /// @throws ModelException where the model cannot be read, converted or written
  public static Report convert(Path input, Path output, ConvertOptions options) {
    return convert(
        new Request(input, Format.TFJS_LAYERS_MODEL, output, Format.TFJS_GRAPH_MODEL, options));
  }

  /// @throws ModelException where the model cannot be read, converted or written
  public static Report convert(Request request) {
    long start = System.nanoTime();
    request.progress().at("reading " + request.input(), 0);
    if (request.from() != Format.TFJS_LAYERS_MODEL) {
      throw unavailable(request);
    }
    LayersArtifacts model = layers(ModelFile.of(request.input()));
    WriteOptions write =
        new WriteOptions(request.options().weightShardBytes(), request.options().quantization());
    return switch (request.to()) {
      case TFJS_LAYERS_MODEL -> {
        Written written = new TfjsLayersFormat().write(model, request.output(), write);
        yield new Report(
            Optional.of(request.output()),
            0,
            0,
            weightBytes(model),
            written.weightBytes(),
            written.weightFiles(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            millisSince(start));
      }
      case TFJS_GRAPH_MODEL -> {
        LayersGraph layers = LayersGraph.of(model, request.options());
        request.progress().at("optimising", 0.3);
        Pipeline.Run run = optimise(layers, request.options());
        request.progress().at("writing " + request.output(), 0.6);
        GraphArtifacts graph = artifacts(model, run, request.options());
        Written written = new TfjsGraphFormat().write(graph, request.output(), write);
        yield report(Optional.of(request.output()), model, layers, run, written, start);
      }
      case KERAS, KERAS_KERAS, KERAS_SAVED_MODEL, TF_SAVED_MODEL, TF_HUB, TF_FROZEN_MODEL ->
          throw unavailable(request);
    };
  }

  /// What a conversion to a GraphModel would do, without writing it.
  public static Report explain(Path input, ConvertOptions options) {
    long start = System.nanoTime();
    LayersArtifacts model = layers(ModelFile.of(input));
    LayersGraph layers = LayersGraph.of(model, options);
    return report(
        Optional.empty(), model, layers, optimise(layers, options), new Written(0, 0), start);
  }

  private static UnsupportedModelException unavailable(Request request) {
    return new UnsupportedModelException(
        "Converting "
            + request.from().label()
            + " to "
            + request.to().label()
            + " is not available yet; available are"
            + " tfjs_layers_model to tfjs_graph_model and tfjs_layers_model to tfjs_layers_model");
  }

  static LayersArtifacts layers(ModelFile file) {
    if (Formats.of(file) instanceof TfjsLayersFormat format) {
      return format.read(file);
    }
    throw new UnsupportedModelException(
        file.path()
            + ": this is a "
            + Formats.of(file).name()
            + ", which is frozen already; expected a tfjs_layers_model");
  }

  private static Pipeline.Run optimise(LayersGraph layers, ConvertOptions options) {
    Target target = Pipelines.tfjs(options.unroll());
    Model model = layers.lowered().model();
    Pipeline.Run run = target.pipeline().after(new Freeze(model.parameters())).run(model.graph());
    if (!options.skipOpCheck()) {
      checkOps(target, run.graph());
    }
    return run;
  }

  private static void checkOps(Target target, Graph graph) {
    Set<String> unsupported = target.illegalOps(graph);
    if (!unsupported.isEmpty()) {
      throw new UnsupportedModelException(
          "Unsupported Ops in the model after optimization\n"
              + String.join(", ", unsupported)
              + "\n"
              + target.name()
              + " does not execute them; --skip_op_check writes them all the same.");
    }
  }

  private static GraphArtifacts artifacts(
      LayersArtifacts model, Pipeline.Run run, ConvertOptions options) {
    Graph graph = run.graph();
    GraphArtifacts artifacts = GraphArtifacts.of(graph);
    if (model.generatedBy().isPresent()) {
      artifacts = artifacts.withGeneratedBy(model.generatedBy().get());
    }
    Map<String, Tree> metadata = new LinkedHashMap<>();
    model.userDefinedMetadata().ifPresent(m -> metadata.putAll(m.fields()));
    // TF.js would take these for the signature of the graph.
    List.of("signature", "structuredOutputKeys", Models.MAX_TIME_STEPS).forEach(metadata::remove);
    metadata.putAll(options.metadata());
    boolean limited =
        run.steps().stream()
            .anyMatch(s -> s.applied().containsKey(UnrollScanUpTo.class.getSimpleName()));
    if (limited) {
      metadata.put(Models.MAX_TIME_STEPS, Tree.of(options.unroll().most().orElseThrow()));
    }
    if (options.structuredOutputs()) {
      metadata.put(
          "structuredOutputKeys",
          Tree.list(graph.outputs().keySet().stream().map(Tree::of).toList()));
    }
    return metadata.isEmpty()
        ? artifacts
        : artifacts.withUserDefinedMetadata(Tree.object(metadata));
  }

  private static Report report(
      Optional<Path> output,
      LayersArtifacts model,
      LayersGraph layers,
      Pipeline.Run run,
      Written written,
      long start) {
    return new Report(
        output,
        run.steps().getFirst().before(),
        run.graph().nodes().size(),
        weightBytes(model),
        written.weightBytes(),
        written.weightFiles(),
        run.steps(),
        Optional.of(layers.semantics()),
        layers.semanticsLayers(),
        loops(run.graph()),
        layers.warnings(),
        millisSince(start));
  }

  private static List<String> loops(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof While)
        .map(graph::describe)
        .toList();
  }

  private static long weightBytes(LayersArtifacts model) {
    return model
        .entries()
        .map(WeightEntry::data)
        .mapToLong(d -> d instanceof io.github.tfjs4j.tensor.StoredTensor s ? s.bytes().size() : 0)
        .sum();
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
