package io.github.tfjs4j.keras.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TfjsLayersFormat;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.pass.Freeze;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A LayersModel in a folder with the inputs and outputs that its maker computed: see
/// conformance/README.md.
public record GoldenCase(Path folder) {
  private static final JsonMapper JSON = new JsonMapper();

  /// All cases under `conformance/cases/KIND`, which must be there.
  public static Stream<GoldenCase> all(String kind) {
    Path at = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("conformance/cases").resolve(kind))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException(
          "there is no conformance/cases/" + kind + " above the working folder");
    }
    try (Stream<Path> folders = Files.list(at.resolve("conformance/cases").resolve(kind))) {
      List<Path> cases =
          folders
              .filter(f ->
                  Files.exists(f.resolve("model.json")) && Files.exists(f.resolve("golden.json")))
              .sorted()
              .toList();
      return cases.stream().map(GoldenCase::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a layer of the model keeps a state from step to step.
  public boolean isRecurrent() {
    return read("model.json").findValuesAsString("class_name").stream()
        .anyMatch(c ->
            c.matches("Bidirectional|(Conv)?(LSTM|GRU|Simple|Stacked)?.*RNN.*|.*LSTM.*|.*GRU.*"));
  }

  /// Whether the weights lie here, and are not made from a seed by conformance/make-weights.mjs.
  public boolean hasWeights() {
    return read("model.json")
        .path("weightsManifest")
        .valueStream()
        .flatMap(g -> g.path("paths").valueStream())
        .allMatch(p -> Files.exists(folder.resolve(p.stringValue())));
  }

  private JsonNode read(String file) {
    return JSON.readTree(folder.resolve(file).toFile());
  }

  /// The lowered model with its weights as constants.
  public Graph lowered() {
    KerasModel model = new TfjsLayersFormat().read(Source.of(folder));
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    for (WeightEntry e : (Iterable<WeightEntry>) model.entries()::iterator) {
      weights.put(e.name(), e.data());
    }
    Graph topology = Topology.of(model.topology(), Optional.empty());
    return Freeze.of(Lowering.lower(topology, weights, Lowering.Options.NONE).model());
  }

  List<Tensor> inputs() {
    return tensors("inputs");
  }

  List<Tensor> outputs() {
    return tensors("outputs");
  }

  private List<Tensor> tensors(String key) {
    List<Tensor> out = new ArrayList<>();
    for (JsonNode t : read("golden.json").path(key)) {
      out.add(tensor(t, t.path("file").stringValue()));
    }
    return out;
  }

  /// The outputs of the first call, and of those that follow it on the same inputs where the model
  /// is stateful.
  List<List<Tensor>> calls() {
    List<List<Tensor>> calls = new ArrayList<>();
    calls.add(outputs());
    for (JsonNode t : read("golden.json").path("outputs")) {
      int call = 1;
      for (JsonNode file : t.path("nextCalls")) {
        if (calls.size() == call) {
          calls.add(new ArrayList<>());
        }
        calls.get(call).add(tensor(t, file.stringValue()));
        call++;
      }
    }
    return calls;
  }

  private Tensor tensor(JsonNode t, String file) {
    int[] dims = new int[t.path("shape").size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = t.path("shape").get(i).intValue();
    }
    return tensor(file, t.path("dtype").stringValue(), Shape.of(dims));
  }

  private Tensor tensor(String file, String dtype, Shape shape) {
    try {
      if (DataType.ofJs(dtype) == DataType.STRING) {
        List<byte[]> words = new ArrayList<>();
        read(file).forEach(w -> words.add(w.stringValue().getBytes(StandardCharsets.UTF_8)));
        return Tensor.ofStrings(words.toArray(byte[][]::new), shape);
      }
      ByteBuffer bytes =
          ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
      if (DataType.ofJs(dtype) == DataType.INT32) {
        int[] ints = new int[shape.size()];
        bytes.asIntBuffer().get(ints);
        return Tensor.of(ints, shape);
      }
      if (DataType.ofJs(dtype) == DataType.BOOL) {
        byte[] bools = new byte[shape.size()];
        bytes.get(bools);
        return Tensor.ofBools(bools, shape);
      }
      float[] floats = new float[shape.size()];
      bytes.asFloatBuffer().get(floats);
      return Tensor.of(floats, shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs `graph` on the golden's inputs, as often as the golden says, and holds its outputs to the
  /// golden's.
  public void check(Graph graph) {
    check(fed(List.copyOf(graph.inputs().keySet())), new Interpreter(graph)::run);
  }

  /// Runs the model of this folder as users do, likewise.
  public void checkAsUsersRunIt() {
    InferenceModel model = InferenceModel.load(folder);
    check(fed(List.copyOf(model.inputs().keySet())), model::run);
  }

  private Map<String, Tensor> fed(List<String> keys) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    List<Tensor> inputs = inputs();
    assertEquals(inputs.size(), keys.size(), "inputs " + keys);
    JsonNode named = read("golden.json").path("inputs");
    for (int i = 0; i < inputs.size(); i++) {
      String name = named.get(i).path("name").stringValue();
      fed.put(keys.contains(name) ? name : keys.get(i), inputs.get(i));
    }
    return fed;
  }

  private void check(
      Map<String, Tensor> fed,
      BiFunction<Map<String, Tensor>, Map<String, Tensor>, Prediction> model) {
    Map<String, Tensor> states = Map.of();
    for (List<Tensor> wanted : calls()) {
      Prediction found = model.apply(fed, states);
      List<Tensor> outputs = List.copyOf(found.outputs().values());
      assertEquals(wanted.size(), outputs.size(), "outputs " + found.outputs().keySet());
      for (int i = 0; i < wanted.size(); i++) {
        assertClose("output " + i, wanted.get(i), outputs.get(i));
      }
      states = found.states();
    }
  }

  /// Up to `min(1e-5, range / 10000) + range / 10000`, where the range is the larger of what the
  /// values span and their greatest magnitude.
  private static void assertClose(String what, Tensor wanted, Tensor found) {
    assertEquals(wanted.shape(), found.shape(), what);
    if (wanted.type() == DataType.STRING) {
      assertTrue(wanted.sameBits(found), what);
      return;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < wanted.size(); i++) {
      low = Math.min(low, wanted.get(i));
      high = Math.max(high, wanted.get(i));
    }
    double range = Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)));
    range = Double.isFinite(range) ? range : 0;
    double tolerance = Math.min(1e-5, range / 10_000) + range / 10_000;
    for (int i = 0; i < wanted.size(); i++) {
      double difference = Math.abs(wanted.get(i) - found.get(i));
      boolean same = Double.compare(wanted.get(i), found.get(i)) == 0 || difference <= tolerance;
      assertEquals(
          true,
          same,
          what
              + "["
              + i
              + "] should be "
              + wanted.get(i)
              + ", is "
              + found.get(i)
              + " (of "
              + found.shape()
              + ")");
    }
  }

  @Override
  public String toString() {
    return folder.getParent().getFileName() + "/" + folder.getFileName();
  }
}
