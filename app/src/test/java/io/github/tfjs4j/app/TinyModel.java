package io.github.tfjs4j.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// A LayersModel of one dense layer, 3 to 2, as TF.js saves it.
final class TinyModel {
  /// Writes it into `folder`.
  ///
  /// @return its `model.json`
  static Path write(Path folder, String activation) throws IOException {
    return write(folder, activation, 0.25f * 6 - 0.9f);
  }

  /// As above, with `bias` for that of the first unit, and one that is 0.25 larger for the other.
  static Path write(Path folder, String activation, float bias) throws IOException {
    Files.createDirectories(folder);
    ByteBuffer weights = ByteBuffer.allocate(8 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      weights.putFloat(0.25f * i - 0.9f);
    }
    weights.putFloat(bias).putFloat(bias + 0.25f);
    Files.write(folder.resolve("weights.bin"), weights.array());
    return Files.writeString(
        folder.resolve("model.json"),
        """
        {"modelTopology": {"class_name": "Sequential", "keras_version": "tfjs-layers 4.22.0",
          "backend": "tensor_flow.js", "config": {"name": "tiny", "layers": [
            {"class_name": "Dense", "config": {"units": 2, "activation": "%s", "use_bias": true,
              "name": "only", "trainable": true, "batch_input_shape": [null, 3],
              "dtype": "float32"}}]}},
         "format": "layers-model", "generatedBy": "TensorFlow.js tfjs-layers v4.22.0",
         "convertedBy": null, "weightsManifest": [{"paths": ["weights.bin"], "weights": [
           {"name": "only/kernel", "shape": [3, 2], "dtype": "float32"},
           {"name": "only/bias", "shape": [2], "dtype": "float32"}]}]}
        """
            .formatted(activation));
  }

  private TinyModel() {}
}
