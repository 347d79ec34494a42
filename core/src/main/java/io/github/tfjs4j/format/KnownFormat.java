package io.github.tfjs4j.format;

import io.github.tfjs4j.UnsupportedModelException;
import java.util.List;
import java.util.function.Predicate;

/// A format that is recognised, so that it can be named, and neither read nor written here. A
/// format of the same name that is found as a service takes its place.
///
/// @param test what recognises it
record KnownFormat<M extends StoredModel>(
    String name, String description, Class<M> product, Predicate<Source> test, String wayOut)
    implements Format<M> {
  private static final long HDF5 = 0x894844460d0a1a0aL;

  /// `tensorflowjs` is the original converter.
  private static final String SAVE_LAYERS =
      "load it in Python and save it with tensorflowjs.converters.save_keras_model(model, folder):"
          + " that is a tfjs_layers_model";

  private static final String ORIGINAL =
      "convert it with the original tensorflowjs_converter of the Python package tensorflowjs";

  static final List<Format<?>> ALL =
      List.of(
          new KnownFormat<>(
              "keras", "a Keras HDF5 file", KerasModel.class, KnownFormat::isHdf5, SAVE_LAYERS),
          new KnownFormat<>(
              "keras_saved_model",
              "a Keras SavedModel",
              KerasModel.class,
              s -> isSavedModel(s) && s.has("keras_metadata.pb"),
              SAVE_LAYERS),
          new KnownFormat<>(
              "keras_keras",
              "a Keras 3 archive",
              KerasModel.class,
              s -> s.has("config.json") && s.has("model.weights.h5"),
              SAVE_LAYERS),
          new KnownFormat<>(
              "tf_saved_model",
              "a TensorFlow SavedModel",
              TensorFlowModel.class,
              KnownFormat::isSavedModel,
              ORIGINAL),
          new KnownFormat<>(
              "tf_hub",
              "a TensorFlow Hub module",
              TensorFlowModel.class,
              s -> s.has("tfhub_module.pb"),
              ORIGINAL),
          new KnownFormat<>(
              "tf_frozen_model",
              "a frozen TensorFlow graph",
              TensorFlowModel.class,
              KnownFormat::isGraphDef,
              ORIGINAL));

  private static boolean isHdf5(Source source) {
    byte[] start = source.start(Long.BYTES);
    return start.length == Long.BYTES && java.nio.ByteBuffer.wrap(start).getLong() == HDF5;
  }

  /// A folder with the file, or the file: field 1, the version 1, and then field 2, a meta graph.
  private static boolean isSavedModel(Source source) {
    return source.main().isEmpty()
        ? source.has("saved_model.pb") && !source.has("model.json")
        : startsWith(source, 0x08, 0x01, 0x12);
  }

  /// Field 1, a node, whose own first field is its name.
  private static boolean isGraphDef(Source source) {
    byte[] start = source.start(12);
    int at = 1;
    while (at < start.length && start[at] < 0) {
      at++;
    }
    return startsWith(source, 0x0a) && at + 1 < start.length && start[at + 1] == 0x0a;
  }

  private static boolean startsWith(Source source, int... wanted) {
    byte[] start = source.start(wanted.length);
    boolean same = start.length == wanted.length;
    for (int i = 0; same && i < wanted.length; i++) {
      same = start[i] == wanted[i];
    }
    return same;
  }

  @Override
  public boolean recognises(Source source) {
    return test.test(source);
  }

  @Override
  public boolean reads() {
    return false;
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public M read(Source source) {
    throw new UnsupportedModelException(
        source
            + ": this is "
            + description
            + " ("
            + name
            + "), which is not read yet; read are "
            + Formats.names(Format::reads)
            + ". Until then, "
            + wayOut);
  }
}
