package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.tree.Tree;

/// The cell in its config along time. A list of cells is a stack of them.
public final class RNNLayer implements Layer {
  @Override
  public String className() {
    return "RNN";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore().floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    LayerCall cell = call.inner(spec(call), call.scope());
    return Recurrence.of(call, Cell.of(cell), cell);
  }

  private static Tree spec(LayerCall call) {
    Tree cell = call.config().get(call.config().has("cell") ? "cell" : "cells");
    if (!cell.isList()) {
      return cell;
    }
    Tree config = Tree.EMPTY_OBJECT.with("name", Tree.of("stacked_rnn_cells")).with("cells", cell);
    return Tree.EMPTY_OBJECT.with("class_name", Tree.of("StackedRNNCells")).with("config", config);
  }
}
