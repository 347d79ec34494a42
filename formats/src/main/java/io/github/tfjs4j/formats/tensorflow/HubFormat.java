package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.Choice;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import java.util.List;

/// A module of TensorFlow Hub: a SavedModel, whose signature of version 1 is called `default`, in a
/// folder or an archive.
public final class HubFormat implements Format<TensorFlowModel> {
  private static final List<String> SIGNATURES = List.of("default", "serving_default");

  @Override
  public String name() {
    return "tf_hub";
  }

  @Override
  public String description() {
    return "a TensorFlow Hub module";
  }

  @Override
  public Class<TensorFlowModel> product() {
    return TensorFlowModel.class;
  }

  @Override
  public boolean recognises(Source source) {
    return source.has("tfhub_module.pb");
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
    return SavedModelReader.read(source, SavedModelFormat.message(source), selection, SIGNATURES);
  }

  @Override
  public List<Choice> choices(Source source) {
    return SavedModelReader.choices(SavedModelFormat.message(source));
  }
}
