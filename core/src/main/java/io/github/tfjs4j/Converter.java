package io.github.tfjs4j;

import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.StoredModel;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.TfjsLayersFormat;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.keras.OtherNumbers;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.TfjsDialect;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Converts models between formats:
///
///     Converter.convert(Path.of("my/layers-model"), Path.of("my/graph-model"), ConvertOptions.DEFAULT);
///
/// The output is complete or absent: a conversion that fails leaves what was there as it was.
public final class Converter {
  /// From one format to another.
  public record Pair(Format<?> from, Format<?> to) {
    /// Whether what the one holds can become what the other does: layers become a graph, and never
    /// the other way.
    private boolean isWay() {
      return from.product() == to.product() || from.holdsLayers();
    }

    /// What both hold, or else what becomes the other.
    private StoredModel read(Source input, Selection selection) {
      return to.product() == KerasModel.class
          ? from.readLayers(input)
          : from.read(input, selection);
    }

    private boolean isAvailable() {
      return isWay() && from.reads() && to.writes();
    }

    /// `tfjs_layers_model to tfjs_graph_model`
    @Override
    public String toString() {
      return from.name() + " to " + to.name();
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
  ///
  /// @param output the folder or file to write, as the format has it
  public record Request(
      Source input, Path output, Pair pair, ConvertOptions options, Progress progress) {
    public Request(Source input, Path output, Pair pair, ConvertOptions options) {
      this(input, output, pair, options, (_, _) -> {});
    }

    public Request withProgress(Progress other) {
      return new Request(input, output, pair, options, other);
    }
  }

  /// What a conversion came to.
  public sealed interface Report {
    /// Bytes of weights in the input's files.
    long weightBytesBefore();

    /// The time that all of it took.
    double millis();
  }

  /// A model that was stored anew, and is otherwise as it was.
  ///
  /// @param output the folder or file written
  public record Stored(Path output, long weightBytesBefore, Written written, double millis)
      implements Report {}

  /// A graph that became a smaller one.
  ///
  /// @param output the folder or file written
  /// @param nodesBefore nodes of the graph that was read
  /// @param nodesAfter nodes of the graph that was written
  /// @param passes what each pass did; none where the graph stays as it is, because it would become
  ///   a larger one or hands on lists of tensors
  /// @param loops as [Translation#loops]
  /// @param warnings what a user should know, each a sentence
  public record Optimized(
      Path output,
      int nodesBefore,
      int nodesAfter,
      List<Pipeline.PassRun> passes,
      List<String> loops,
      List<String> warnings,
      long weightBytesBefore,
      Written written,
      double millis)
      implements Report {}

  /// Layers that became a graph.
  ///
  /// @param output the folder or file written
  public record Converted(
      Path output, Translation translation, long weightBytesBefore, Written written, double millis)
      implements Report {}

  /// Layers that would become a graph: nothing was written.
  public record Explained(Translation translation, long weightBytesBefore, double millis)
      implements Report {}

  /// What became of the layers.
  ///
  /// @param nodesBefore nodes of the lowered graph
  /// @param nodesAfter nodes of the optimised graph
  /// @param passes what each pass did
  /// @param semantics whose numbers the layers were taken to mean
  /// @param semanticsLayers the layers, as `name (Class)`, where that matters
  /// @param loops the loops, as `name, from layer (Class)`, because of which TF.js runs the model
  ///   with `executeAsync` alone
  /// @param warnings what a user should know, each a sentence
  public record Translation(
      int nodesBefore,
      int nodesAfter,
      List<Pipeline.PassRun> passes,
      Semantics semantics,
      List<String> semanticsLayers,
      List<String> loops,
      List<String> warnings) {}

  /// Layers that a message names.
  private static final int MOST_REFUSED = 20;

  private Converter() {}

  /// All that converts into what: it follows from the formats that there are.
  public static List<Pair> pairs() {
    return Formats.ALL.stream()
        .flatMap(from -> Formats.ALL.stream().map(to -> new Pair(from, to)))
        .filter(Pair::isAvailable)
        .toList();
  }

  /// [#pairs], for help and messages.
  public static String available() {
    return pairs().stream().map(Pair::toString).collect(Collectors.joining(", "));
  }

  /// The pair of two formats by their names.
  ///
  /// @throws UnsupportedModelException where it does not exist, or not yet
  public static Pair pair(String from, String to) {
    Optional<Pair> pair =
        Formats.named(from).flatMap(f -> Formats.named(to).map(t -> new Pair(f, t)));
    if (!pair.map(Pair::isWay).orElse(false)) {
      throw new UnsupportedModelException(
          "Unsupported input_format - output_format pair: "
              + from
              + " - "
              + to
              + (pair.isPresent()
                  ? "\nA graph is frozen already: its layers cannot be had back."
                  : "")
              + becomes(from));
    }
    if (!pair.get().isAvailable()) {
      String wayOut = pair.get().from().reads() ? "" : pair.get().from().wayOut();
      throw new UnsupportedModelException(
          "Converting "
              + pair.get()
              + " is not available yet."
              + becomes(from)
              + (wayOut.isEmpty() ? "" : "\nUntil then, " + wayOut + "."));
    }
    return pair.get();
  }

  /// What a format becomes, for messages; empty where that is nothing.
  private static String becomes(String from) {
    String to =
        pairs().stream()
            .filter(pair -> pair.from().name().equals(from))
            .map(pair -> pair.to().name())
            .collect(Collectors.joining(", "));
    return to.isEmpty() ? "" : "\n" + from + " becomes " + to + ".";
  }

  /// Converts a LayersModel to a GraphModel.
  ///
  /// @param input a folder with a `model.json`, or that file
  /// @param output a folder, made where it is missing
  /// @throws ModelException where the model cannot be read, converted or written
  public static Report convert(Path input, Path output, ConvertOptions options) {
    Pair pair = new Pair(Formats.TFJS_LAYERS_MODEL, Formats.TFJS_GRAPH_MODEL);
    return convert(new Request(Source.of(input), output, pair, options));
  }

  /// Reads, brings the model over to the other kind where the two formats hold different ones, and
  /// writes.
  ///
  /// @throws ModelException where the model cannot be read, converted or written
  public static Report convert(Request request) {
    long start = System.nanoTime();
    ConvertOptions options = request.options();
    Path output = request.output();
    Pair pair = pair(request.pair().from().name(), request.pair().to().name());
    request.progress().at("reading " + request.input(), 0);
    StoredModel model = pair.read(request.input(), options.read().selection());
    if (model instanceof TensorFlowModel graph) {
      return optimized(request, graph, pair.to(), start);
    }
    if (pair.to().product().isInstance(model)) {
      StoredModel ready =
          pair.to() == Formats.TFJS_LAYERS_MODEL && TfjsLayersFormat.translates((KerasModel) model)
              ? forTfjs((KerasModel) model, request)
              : model;
      pair.to().semantics().ifPresent(keras -> checkNumbers((KerasModel) model, request, keras));
      request.progress().at("writing " + output, 0.6);
      Written written = write(ready, pair.to(), output, options.write());
      return new Stored(output, weightBytes(model), written, millisSince(start));
    }
    request.progress().at("optimising", 0.3);
    KerasToGraph bridge = KerasToGraph.of(request.input(), (KerasModel) model, options, pair.to());
    request.progress().at("writing " + output, 0.6);
    Written written = write(bridge.model(), pair.to(), output, options.write());
    return new Converted(
        output, bridge.translation(), weightBytes(model), written, millisSince(start));
  }

  /// A model of Keras as TF.js can load it.
  private static KerasModel forTfjs(KerasModel model, Request request) {
    if (!request.options().optimize().skipOpCheck()) {
      checkClasses(model, request.input());
    }
    try {
      return KnownReshapes.of(model, request.options().read());
    } catch (ModelException e) {
      throw e.at(request.input().toString());
    }
  }

  /// Before anything is written: TF.js has fewer layers than Keras.
  private static void checkClasses(KerasModel model, Source input) {
    List<String> refused = TfjsDialect.of(model.topology()).refused();
    if (!refused.isEmpty()) {
      List<String> shown = refused.subList(0, Math.min(MOST_REFUSED, refused.size()));
      throw new UnsupportedModelException(
          input
              + ": TF.js cannot load "
              + (refused.size() == 1 ? "1 layer" : refused.size() + " layers")
              + " of this model as Keras computes them:\n"
              + String.join("\n", shown)
              + (shown.size() < refused.size() ? "\n..." : "")
              + "\n--output_format=tfjs_graph_model makes a GraphModel, which needs none of TF.js'"
              + " layers; --skip_op_check writes the LayersModel all the same, for a program that"
              + " registers such classes.");
    }
  }

  /// Before anything is written: Keras computes some layers otherwise than TF.js. Whether that
  /// shows in the numbers of the model is tried out, except where they depend on what ran before.
  private static void checkNumbers(KerasModel model, Request request, Semantics keras) {
    ReadOptions read = request.options().read();
    Semantics own = read.semantics().orElseGet(() -> Topology.semantics(model.topology()));
    if (own == keras || request.options().optimize().skipOpCheck()) {
      return;
    }
    KerasModel compared =
        model.withTopology(OtherNumbers.comparable(model.topology(), keras)).decoded();
    try {
      Map<String, TensorSource> weights = new LinkedHashMap<>();
      compared.entries().forEach(e -> weights.put(e.name(), e.data()));
      List<String> layers = OtherNumbers.layers(compared.topology(), weights, keras);
      boolean stateful = model.topology().findAll("stateful").contains(Tree.of(true));
      if (layers.isEmpty() || (!stateful && isSame(compared, request.input(), read, keras))) {
        return;
      }
      throw new UnsupportedModelException(
          "Keras computes this model otherwise than TF.js because of "
              + String.join(", ", layers.subList(0, Math.min(MOST_REFUSED, layers.size())))
              + (layers.size() > MOST_REFUSED ? ", ..." : "")
              + ".\n--output_format=tfjs_graph_model makes a GraphModel, whose numbers are those of"
              + " TF.js wherever it runs; --skip_op_check writes the layers all the same.");
    } catch (ModelException e) {
      throw e.at(request.input() + ", by the rules of Keras");
    }
  }

  private static boolean isSame(
      KerasModel model, Source source, ReadOptions read, Semantics keras) {
    return Verification.run(
                LayersModel.of(source, model, read),
                LayersModel.of(source, model, read.withSemantics(keras)),
                Verification.DEFAULT)
            .verdict()
        == Verification.Verdict.EQUAL;
  }

  private static Report optimized(
      Request request, TensorFlowModel model, Format<?> to, long start) {
    ConvertOptions options = request.options();
    request.progress().at("optimising", 0.3);
    GraphToGraph way;
    try {
      way = way(model, request.pair().from(), to, options);
    } catch (ModelException e) {
      throw e.at(request.input().toString());
    }
    request.progress().at("writing " + request.output(), 0.6);
    Written written = write(way.model(), to, request.output(), options.write());
    return options.optimize().graphs()
        ? new Optimized(
            request.output(),
            model.graph().nodes().size(),
            way.model().graph().nodes().size(),
            way.passes(),
            way.loops(),
            way.warnings(),
            weightBytes(model),
            written,
            millisSince(start))
        : new Stored(request.output(), weightBytes(model), written, millisSince(start));
  }

  private static GraphToGraph way(
      TensorFlowModel model, Format<?> from, Format<?> to, ConvertOptions options) {
    if (to != Formats.TFJS_GRAPH_MODEL) {
      return GraphToTensorFlow.of(model, options);
    }
    return from == Formats.TFJS_GRAPH_MODEL
        ? GraphToGraph.of(model, options)
        : TensorFlowToGraph.of(model, options);
  }

  private static <M extends StoredModel> Written write(
      StoredModel model, Format<M> to, Path output, WriteOptions options) {
    return to.write(to.product().cast(model), output, options);
  }

  /// What a conversion to a GraphModel would do, without writing it.
  public static Explained explain(Path input, ConvertOptions options) {
    long start = System.nanoTime();
    Source source = Source.of(input);
    Format<?> format = Formats.of(source);
    if (!(format.read(source, options.read().selection()) instanceof KerasModel model)) {
      throw new UnsupportedModelException(
          source
              + ": this is "
              + format.description()
              + " ("
              + format.name()
              + "), which is frozen already; expected a model with layers");
    }
    KerasToGraph bridge = KerasToGraph.of(source, model, options);
    return new Explained(bridge.translation(), weightBytes(model), millisSince(start));
  }

  private static long weightBytes(StoredModel model) {
    return model.values().mapToLong(v -> v instanceof StoredTensor s ? s.bytes().size() : 0).sum();
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
