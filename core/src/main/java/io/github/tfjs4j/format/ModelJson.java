package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tree.Tree;
import java.util.Optional;

/// The `model.json` of TF.js, parsed once however many formats look at it. The topology decides of
/// which of the two kinds it is: `format` is missing from old files, and TF.js does not look at it.
final class ModelJson {
  /// Blanks and a byte order mark that may stand in front of the JSON.
  private static final int LEAD = 64;

  private static final String WAY_OUT =
      ": what is computed with them only the program knows that loads them. tfjs4j inspect lists"
          + " them; to run or convert the model, save it from that program with model.save()";

  private final Source source;
  private final String name;
  private final Tree json;

  private ModelJson(Source source, String file) {
    this.source = source;
    this.name = source.place(file);
    Bytes bytes = source.bytes(file);
    Json.checkSize(bytes.size(), name);
    this.json = Json.parse(bytes.toArray(), name);
  }

  /// The file that is meant, or the one called `model.json`; empty where that is not there, or
  /// something else than JSON.
  static Optional<ModelJson> find(Source source) {
    String file = source.main().orElse(OutputFolder.MODEL);
    return source.has(file) && looksLikeJson(source.bytes(file))
        ? Optional.of(source.known(ModelJson.class, s -> new ModelJson(s, file)))
        : Optional.empty();
  }

  /// @throws FormatException where there is no such file
  static ModelJson of(Source source) {
    return find(source)
        .orElseThrow(() -> new FormatException(source + ": this is no model.json, nor has it one"));
  }

  /// A file of nothing is a broken `model.json` too.
  private static boolean looksLikeJson(Bytes bytes) {
    byte[] start = bytes.slice(0, Math.min(LEAD, bytes.size())).toArray();
    for (byte b : start) {
      switch (b) {
        case ' ', '\t', '\r', '\n', (byte) 0xef, (byte) 0xbb, (byte) 0xbf -> {}
        default -> {
          return b == '{' || b == '[';
        }
      }
    }
    return true;
  }

  /// Where the weight files lie.
  Source source() {
    return source;
  }

  /// The file with its folder, with which messages begin.
  String name() {
    return name;
  }

  boolean isGraph() {
    return json.isObject() && topology().path("node").isList();
  }

  boolean isLayers() {
    return json.isObject()
        && !isGraph()
        && (topology().hasNonNull("model_config") || topology().hasNonNull("class_name"));
  }

  /// Whether there are weights, and no topology.
  boolean isWeightsOnly() {
    return isBareManifest()
        || (json.isObject()
            && (topology().isMissing() || topology().isNull())
            && !json.path("weightsManifest").isEmpty());
  }

  private boolean isBareManifest() {
    return json.path(0).has("weights");
  }

  /// The groups of weights.
  Tree manifest() {
    return isBareManifest() ? json : object().path("weightsManifest");
  }

  /// Why a file is neither.
  String whatIsWrong() {
    Tree topology = topology();
    return isWeightsOnly()
        ? "its modelTopology is "
            + (topology.isNull() ? "null" : "missing")
            + ", so it holds weights only"
            + WAY_OUT
        : topology.isMissing()
            ? "it has no modelTopology"
            : topology.isNull()
                ? "its modelTopology is null"
                : "its modelTopology has neither 'node' (a GraphModel) nor 'model_config' or"
                    + " 'class_name' (a LayersModel)";
  }

  /// The file as a JSON object.
  Tree object() {
    if (json.isObject()) {
      return json;
    }
    throw error(
        isBareManifest()
            ? "this is a weights manifest without a model, a JSON array of groups of weights"
                + WAY_OUT
            : "expected a JSON object, found " + Json.show(json));
  }

  /// `modelTopology`, or the whole object where it is itself a topology; missing where neither.
  Tree topology() {
    Tree model = object();
    return model.has("modelTopology") || !looksLikeTopology(model)
        ? model.path("modelTopology")
        : model;
  }

  private static boolean looksLikeTopology(Tree json) {
    return json.has("class_name") || json.has("model_config") || json.has("node");
  }

  FormatException error(String message) {
    return new FormatException(name + ": " + message);
  }
}
