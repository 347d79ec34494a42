package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to Node and back. What stands in for TF.js here doubles its input; the real one is run
/// by the conformance suite. Needs Node.
class TfjsRunTest {
  private static final String FAKE =
      """
      let made;
      exports.setBackend = async (name) => name === 'cpu';
      exports.ready = async () => {};
      exports.io = { getModelArtifactsForJSON: async (json, weights) => (await weights())[1].byteLength };
      exports.tensor = (values, shape, dtype) => ({ values, shape, dtype });
      exports.loadLayersModel = async (handler) => {
        const bytes = await handler.load();
        return {
          inputNames: ['only_input'], outputNames: ['only', 'bytes'],
          predict: ({ values, shape, dtype }) => [
            { shape, dtype, data: async () => values.map((x) => 2 * x) },
            { shape: [], dtype: 'int32', data: async () => Int32Array.of(bytes) }],
        };
      };
      """;

  @TempDir Path temp;

  private static final Map<String, Tensor> FEEDS =
      Map.of("only_input", Tensor.of(new float[] {1, -2.5f, 3}, 1, 3));

  @Test
  void inputsGoInAndOutputsComeBack() throws IOException {
    Path model = TinyModel.write(temp.resolve("in"), "relu");
    Path fake = Files.createDirectories(temp.resolve("home/node_modules/@tensorflow/tfjs"));
    Files.writeString(fake.resolve("index.js"), FAKE);
    List<Map<String, Tensor>> results =
        new TfjsRun(temp.resolve("home"), "cpu").run(List.of(model, model.getParent()), FEEDS);
    assertEquals(2, results.size());
    for (Map<String, Tensor> outputs : results) {
      assertEquals(List.of("only", "bytes"), List.copyOf(outputs.keySet()));
      assertTrue(
          outputs.get("only").sameBits(Tensor.of(new float[] {2, -5, 6}, 1, 3)),
          outputs.toString());
      assertTrue(outputs.get("bytes").sameBits(Tensor.scalar(32)), outputs.toString());
    }
  }

  @Test
  void aMissingTfjsComesWithTheCommandThatInstallsIt() throws IOException {
    Path model = TinyModel.write(temp.resolve("in"), "relu");
    ModelException e =
        assertThrows(
            ModelException.class, () -> new TfjsRun(temp, "wasm").run(List.of(model), FEEDS));
    assertTrue(
        e.getMessage()
            .endsWith(
                "npm install --prefix "
                    + temp.toAbsolutePath()
                    + " @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0"),
        e.getMessage());
  }
}
