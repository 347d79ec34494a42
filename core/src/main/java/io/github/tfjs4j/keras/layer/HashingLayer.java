package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.StringToHashBucketFast;
import io.github.tfjs4j.tensor.DataType;
import java.util.List;

/// A bin for each string, by its fingerprint.
public final class HashingLayer implements Layer {
  @Override
  public String className() {
    return "Hashing";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    if (x.dataType() != DataType.STRING) {
      throw new UnsupportedModelException(
          "it hashes numbers as they are written out, for which TF.js has no op; hash them before"
              + " the model, or give it strings");
    }
    for (String option : List.of("mask_value", "salt")) {
      if (call.config().has(option)) {
        throw call.config().wrong(option, "null: no op of TF.js knows it");
      }
    }
    int bins = call.config().positive("num_bins");
    Value y = call.tf().op(new StringToHashBucketFast(bins), x);
    String mode = call.config().s("output_mode", "int");
    return Lowered.unmasked(CategoryEncodingLayer.encoded(call, y, bins, mode));
  }
}
