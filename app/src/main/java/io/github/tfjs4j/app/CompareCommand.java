package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.MultiplyAdds;
import io.github.tfjs4j.app.compare.Board;
import io.github.tfjs4j.app.compare.BookModels;
import io.github.tfjs4j.app.compare.Contest;
import io.github.tfjs4j.app.compare.Contest.Model;
import io.github.tfjs4j.app.compare.Contest.Pair;
import io.github.tfjs4j.app.compare.Page;
import io.github.tfjs4j.app.compare.Plan;
import io.github.tfjs4j.app.compare.Server;
import io.github.tfjs4j.app.compare.TfjsPackages;
import io.github.tfjs4j.app.compare.Workplace;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tfjs4j compare LAYERS [GRAPH]`: how fast a model is in its two forms, in browsers, in Node and
/// here.
@Command(
    name = CompareCommand.NAME,
    description = {
      "Measure how fast a model is as a LayersModel and as a GraphModel: in Chromium and Node with"
          + " TensorFlow.js, and here.",
      "Prints a table, and writes a page with charts. Without GRAPH, LAYERS is converted."
    },
    customSynopsis = {"tfjs4j compare [OPTIONS] LAYERS [GRAPH]", "tfjs4j compare [OPTIONS] --book"},
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  static final String NAME = "compare";

  private static final List<Integer> ALL_BATCHES = List.of(1, 8, 32, 128);

  private final Terminal terminal;
  private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "LAYERS",
      description = "The LayersModel, or another model of layers, which becomes one.")
  private Optional<String> layers = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "GRAPH",
      description = "The GraphModel (default: what LAYERS converts to).")
  private Optional<String> graph = Optional.empty();

  @Option(
      names = "--book",
      description =
          "Compare the two models of the book's benchmark, made here: MobileNetV2 with batch 1, and"
              + " a multilayer perceptron with batch 128.")
  private boolean book;

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      description = "Batch sizes (default: 1). Can be repeated.")
  private List<Integer> batches = List.of();

  @Option(names = "--full", description = "Batch sizes 1, 8, 32 and 128.")
  private boolean full;

  @Option(
      names = "--on",
      split = ",",
      paramLabel = "PLACE",
      description =
          "Where: ${COMPLETION-CANDIDATES} (default: all; with --serve: jvm). Can be repeated.",
      completionCandidates = ComparePlaces.Names.class)
  private List<String> on = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The page to write (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("compare.html");

  @Option(names = "--json", description = "Print all numbers as JSON instead of the table.")
  private boolean asJson;

  @Option(
      names = "--serve",
      description =
          "Then serve the page to browsers on this machine, where a button measures in that browser,"
              + " until interrupted.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of --serve (default: a free one).")
  private int port;

  @Option(
      names = {"--tfjs", "--tfjs-home"},
      paramLabel = "DIR",
      description =
          "The folder in whose node_modules TensorFlow.js is (default: this one, and NODE_PATH).")
  private Path tfjsHome = Path.of("");

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Predictions that are not measured (default: ${DEFAULT-VALUE}).")
  private int warmup = Plan.BOOK.warmups();

  @Option(
      names = "--warmup_seconds",
      paramLabel = "S",
      description = "How long these go on at least (default: ${DEFAULT-VALUE}).")
  private double warmSeconds = Plan.BOOK.warmSeconds();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Predictions that are measured (default: ${DEFAULT-VALUE}).")
  private int repeat = Plan.BOOK.runs();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "After this time no more predictions are begun, for each model, batch and place (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds = Plan.BOOK.seconds();

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Spec
  void declareArguments(CommandSpec own) {
    spec = own;
    ModelArguments.declare(own);
  }

  @Override
  public Integer call() throws IOException {
    ConvertOptions options = ModelArguments.options(spec);
    List<String> places = ModelArguments.checked(spec, this::check);
    try (Workplace workplace = new Workplace()) {
      return compare(options, places, workplace);
    }
  }

  private List<String> check() {
    if (book == layers.isPresent()) {
      throw new UsageException(
          book ? "expected LAYERS or --book, but got both" : "expected LAYERS, or --book");
    }
    atLeast("--warmup", warmup, 0);
    atLeast("--warmup_seconds", warmSeconds, 0);
    atLeast("--repeat", repeat, 1);
    atLeast("--seconds", seconds, 0);
    batches.forEach(batch -> atLeast("--batch", batch, 1));
    List<String> wanted = !on.isEmpty() ? on : serve ? List.of("jvm") : ComparePlaces.NAMES;
    ComparePlaces.check(wanted);
    return wanted;
  }

  private static void atLeast(String option, double value, int least) {
    if (!(value >= least)) {
      throw new UsageException(
          "argument " + option + ": expected at least " + least + ", but got " + value);
    }
  }

  private int compare(ConvertOptions options, List<String> places, Workplace workplace)
      throws IOException {
    Contest contest =
        new Contest(new Plan(warmup, warmSeconds, repeat, seconds), pairs(options, workplace));
    Optional<TfjsPackages> tfjs = TfjsPackages.find(tfjsHome);
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(Tfjs4j.NAME, Version.own());
    tfjs.ifPresent(t -> versions.put("TensorFlow.js", t.version()));
    Board board = new Board(contest, versions);
    CompareTable table = new CompareTable(board);
    try (Server server = new Server(board, tfjs, port, _ -> save(board, table))) {
      try (ProgressLine progress = new ProgressLine(terminal)) {
        new ComparePlaces(
                board, workplace, server, tfjs, TfjsPackages.missing(tfjsHome, Version.TFJS))
            .measure(places, progress);
      }
      save(board, table);
      terminal
          .out()
          .print(
              asJson ? Json.text(board.tree()) + "\n" : table.text() + "Written: " + output + "\n");
      terminal.out().flush();
      if (serve) {
        serve(server, tfjs);
      }
    }
    if (board.isEmpty()) {
      throw new ModelException("nothing was measured: " + table.faults());
    }
    return board.agrees() ? Exit.OK : Exit.FAILED;
  }

  private void save(Board board, CompareTable table) {
    Page.write(board, table.text(), output);
  }

  private void serve(Server server, Optional<TfjsPackages> tfjs) {
    if (tfjs.isEmpty()) {
      terminal.err().println(TfjsPackages.missing(tfjsHome, Version.TFJS));
    }
    terminal.err().println("Open " + server.origin() + "/ in a browser, and press the button.");
    terminal.err().println("What it measures is added to " + output + ". Ctrl-C ends this.");
    terminal.err().flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Pair> pairs(ConvertOptions options, Workplace workplace) {
    if (book) {
      Path mobileNet = workplace.folder("mobilenetv2");
      Path mlp = workplace.folder("mlp");
      BookModels.mobileNetV2(mobileNet);
      BookModels.mlp(mlp);
      return List.of(
          pair("MobileNetV2 1.0 224", Source.of(mobileNet), options, batches(1), workplace),
          pair("MLP 100-4000-1000-500-1", Source.of(mlp), options, batches(128), workplace));
    }
    Source source = Source.of(layers.orElseThrow());
    Path name =
        source.path().map(Path::toAbsolutePath).map(Path::normalize).orElse(Path.of("model"));
    Path titled = source.main().filter("model.json"::equals).isPresent() ? name.getParent() : name;
    Path last = titled.getFileName();
    return List.of(
        pair(
            last == null ? name.toString() : last.toString(),
            source,
            options,
            batches(1),
            workplace));
  }

  private List<Integer> batches(int usual) {
    List<Integer> all = new ArrayList<>(full ? ALL_BATCHES : batches);
    return all.isEmpty() ? List.of(usual) : all.stream().distinct().toList();
  }

  private Pair pair(
      String title,
      Source source,
      ConvertOptions options,
      List<Integer> sizes,
      Workplace workplace) {
    Model first = model("LAYERS", source, Formats.TFJS_LAYERS_MODEL, options, workplace, title);
    Model second =
        model(
            graph.isPresent() ? "GRAPH" : "LAYERS",
            graph.map(Source::of).orElse(source),
            Formats.TFJS_GRAPH_MODEL,
            options,
            workplace,
            title);
    ModelInputs inputs = ModelInputs.of(first.model(), options.read().inputShapes());
    String work =
        MultiplyAdds.of(
                source, Formats.of(source).read(source, options.read().selection()), options.read())
            .map(Work::text)
            .orElse("");
    return Pair.of(title, work, first, second, sizes, inputs.shapes());
  }

  /// A model as TF.js loads it: converted, where it is stored otherwise.
  private static Model model(
      String what,
      Source source,
      Format<?> wanted,
      ConvertOptions options,
      Workplace workplace,
      String title) {
    try {
      Source stored = source;
      if (!Formats.of(source).name().equals(wanted.name())) {
        Path folder = workplace.folder(wanted.name() + "-" + title.replaceAll("\\W", "_"));
        Converter.Pair way = Converter.pair(Formats.of(source).name(), wanted.name());
        Converter.convert(new Converter.Request(source, folder, way, options));
        stored = Source.of(folder);
      }
      return new Model(stored, InferenceModel.load(stored, options.read()));
    } catch (ModelException e) {
      throw e.at(what);
    } catch (UncheckedIOException e) {
      throw new ModelException(what + ": " + e.getCause().getMessage(), e);
    }
  }
}
