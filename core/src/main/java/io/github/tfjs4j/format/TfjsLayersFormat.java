package io.github.tfjs4j.format;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// A Keras topology and weights, as `tf.loadLayersModel` reads them. Written back, only the weight
/// files change: every key of `model.json` besides the manifest's paths and quantizations stays as
/// it was, known or not.
public final class TfjsLayersFormat implements ModelFormat<LayersArtifacts> {
  @Override
  public String name() {
    return "tfjs_layers_model";
  }

  @Override
  public boolean recognises(ModelFile file) {
    return TfjsTopology.isLayers(file);
  }

  @Override
  public LayersArtifacts read(ModelFile file) {
    ObjectNode json = file.object();
    if (!recognises(file)) {
      throw file.error(
          "this is not a LayersModel: "
              + (TfjsTopology.isGraph(file)
                  ? "it is a GraphModel"
                  : TfjsTopology.whatIsWrong(file)));
    }
    return new LayersArtifacts(
        file.path(), json, Trees.of(file.topology()), WeightsManifest.read(file));
  }

  @Override
  public Written write(LayersArtifacts model, Path folder, WriteOptions options) {
    try (OutputFolder output = OutputFolder.open(folder)) {
      ObjectNode json = model.json().deepCopy();
      ManifestWriter manifest = new ManifestWriter(output, options);
      if (json.hasNonNull("weightsManifest")) {
        json.set("weightsManifest", manifest.write(model.weights()));
      }
      writeModel(json, output);
      output.commit();
      return manifest.written();
    }
  }

  static void writeModel(ObjectNode json, OutputFolder output) {
    try (FileChannel channel = output.create(OutputFolder.MODEL)) {
      Json.write(json, new java.io.BufferedOutputStream(Channels.newOutputStream(channel)));
    } catch (IOException | tools.jackson.core.JacksonException e) {
      throw OutputFolder.cannot(
          "write",
          output.folder().resolve(OutputFolder.MODEL),
          e instanceof IOException io ? io : new IOException(e.getMessage(), e));
    }
  }
}
