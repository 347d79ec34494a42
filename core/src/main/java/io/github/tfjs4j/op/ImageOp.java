package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import java.util.OptionalInt;

/// An op of images, whose channels are their last axis; [ChannelsFirst] is the same of images in
/// the other order of axes.
public interface ImageOp extends Op {
  /// Which input the images are.
  default int images() {
    return 0;
  }

  /// How many axes they have; empty for any number.
  default OptionalInt axes() {
    return OptionalInt.of(4);
  }

  /// Which input is the shape of the result, if one is.
  default OptionalInt resultShape() {
    return OptionalInt.empty();
  }

  /// The first of the inputs that are scalars or have one number a channel, all others behind it.
  default int perChannel() {
    return 2;
  }
}
