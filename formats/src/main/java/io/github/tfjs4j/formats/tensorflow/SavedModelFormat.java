package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Choice;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.OutputFile;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.formats.proto.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder as `tf.saved_model.save` and TensorFlow 1 write it: a graph with functions, variables
/// and asset files. One of its signatures is read, frozen.
public final class SavedModelFormat implements Format<TensorFlowModel> {
  static final String BINARY = "saved_model.pb";
  static final String TEXT = "saved_model.pbtxt";
  static final List<String> SIGNATURES = List.of("serving_default");

  @Override
  public String name() {
    return "tf_saved_model";
  }

  @Override
  public String description() {
    return "a TensorFlow SavedModel";
  }

  @Override
  public Class<TensorFlowModel> product() {
    return TensorFlowModel.class;
  }

  @Override
  public boolean recognises(Source source) {
    return isSavedModel(source);
  }

  /// A folder with the file, or the file: field 1, the version 1, and then field 2, a meta graph.
  static boolean isSavedModel(Source source) {
    if (source.main().isEmpty()) {
      return (source.has(BINARY) || source.has(TEXT)) && !source.has("model.json");
    }
    byte[] start = source.start(3);
    return source.main().get().equals(TEXT)
        || (start.length == 3 && start[0] == 0x08 && start[1] == 0x01 && start[2] == 0x12);
  }

  static SavedModel message(Source source) {
    String file = source.main().orElse(source.has(BINARY) ? BINARY : TEXT);
    String where = source.place(file);
    return file.endsWith(".pbtxt")
        ? Messages.text(source.bytes(file), SavedModel.getDefaultInstance(), where)
        : Messages.binary(source.bytes(file), SavedModel.getDefaultInstance(), where);
  }

  @Override
  public Written write(TensorFlowModel model, Path folder, WriteOptions options) {
    if (Files.exists(folder.resolve("model.json"))) {
      throw new ModelException(
          "Output path \"" + folder + "\" holds a model of TensorFlow.js; give another folder");
    }
    TensorFlowGraph graph = TensorFlowGraph.of(model);
    SavedModel message = SavedModelWriter.write(model, graph);
    OutputFile.write(folder.resolve(BINARY), message::writeTo);
    return graph.written();
  }

  @Override
  public TensorFlowModel read(Source source) {
    return read(source, Selection.DEFAULT);
  }

  @Override
  public TensorFlowModel read(Source source, Selection selection) {
    return SavedModelReader.read(source, message(source), selection, SIGNATURES);
  }

  @Override
  public List<Choice> choices(Source source) {
    return SavedModelReader.choices(message(source));
  }
}
