package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The values of an input as TF.js is handed them: little-endian, without type and shape.
public final class FedBytes {
  private FedBytes() {}

  /// @throws ModelException for texts
  public static byte[] of(Tensor tensor) {
    ByteBuffer out =
        ByteBuffer.allocate(Math.multiplyExact(tensor.size(), tensor.type().size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT -> out.asFloatBuffer().put(tensor.rawFloats());
      case INT32 -> out.asIntBuffer().put(tensor.rawInts());
      case BOOL -> out.put(tensor.rawBools());
      default ->
          throw new ModelException("inputs of type " + tensor.type().jsName() + " cannot be fed");
    }
    return out.array();
  }
}
