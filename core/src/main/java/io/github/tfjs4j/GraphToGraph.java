package io.github.tfjs4j;

import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.graphdef.GraphDefWriter;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Target;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A TensorFlow graph that goes through the passes for TF.js: one that other programs made, or
/// earlier versions of this one.
///
/// @param passes what they did; none where the graph stays as it is
/// @param model the result
/// @param loops as [Converter.Translation#loops]
/// @param warnings what a user should know, each a sentence
record GraphToGraph(
    List<Pipeline.PassRun> passes,
    TensorFlowModel model,
    List<String> loops,
    List<String> warnings) {
  /// One of which nothing is to be said.
  private GraphToGraph(List<Pipeline.PassRun> passes, TensorFlowModel model) {
    this(passes, model, List.of(), List.of());
  }

  static GraphToGraph of(TensorFlowModel model, ConvertOptions options) {
    TensorFlowModel renewed = model.withAbout(about(model, options.write()));
    if (!options.optimize().graphs() || handsOnLists(model.graph())) {
      return new GraphToGraph(List.of(), renewed);
    }
    Graph before = model.graph();
    Target target = Pipelines.tfjs(options.optimize().unroll());
    Pipeline.Run run = target.pipeline().run(before);
    TensorFlowModel optimised = renewed.withGraph(withNamesOfOutputs(before, run.graph()));
    boolean mended = !target.illegalOps(run.graph()).containsAll(target.illegalOps(before));
    return mended || size(optimised) <= size(model)
        ? new GraphToGraph(run.steps(), optimised)
        : new GraphToGraph(List.of(), renewed);
  }

  static About about(TensorFlowModel model, WriteOptions options) {
    About about = model.about();
    Map<String, Tree> metadata = new LinkedHashMap<>(about.metadata().fields());
    metadata.putAll(options.metadata());
    if (options.structuredOutputs()) {
      metadata.put(
          "structuredOutputKeys",
          Tree.list(model.graph().outputs().keySet().stream().map(Tree::of).toList()));
    }
    return metadata.isEmpty()
        ? about
        : new About(about.generatedBy(), about.convertedBy(), Tree.object(metadata));
  }

  /// How many nodes a model has in a file.
  private static int size(TensorFlowModel model) {
    return model
        .asRead()
        .map(TensorFlowModel.AsRead::nodes)
        .orElseGet(() -> GraphDefWriter.write(model.graph(), List.of(), Map.of()).def().size());
  }

  /// Whether functions are given lists of tensors. TF.js disposes of what a function wrote into
  /// them when it returns, except in certain forms, among them all that were no functions before:
  /// whoever made such a graph has found one that runs.
  private static boolean handsOnLists(Graph graph) {
    return graph.graphs().stream()
        .skip(1)
        .flatMap(f -> f.inputs().values().stream())
        .map(Value::dataType)
        .anyMatch(t -> t == DataType.VARIANT || t == DataType.RESOURCE);
  }

  /// `after`, whose outputs come from nodes with the names that these have `before`: people ask for
  /// results by the names of nodes.
  static Graph withNamesOfOutputs(Graph before, Graph after) {
    GraphBuilder to = GraphBuilder.verbatim(after.budget().meter());
    Copier copier = new Copier(after, to);
    copier.copyAll(node -> copier.asItIs(node, node.op()));
    Set<Node> named = Collections.newSetFromMap(new IdentityHashMap<>());
    after.states().values().forEach(s -> named.add(copier.copy(s.after()).node()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    before
        .outputs()
        .forEach((key, old) -> {
          Value value = copier.copy(after.outputs().get(key));
          outputs.put(
              key,
              old.node().types().size() == 1
                  ? to.named(before.name(old.node()), ownNode(value, named, to))
                  : value);
        });
    return copier.build(outputs, List.of());
  }

  /// A node that gives `value` and can be named after an output: its own, or one behind it.
  private static Value ownNode(Value value, Set<Node> named, GraphBuilder to) {
    return GraphDefWriter.canBeOutput(value) && named.add(value.node())
        ? value
        : to.addNode(new Identity(), List.of(value)).out(0);
  }
}
