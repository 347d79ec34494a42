package io.github.tfjs4j.format;

import tools.jackson.databind.JsonNode;

/// Which of the two TF.js formats a `model.json` is of. The topology decides: `format` is missing
/// from old files, and TF.js does not look at it.
final class TfjsTopology {
  private TfjsTopology() {}

  static boolean isGraph(ModelFile file) {
    return file.json().isObject() && file.topology().path("node").isArray();
  }

  static boolean isLayers(ModelFile file) {
    return file.json().isObject()
        && !isGraph(file)
        && (file.topology().hasNonNull("model_config") || file.topology().hasNonNull("class_name"));
  }

  /// Why a file is neither.
  static String whatIsWrong(ModelFile file) {
    JsonNode topology = file.topology();
    if (topology.isMissingNode()) {
      return "it has no modelTopology";
    }
    if (topology.isNull()) {
      return "its modelTopology is null, so it holds weights only";
    }
    return "its modelTopology has neither 'node' (a GraphModel) nor 'model_config' or 'class_name'"
        + " (a LayersModel)";
  }
}
