package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Choice;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import java.util.List;

/// A SavedModel as Keras 2 saves it: the graph that it computes, and beside that the layers, unless
/// some were written in Python.
public final class KerasSavedModelFormat implements Format<TensorFlowModel> {
  @Override
  public String name() {
    return "keras_saved_model";
  }

  @Override
  public String description() {
    return "a Keras SavedModel";
  }

  @Override
  public Class<TensorFlowModel> product() {
    return TensorFlowModel.class;
  }

  @Override
  public boolean recognises(Source source) {
    return SavedModelFormat.isSavedModel(source) && source.has(KerasObjects.METADATA);
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public TensorFlowModel read(Source source) {
    return read(source, Selection.DEFAULT);
  }

  @Override
  public TensorFlowModel read(Source source, Selection selection) {
    return SavedModelReader.read(
        source, SavedModelFormat.message(source), selection, SavedModelFormat.SIGNATURES);
  }

  @Override
  public List<Choice> choices(Source source) {
    return SavedModelReader.choices(SavedModelFormat.message(source));
  }

  @Override
  public boolean holdsLayers() {
    return true;
  }

  @Override
  public KerasModel readLayers(Source source) {
    try {
      return KerasObjects.of(source).model();
    } catch (ModelException e) {
      throw e.at(source.toString());
    }
  }
}
