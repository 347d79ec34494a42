package io.github.tfjs4j.bench;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// A model that is measured.
///
/// @param folder with a `model.json`
/// @param onnx the same model for ONNX Runtime
record Model(String name, Path folder, Optional<Path> onnx) {
  private static final long SEED = 42;

  /// The folders with a `model.json` in `folder` or below, and what is called like them there with
  /// `.onnx`.
  static List<Model> in(Path folder) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.walk(folder, 4)) {
      found = files.filter(f -> f.endsWith("model.json")).map(Path::getParent).sorted().toList();
    }
    List<Model> models = new ArrayList<>();
    for (Path model : found) {
      String name = model.getFileName().toString();
      Optional<Path> onnx = Optional.of(folder.resolve(name + ".onnx")).filter(Files::exists);
      models.add(new Model(name, model, onnx));
    }
    return models;
  }

  /// Random values from 0 to 1, or whole ones from 0 to 255.
  ///
  /// @param batch the size of what is open in front; all else that is open has the size 1
  static Map<String, Tensor> inputs(InferenceModel model, int batch) {
    Random random = new Random(SEED);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, TensorType> input : model.inputs().entrySet()) {
      int[] dims = input.getValue().shape().dims();
      for (int i = 0; i < dims.length; i++) {
        dims[i] = dims[i] != Shape.UNKNOWN_DIM ? dims[i] : i == 0 ? batch : 1;
      }
      Shape shape = Shape.of(dims);
      boolean whole = input.getValue().type() == DataType.INT32;
      int size = Math.toIntExact(shape.longSize());
      inputs.put(
          input.getKey(),
          whole
              ? Tensor.of(random.ints(size, 0, 256).toArray(), shape)
              : Tensor.of(floats(random, size), shape));
    }
    return inputs;
  }

  static float[] floats(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
