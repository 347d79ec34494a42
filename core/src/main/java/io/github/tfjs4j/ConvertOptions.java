package io.github.tfjs4j;

import io.github.tfjs4j.format.QuantizationPlan;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How to convert: begin with [#DEFAULT] and change what should differ.
///
/// @param quantization which weights are stored in fewer bytes
/// @param weightShardBytes the largest size of a weight file
/// @param metadata added to `userDefinedMetadata` of the result, by key
/// @param inputShapes shapes of inputs by name, to fix dimensions that the model leaves open; an
///   empty name stands for the only input
/// @param semantics whose numbers a LayersModel means, where the model's own word on it is wrong
/// @param customLayers what layers of the application mean
/// @param skipOpCheck whether to write ops that TF.js does not execute
/// @param structuredOutputs whether `predict()` should give an object keyed by output names
/// @param unroll how recurrent layers are written
/// @param budget what the model may come to when it is written out
public record ConvertOptions(
    QuantizationPlan quantization,
    long weightShardBytes,
    Map<String, Tree> metadata,
    Map<String, Shape> inputShapes,
    Optional<Semantics> semantics,
    List<Layer> customLayers,
    boolean skipOpCheck,
    boolean structuredOutputs,
    UnrollPlan unroll,
    Budget budget) {
  public static final ConvertOptions DEFAULT =
      new ConvertOptions(
          QuantizationPlan.NONE,
          WriteOptions.DEFAULT_SHARD_BYTES,
          Map.of(),
          Map.of(),
          Optional.empty(),
          List.of(),
          false,
          false,
          UnrollPlan.DEFAULT,
          Budget.DEFAULT);

  public ConvertOptions withQuantization(QuantizationPlan plan) {
    return new ConvertOptions(
        plan,
        weightShardBytes,
        metadata,
        inputShapes,
        semantics,
        customLayers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withWeightShardBytes(long bytes) {
    return new ConvertOptions(
        quantization,
        bytes,
        metadata,
        inputShapes,
        semantics,
        customLayers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withMetadata(Map<String, Tree> more) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        more,
        inputShapes,
        semantics,
        customLayers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withInputShapes(Map<String, Shape> shapes) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        shapes,
        semantics,
        customLayers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withSemantics(Semantics whose) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        inputShapes,
        Optional.of(whose),
        customLayers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withCustomLayers(List<Layer> layers) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        inputShapes,
        semantics,
        layers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withSkipOpCheck(boolean skip) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        inputShapes,
        semantics,
        customLayers,
        skip,
        structuredOutputs,
        unroll,
        budget);
  }

  public ConvertOptions withStructuredOutputs(boolean structured) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        inputShapes,
        semantics,
        customLayers,
        skipOpCheck,
        structured,
        unroll,
        budget);
  }

  public ConvertOptions withUnroll(UnrollPlan plan) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        inputShapes,
        semantics,
        customLayers,
        skipOpCheck,
        structuredOutputs,
        plan,
        budget);
  }

  public ConvertOptions withBudget(Budget most) {
    return new ConvertOptions(
        quantization,
        weightShardBytes,
        metadata,
        inputShapes,
        semantics,
        customLayers,
        skipOpCheck,
        structuredOutputs,
        unroll,
        most);
  }
}
