package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of readers: a file that was cut or changed gives our own exception, or something
/// whole. Never another exception, never a hang, never more memory than the file can ask for.
class BrokenFilesTest {
  private static final long SEED = 20240607;
  private static final int FLIPS = 200;
  private static final int CUTS = 60;
  private static final long MOST_BYTES = 64L << 20;

  @TempDir Path dir;

  static Stream<String> samples() {
    List<String> samples = new ArrayList<>(List.of("graph", "loop"));
    List<Path> cases = Cases.of("layers");
    for (int i = 0; i < cases.size(); i += 40) {
      samples.add(cases.get(i).toString());
    }
    return samples.stream();
  }

  /// The files of a whole model, by name.
  private Map<String, byte[]> files(String sample) throws IOException {
    Path folder =
        switch (sample) {
          case "graph" -> graph();
          case "loop" -> loop();
          default -> Path.of(sample);
        };
    Map<String, byte[]> files = new java.util.TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path p :
          all.filter(p -> !p.toString().matches(".*/(in|out)\\d+\\.bin|.*golden.*")).toList()) {
        files.put(p.getFileName().toString(), Files.readAllBytes(p));
      }
    }
    return files;
  }

  private Path graph() {
    GraphBuilder to = GraphBuilder.verbatim();
    Value x = to.named("x", to.add(new Placeholder(DataType.FLOAT, Shape.of(-1, 2))));
    Value w = to.named("w", to.add(new Const(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2))));
    Value s =
        to.named(
            "s", to.add(new Const(Tensor.ofStrings(new byte[][] {{1, 2}, {}, {3}}, Shape.of(3)))));
    Value y = to.named("y", to.add(new MatMul(false, false), x, w));
    new TfjsGraphFormat()
        .write(
            TensorFlowModel.of(to.build(Map.of("x", x), Map.of("y", y, "s", s))),
            dir.resolve("graph"),
            WriteOptions.DEFAULT);
    return dir.resolve("graph");
  }

  private Path loop() {
    String json =
        """
        {"modelTopology":{"node":[{"name":"y","op":"StatelessWhile","input":["x:0"],"attr":{"body":{"func":{"name":"f"}},"T":{"list":{"type":["DT_FLOAT"]}}}},
           {"name":"x","op":"Placeholder","attr":{"dtype":{"type":1},"shape":{"shape":{"dim":[{"size":"2"}]}}}},
           {"name":"p","op":"MaxPool","input":["x","^y"],"attr":{"padding":{"s":[83,65,77,69]},"ksize":{"list":{"i":["1","1","1","1"]}},"strides":{"list":{"i":[1,1,1,1]}}}}],
         "library":{"function":[{"signature":{"name":"f","inputArg":[{"name":"a","type":"DT_FLOAT"}],"outputArg":[{"name":"r","type":"DT_FLOAT"}]},
           "nodeDef":[{"name":"s","op":"Neg","input":["a"]}],"ret":{"r":"s:y:0"}}]}},
         "modelInitializer":{"node":[{"name":"t","op":"HashTableV2","attr":{"f":{"f":0.5},"b":{"b":true},"i":{"i":"7"}}}]},
         "initializerSignature":{"outputs":{"o":{"name":"t"}}},"weightsManifest":[{"paths":["w.bin"],"weights":[]}]}\
        """;
    return Folder.model(
        dir.resolve("loop"),
        json.replace("\"input\":[\"x\",\"^y\"]", "\"input\":[\"z\"]")
            .replace("{\"name\":\"p\"", "{\"name\":\"z\",\"op\":\"Placeholder\"},{\"name\":\"p\""),
        new byte[4]);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutFilesGiveOurException(String sample) throws IOException {
    Map<String, byte[]> files = files(sample);
    start(files);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] whole = file.getValue();
      int step = Math.max(1, whole.length / CUTS);
      for (int n = 0; n < whole.length; n += step) {
        check(
            file.getKey(), Arrays.copyOf(whole, n), sample + ": " + file.getKey() + " cut at " + n);
      }
      Folder.write(dir.resolve("broken").resolve(file.getKey()), whole);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changedBytesGiveOurExceptionOrAWholeModel(String sample) throws IOException {
    Random random = new Random(SEED);
    Map<String, byte[]> files = files(sample);
    start(files);
    byte[] json = files.get("model.json");
    byte[] likely =
        "0123456789-+.eE\"{}[]:,\\ntfalse ^/\u0000\u00ff"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    for (int i = 0; i < FLIPS; i++) {
      byte[] changed = json.clone();
      for (int k = 0; k < 1 + i % 3; k++) {
        int at = random.nextInt(changed.length);
        changed[at] =
            i % 2 == 0
                ? likely[random.nextInt(likely.length)]
                : (byte) (changed[at] ^ 1 << random.nextInt(8));
      }
      check("model.json", changed, sample + " change " + i + " of seed " + SEED);
    }
  }

  private void check(String name, byte[] content, String what) {
    Path folder = dir.resolve("broken");
    Folder.write(folder.resolve(name), content);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          try {
            readAndWrite(folder);
          } catch (ModelException e) {
            assertTrue(
                e.getMessage().length() < 2000,
                what + ": " + e.getMessage().length() + " characters of message");
          } catch (Exception | StackOverflowError e) {
            throw new AssertionError(what + ": " + e, e);
          }
        },
        what);
    long used = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(used < MOST_BYTES, what + ": " + used + " bytes were allocated");
  }

  /// Makes the whole model that the broken ones come from, and sees that it is one.
  private void start(Map<String, byte[]> files) {
    files.forEach((name, bytes) -> Folder.write(dir.resolve("broken").resolve(name), bytes));
    readAndWrite(dir.resolve("broken"));
  }

  private void readAndWrite(Path folder) {
    Source source = Source.of(folder);
    switch (Formats.of(source).read(source)) {
      case KerasModel model -> {
        model.entries().forEach(e -> e.data().tensor());
        Formats.TFJS_LAYERS_MODEL.write(model, dir.resolve("out"), WriteOptions.DEFAULT);
      }
      case TensorFlowModel model ->
          Formats.TFJS_GRAPH_MODEL.write(model, dir.resolve("out"), WriteOptions.DEFAULT);
    }
  }
}
