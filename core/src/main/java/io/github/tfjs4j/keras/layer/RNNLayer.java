package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The cell in its config along time. A list of cells is a stack of them.
public final class RNNLayer implements Layer {
  @Override
  public String className() {
    return "RNN";
  }

  @Override
  public Lowered lower(LayerCall call) {
    LayerCall cell = call.inner(spec(call), call.scope());
    return Recurrence.of(call, Cell.of(cell), cell);
  }

  private static JsonNode spec(LayerCall call) {
    JsonNode cell = call.config().get(call.config().has("cell") ? "cell" : "cells");
    if (!cell.isArray()) {
      return cell;
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("name", "stacked_rnn_cells");
    config.set("cells", cell);
    ObjectNode stack = JsonNodeFactory.instance.objectNode();
    stack.put("class_name", "StackedRNNCells");
    stack.set("config", config);
    return stack;
  }
}
