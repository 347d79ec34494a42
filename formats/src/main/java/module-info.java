import io.github.tfjs4j.formats.keras.KerasArchiveFormat;
import io.github.tfjs4j.formats.keras.KerasHdf5Format;

/// Formats beside those of TensorFlow.js: Keras' files and TensorFlow's. They are found as
/// services; a program that reads TensorFlow.js models alone leaves this module out.
module io.github.tfjs4j.formats {
  requires io.github.tfjs4j;
  requires io.jhdf;
  requires com.google.protobuf;

  provides io.github.tfjs4j.format.Format with
      KerasHdf5Format,
      KerasArchiveFormat;
}
