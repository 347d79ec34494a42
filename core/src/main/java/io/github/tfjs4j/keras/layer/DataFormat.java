package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.op.Tf;

/// Where a layer's channels are. GraphModels know channels-last images only, so channels-first
/// layers compute between two transposes.
enum DataFormat {
  CHANNELS_LAST,
  CHANNELS_FIRST;

  /// Keras' `data_format`; channels last where it is missing.
  static DataFormat of(Config config) {
    String format = config.s("data_format", "channels_last");
    return switch (format) {
      case "channels_last", "channelsLast" -> CHANNELS_LAST;
      case "channels_first", "channelsFirst" -> CHANNELS_FIRST;
      default -> throw config.wrong("data_format", "channels_last or channels_first");
    };
  }

  boolean isFirst() {
    return this == CHANNELS_FIRST;
  }

  /// The first axis that is neither batch nor channels.
  int firstSpatialAxis() {
    return isFirst() ? 2 : 1;
  }

  /// `x` of this format with its channels on the last axis.
  Value toLast(Tf tf, Value x) {
    if (!isFirst() || x.shape().rank() < 3) {
      return x;
    }
    int rank = x.shape().rank();
    int[] perm = new int[rank];
    for (int i = 1; i < rank - 1; i++) {
      perm[i] = i + 1;
    }
    perm[rank - 1] = 1;
    return tf.transpose(x, perm);
  }

  /// `x` with channels last, back in this format.
  Value fromLast(Tf tf, Value x) {
    if (!isFirst() || x.shape().rank() < 3) {
      return x;
    }
    int rank = x.shape().rank();
    int[] perm = new int[rank];
    perm[1] = rank - 1;
    for (int i = 2; i < rank; i++) {
      perm[i] = i - 1;
    }
    return tf.transpose(x, perm);
  }
}
