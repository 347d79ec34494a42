package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A model called as a layer: its layers, written out.
///
/// Masks go into it and come out of it in Keras. In TF.js they do not: a model there does not
/// support masking.
public final class ModelLayer implements Layer {
  private final String className;

  /// @param className `Model`, `Functional` or `Sequential`
  public ModelLayer(String className) {
    this.className = className;
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public Lowered lower(LayerCall call) {
    Graph model = call.model();
    List<Value> inputs = call.inputs();
    if (inputs.size() != model.inputs().size()) {
      throw new ShapeException(
          "has the inputs " + model.inputs().keySet() + ", but is called on " + inputs.size());
    }
    if (call.semantics() != Semantics.TFJS) {
      return call.lower(model, inputs, call.masks());
    }
    List<Optional<Value>> none = Collections.nCopies(inputs.size(), Optional.empty());
    return Lowered.unmasked(call.lower(model, inputs, none).values());
  }
}
