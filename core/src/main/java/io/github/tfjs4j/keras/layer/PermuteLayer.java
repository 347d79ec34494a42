package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Reorders the axes behind the batch, which `dims` counts from 1.
public final class PermuteLayer implements Layer {
  @Override
  public String className() {
    return "Permute";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1);
  }

  @Override
  public Lowered lower(LayerCall call) {
    int[] dims = call.config().ints("dims").orElseThrow(() -> call.config().wrong("dims", "axes"));
    if (!Arrays.equals(
        Arrays.stream(dims).sorted().toArray(), IntStream.rangeClosed(1, dims.length).toArray())) {
      throw call.config().wrong("dims", "every axis from 1 once");
    }
    Value x = Inputs.ofRank(call.input(), dims.length + 1);
    int[] perm = IntStream.concat(IntStream.of(0), Arrays.stream(dims)).toArray();
    return Lowered.unmasked(call.tf().transpose(x, perm));
  }
}
