import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.formats.keras.KerasArchiveFormat;
import io.github.tfjs4j.formats.keras.KerasHdf5Format;
import io.github.tfjs4j.formats.tensorflow.FrozenGraphFormat;
import io.github.tfjs4j.formats.tensorflow.HubFormat;
import io.github.tfjs4j.formats.tensorflow.KerasSavedModelFormat;
import io.github.tfjs4j.formats.tensorflow.SavedModelFormat;

/// Formats beside those of TensorFlow.js: Keras' files and TensorFlow's. They are found as
/// services; a program that reads TensorFlow.js models alone leaves this module out.
module io.github.tfjs4j.formats {
  requires io.github.tfjs4j;
  requires io.jhdf;
  requires com.ning.compress.lzf;
  requires com.google.protobuf;
  requires java.logging;

  // Its text form is read and written through reflection.
  exports io.github.tfjs4j.formats.proto to
      com.google.protobuf;

  provides Format with
      KerasHdf5Format,
      KerasArchiveFormat,
      HubFormat,
      KerasSavedModelFormat,
      SavedModelFormat,
      FrozenGraphFormat;
}
