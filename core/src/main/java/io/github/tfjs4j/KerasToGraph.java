package io.github.tfjs4j;

import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Freeze;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Target;
import io.github.tfjs4j.pass.tfjs.UnrollScan;
import io.github.tfjs4j.pass.tfjs.UnrollScanUpTo;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The bridge from a Keras model to a TensorFlow graph: lowered, frozen and optimised for TF.js, or
/// spelled for TensorFlow.
///
/// @param layers the lowered model
/// @param run what the passes did
/// @param model the result
record KerasToGraph(LayersGraph layers, Pipeline.Run run, TensorFlowModel model) {
  /// As many nodes take TF.js a fifth of a second to load, see docs/guide/recurrent.md.
  private static final int MANY_NODES = 10_000;

  private static final double SECONDS_A_NODE = 20e-6;

  private static final Set<String> UNROLLING =
      Set.of(UnrollScan.class.getSimpleName(), UnrollScanUpTo.class.getSimpleName());

  /// @param source where the model was read, for messages
  static KerasToGraph of(Source source, KerasModel model, ConvertOptions options) {
    return of(source, model, options, Formats.TFJS_GRAPH_MODEL);
  }

  /// @param to what it is made for
  static KerasToGraph of(Source source, KerasModel model, ConvertOptions options, Format<?> to) {
    LayersGraph layers = LayersGraph.of(source, model, options.read());
    boolean forTfjs = to == Formats.TFJS_GRAPH_MODEL;
    Target target = forTfjs ? Pipelines.tfjs(options.optimize().unroll()) : Pipelines.tensorflow();
    Model lowered = layers.lowered().model();
    Pipeline.Run run =
        target.pipeline().after(new Freeze(lowered.parameters())).run(lowered.graph());
    if (!options.optimize().skipOpCheck()) {
      checkOps(target, run.graph());
    }
    About about =
        new About(model.about().generatedBy(), Optional.empty(), metadata(model, run, options));
    TensorFlowModel made = forTfjs ? FilledTables.of(run.graph()) : TensorFlowModel.of(run.graph());
    return new KerasToGraph(layers, run, made.withAbout(about));
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

  private static Tree metadata(KerasModel model, Pipeline.Run run, ConvertOptions options) {
    Map<String, Tree> metadata = new LinkedHashMap<>(model.about().metadata().fields());
    // TF.js would take these for the signature of the graph.
    List.of("signature", "structuredOutputKeys", GraphModel.MAX_TIME_STEPS)
        .forEach(metadata::remove);
    metadata.putAll(options.write().metadata());
    boolean limited =
        run.steps().stream()
            .anyMatch(s -> s.applied().containsKey(UnrollScanUpTo.class.getSimpleName()));
    if (limited) {
      metadata.put(
          GraphModel.MAX_TIME_STEPS, Tree.of(options.optimize().unroll().most().orElseThrow()));
    }
    if (options.write().structuredOutputs()) {
      metadata.put(
          "structuredOutputKeys",
          Tree.list(run.graph().outputs().keySet().stream().map(Tree::of).toList()));
    }
    return metadata.isEmpty() ? Tree.MISSING : Tree.object(metadata);
  }

  /// What is to be said of it.
  Converter.Translation translation() {
    return new Converter.Translation(
        run.steps().getFirst().before(),
        run.graph().nodes().size(),
        run.steps(),
        layers.semantics(),
        layers.semanticsLayers(),
        loops(),
        warnings());
  }

  /// What a user should know, each a sentence: of the lowering, and of recurrences that were
  /// written out into more nodes than load at once.
  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(layers.warnings());
    int steps =
        run.steps().stream()
            .filter(s -> s.applied().keySet().stream().anyMatch(UNROLLING::contains))
            .mapToInt(s -> s.after() - s.before())
            .sum();
    if (steps > MANY_NODES) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d nodes are the time steps of recurrent layers, written out for predict(); TF.js takes"
                  + " about %.1f s to load them; --unroll=never makes loops of them, which load at"
                  + " once and run, more slowly, in executeAsync() alone",
              steps,
              steps * SECONDS_A_NODE));
    }
    return warnings;
  }

  private List<String> loops() {
    return run.graph().nodes().stream()
        .filter(n -> n.op() instanceof While)
        .map(run.graph()::describe)
        .toList();
  }
}
