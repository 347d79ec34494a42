package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import java.util.List;

/// Makes one axis of all axes but the batch, in the order of channels last.
public final class FlattenLayer implements Layer {
  @Override
  public String className() {
    return "Flatten";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    x = DataFormat.of(call.config()).toLast(call.tf(), x);
    List<Length> shape = List.of(Length.of(x, 0), Length.product(x, 1, x.shape().rank()));
    return Lowered.unmasked(Length.reshape(call.tf(), x, shape));
  }
}
