package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// The first of two inputs less the second.
public final class SubtractLayer implements Layer {
  @Override
  public String className() {
    return "Subtract";
  }

  @Override
  public Lowered lower(LayerCall call) {
    if (call.inputs().size() != 2) {
      throw new ShapeException("takes two inputs, but is called on " + call.inputs().size());
    }
    Tf tf = call.tf();
    return Merging.elements(call, tf::sub);
  }
}
