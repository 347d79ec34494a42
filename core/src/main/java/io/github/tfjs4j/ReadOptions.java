package io.github.tfjs4j;

import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a model is to be understood: begin with [#DEFAULT] and change what should differ.
///
/// @param inputShapes shapes of inputs by name, to fix dimensions that the model leaves open; an
///   empty name stands for the only input
/// @param semantics whose numbers a LayersModel means, where the model's own word on it is wrong
/// @param customLayers what layers of the application mean
/// @param selection which model of a file, where it holds several
/// @param budget what the model may come to when it is written out
public record ReadOptions(
    Map<String, Shape> inputShapes,
    Optional<Semantics> semantics,
    List<Layer> customLayers,
    Budget budget,
    Selection selection) {
  public static final ReadOptions DEFAULT =
      new ReadOptions(Map.of(), Optional.empty(), List.of(), Budget.DEFAULT, Selection.DEFAULT);

  public ReadOptions withInputShapes(Map<String, Shape> shapes) {
    return new ReadOptions(shapes, semantics, customLayers, budget, selection);
  }

  /// Fixes the shape of one input.
  public ReadOptions withInputShape(String input, Shape shape) {
    Map<String, Shape> shapes = new LinkedHashMap<>(inputShapes);
    shapes.put(input, shape);
    return withInputShapes(shapes);
  }

  public ReadOptions withSemantics(Semantics whose) {
    return new ReadOptions(inputShapes, Optional.of(whose), customLayers, budget, selection);
  }

  public ReadOptions withCustomLayers(List<Layer> layers) {
    return new ReadOptions(inputShapes, semantics, layers, budget, selection);
  }

  public ReadOptions withBudget(Budget most) {
    return new ReadOptions(inputShapes, semantics, customLayers, most, selection);
  }

  /// Which model of a file is read, where it holds several.
  public ReadOptions withSelection(Selection which) {
    return new ReadOptions(inputShapes, semantics, customLayers, budget, which);
  }
}
