package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.app.compare.FedBytes;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs models with the real TensorFlow.js, in a Node process of its own.
///
/// @param home the folder whose `node_modules` (or those above it) hold TF.js
/// @param backend `cpu` or `wasm`
record TfjsRun(Path home, String backend) {
  private static final String SCRIPT = "run-model.mjs";
  private static final int MISSING = 3;

  /// @param models their `model.json`, or the folders
  /// @param feeds the inputs, in the order of the models' inputs
  /// @return for each model its outputs by name, in its order
  /// @throws ModelException where Node or TF.js is not there, or a model does not run
  List<Map<String, Tensor>> run(List<Path> models, Map<String, Tensor> feeds) {
    try {
      Path work = Files.createTempDirectory("tfjs4j-verify");
      try {
        return run(models, feeds, work);
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Map<String, Tensor>> run(List<Path> models, Map<String, Tensor> feeds, Path work)
      throws IOException {
    Path script = work.resolve(SCRIPT);
    try (InputStream in = TfjsRun.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, script);
    }
    Path job = work.resolve("job.json");
    Files.writeString(job, Json.text(job(models, feeds, work)));
    List<String> lines = node(script, job, work);
    List<Map<String, Tensor>> results = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      results.add(outputs(models.get(i), i < lines.size() ? lines.get(i) : "{}"));
    }
    return results;
  }

  private Tree job(List<Path> models, Map<String, Tensor> feeds, Path work) throws IOException {
    List<Tree> files = new ArrayList<>();
    models.forEach(m -> files.add(Tree.of(modelJson(m).toAbsolutePath().toString())));
    List<Tree> inputs = new ArrayList<>();
    for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
      Tensor tensor = feed.getValue();
      Path file = work.resolve("input-" + inputs.size() + ".bin");
      Files.write(file, FedBytes.of(tensor));
      List<Tree> shape = new ArrayList<>();
      for (int dim : tensor.shape().dims()) {
        shape.add(Tree.of(dim));
      }
      inputs.add(
          Tree.object(
              Map.of(
                  "name", Tree.of(feed.getKey()),
                  "dtype", Tree.of(tensor.type().jsName()),
                  "file", Tree.of(file.toString()),
                  "shape", Tree.list(shape))));
    }
    return Tree.object(
        Map.of(
            "home", Tree.of(home.toAbsolutePath().toString()),
            "backend", Tree.of(backend),
            "out", Tree.of(work.toString()),
            "models", Tree.list(files),
            "inputs", Tree.list(inputs)));
  }

  private static Path modelJson(Path model) {
    return Files.isDirectory(model) ? model.resolve("model.json") : model;
  }

  /// @return what the script printed, a line a model
  private List<String> node(Path script, Path job, Path work) throws IOException {
    Path printed = work.resolve("stdout");
    Path complaints = work.resolve("stderr");
    Process process;
    try {
      process =
          new ProcessBuilder("node", script.toString(), job.toString())
              .redirectOutput(printed.toFile())
              .redirectError(complaints.toFile())
              .start();
    } catch (IOException e) {
      throw new ModelException(
          "--with tfjs needs Node.js 20 or newer, and there is no node on the PATH: "
              + e.getMessage(),
          e);
    }
    int status = exitStatus(process);
    String complaint = Files.readString(complaints).strip();
    if (status == MISSING) {
      throw new ModelException(
          complaint
              + "\n"
              + "Install it there, or name another folder with --tfjs-home:\n"
              + "  npm install --prefix "
              + home.toAbsolutePath()
              + " @tensorflow/tfjs@"
              + Version.TFJS
              + (backend.equals("wasm") ? " @tensorflow/tfjs-backend-wasm@" + Version.TFJS : ""));
    }
    if (status != 0) {
      throw new ModelException("TF.js in Node failed with status " + status + ": " + complaint);
    }
    return Files.readAllLines(printed);
  }

  private static int exitStatus(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ModelException("interrupted while TF.js was running", e);
    }
  }

  private static Map<String, Tensor> outputs(Path model, String line) throws IOException {
    Tree result = Json.parse(line, "what TF.js said");
    if (!result.has("outputs")) {
      throw new ModelException(
          "TF.js does not run " + model + ": " + result.path("error").string("it said nothing"));
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Tree output : result.path("outputs")) {
      int[] dims = output.path("shape").stream().mapToInt(Tree::intValue).toArray();
      byte[] bytes = Files.readAllBytes(Path.of(output.path("file").stringValue()));
      DataType type = DataType.ofJs(output.path("dtype").stringValue());
      outputs.put(output.path("name").stringValue(), tensor(type, Shape.of(dims), bytes));
    }
    return outputs;
  }

  private static Tensor tensor(DataType type, Shape shape, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case FLOAT -> {
        float[] data = new float[shape.size()];
        in.asFloatBuffer().get(data);
        yield Tensor.adopt(data, shape);
      }
      case INT32 -> {
        int[] data = new int[shape.size()];
        in.asIntBuffer().get(data);
        yield Tensor.adopt(data, shape);
      }
      case BOOL -> Tensor.adoptBools(bytes, shape);
      default -> throw new ModelException("outputs of type " + type.jsName() + " are not compared");
    };
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
