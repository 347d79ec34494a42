package io.github.tfjs4j.bench;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Prints a table, a row for each model, batch and number of threads, and writes it to
/// `bench/results.md`.
public final class Main {
  /// A folder of models, with their `.onnx` files, that are measured beside those of the command
  /// line.
  private static final String MODELS = "TFJS4J_BENCH_MODELS";

  private static final String HEAD =
      """
      | model | batch | threads | convert ms | load ms | first ms | median (least) ms | ONNX Runtime: load ms | median (least) ms | ratio (10 % to 90 %) | TF.js wasm: graph, layers ms |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;

  private final Path root;
  private final boolean quick;
  private final StringBuilder table = new StringBuilder();

  private Main(Path root, boolean quick) {
    this.root = root;
    this.quick = quick;
  }

  /// @param args the root of the project, options, folders of models
  public static void main(String[] args) throws IOException {
    List<String> rest = new ArrayList<>(List.of(args));
    Path root = Path.of(rest.removeFirst());
    boolean quick = rest.remove("--quick");
    new Main(root, quick).measure(models(root, rest));
  }

  private static List<Model> models(Path root, List<String> folders) throws IOException {
    List<Path> all = new ArrayList<>(folders.stream().map(Path::of).toList());
    Optional.ofNullable(System.getenv(MODELS)).map(Path::of).ifPresent(all::add);
    if (all.isEmpty()) {
      all.add(root.resolve("examples/shapes-cnn"));
      Stream.of("layers", "real/@upscalerjs__esrgan-slim", "real/@vladmandic__human-models")
          .map(root.resolve("conformance/work")::resolve)
          .filter(Files::isDirectory)
          .forEach(all::add);
    }
    List<Model> models = new ArrayList<>();
    for (Path folder : all) {
      models.addAll(Model.in(folder));
    }
    return models;
  }

  private void measure(List<Model> models) throws IOException {
    print(about());
    print(HEAD);
    for (Model model : models) {
      measure(model);
    }
    if (!quick) {
      Files.writeString(root.resolve("bench/results.md"), "# Results\n\n" + table);
    }
  }

  private void measure(Model model) throws IOException {
    Path work = Files.createTempDirectory("tfjs4j-bench");
    try {
      Source source = Source.of(model.folder());
      boolean hasLayers = Formats.of(source).holdsLayers();
      Path graph = hasLayers ? work.resolve("graph") : model.folder();
      String convert = "";
      if (hasLayers) {
        Converter.Pair pair = Converter.pair("tfjs_layers_model", "tfjs_graph_model");
        convert =
            number(
                Converter.convert(
                        new Converter.Request(source, graph, pair, ConvertOptions.DEFAULT))
                    .millis());
      }
      String tfjs = tfjs(graph) + (hasLayers ? ", " + tfjs(model.folder()) : "");
      for (int batch : quick ? new int[] {1} : new int[] {1, 8, 32}) {
        for (int threads : quick ? new int[] {1} : new int[] {1, 2}) {
          row(model, graph, batch, threads, convert, batch == 1 && threads == 1 ? tfjs : "");
        }
      }
    } catch (ModelException | IllegalStateException e) {
      print("| " + model.name() + " | " + e.getMessage().lines().findFirst().orElse("") + " |\n");
    } finally {
      delete(work);
    }
  }

  private void row(Model model, Path graph, int batch, int threads, String convert, String tfjs) {
    Optional<Runs> peer = model.onnx().map(file -> new OnnxRuns(file, batch, threads));
    try (Runs own = new JvmRuns(graph, batch, threads)) {
      Turns turns = Turns.of(own, peer, quick ? 1 : 10);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  model.name(),
                  Integer.toString(batch),
                  Integer.toString(threads),
                  convert,
                  number(own.loadMs()),
                  number(turns.firstMs()),
                  times(turns.ms())));
      cells.add(peer.map(p -> number(p.loadMs())).orElse(""));
      cells.add(peer.map(_ -> times(turns.peerMs())).orElse(""));
      cells.add(peer.map(_ -> ratios(turns.ratios())).orElse(""));
      cells.add(tfjs);
      print("| " + String.join(" | ", cells) + " |\n");
    } finally {
      peer.ifPresent(Runs::close);
    }
  }

  /// The median of predictions of a batch of one in TF.js, on one thread; nothing where Node or its
  /// packages are missing, or TF.js does not run the model so.
  private String tfjs(Path folder) throws IOException {
    Process node =
        new ProcessBuilder(
                "node",
                root.resolve("bench/predict.mjs").toString(),
                folder.toString(),
                "--peer",
                "--runs",
                quick ? "5" : "30")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed =
        new String(node.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return printed
        .lines()
        .filter(line -> line.startsWith("{"))
        .reduce((_, last) -> last)
        .map(line ->
            number(Double.parseDouble(line.replaceAll(".*\"medianMs\":([0-9.e-]+).*", "$1"))))
        .orElse("-");
  }

  private static String about() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    String cpu =
        Files.exists(cpus)
            ? Files.readAllLines(cpus).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.replaceAll(".*: ", ""))
                .orElse("unknown processor")
            : System.getProperty("os.arch");
    return cpu
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors; Java "
        + Runtime.version()
        + "; ONNX Runtime "
        + ai.onnxruntime.OrtEnvironment.getEnvironment().getVersion()
        + "; TF.js 4.22.0. tfjs4j and ONNX Runtime take turns in one process, one prediction each; below 1"
        + " tfjs4j is the faster.\n\n";
  }

  private static String times(double[] ms) {
    return number(Turns.at(ms, 0.5)) + " (" + number(ms[0]) + ")";
  }

  private static String ratios(double[] ratios) {
    return number(Turns.at(ratios, 0.5))
        + " ("
        + number(Turns.at(ratios, 0.1))
        + " to "
        + number(Turns.at(ratios, 0.9))
        + ")";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private void print(String text) {
    System.out.print(text);
    table.append(text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
