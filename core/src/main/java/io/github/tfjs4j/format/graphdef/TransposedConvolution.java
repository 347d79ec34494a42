package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.layer.TransposedVolume;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The transpose of a convolution of volumes, which TF.js has not, as a [TransposedVolume]. Of
/// channels first, of dilations and where a length of the volume is open there is none.
///
///     Conv3DBackpropInputV2(lengths, filter [2, 2, 2, 6, 4], x [?, 5, 5, 5, 4])
final class TransposedConvolution {
  private static final int RANK = 5;

  private TransposedConvolution() {}

  /// The last node; empty where the node is something else.
  static Optional<Node> add(GraphBuilder to, NodeDef def, List<Value> inputs, List<Node> controls) {
    if (!def.op().equals("Conv3DBackpropInputV2") || inputs.size() != 3 || !controls.isEmpty()) {
      return Optional.empty();
    }
    Shape x = inputs.get(2).shape().merge(Shape.ofRank(RANK));
    Shape filter = inputs.get(1).shape().merge(Shape.ofRank(RANK));
    Shape out = inputs.get(0).elements().merge(Shape.ofRank(RANK));
    Optional<int[]> strides = ints(def, "strides");
    boolean undilated =
        ints(def, "dilations").stream().flatMapToInt(IntStream::of).allMatch(d -> d == 1);
    if (!undilated || strides.isEmpty() || !string(def, "data_format").equals("NDHWC")) {
      return Optional.empty();
    }
    boolean same = string(def, "padding").equals("SAME");
    int[] each = new int[3];
    int[] lengths = new int[3];
    for (int i = 0; i < 3; i++) {
      if (!x.isKnown(i + 1) || !out.isKnown(i + 1) || !filter.isKnown(i)) {
        return Optional.empty();
      }
      each[i] = strides.get()[i + 1];
      lengths[i] = out.dim(i + 1);
      int taken = lengths[i] - (same ? 1 : filter.dim(i));
      if (each[i] < 1 || taken < 0 || taken / each[i] + 1 != x.dim(i + 1)) {
        throw new FormatException(
            "a convolution of " + out + " with " + filter + " does not give " + x);
      }
    }
    return Optional.of(
        TransposedVolume.of(new Tf(to), inputs.get(2), inputs.get(1), each, lengths, same).node());
  }

  private static Optional<int[]> ints(NodeDef def, String key) {
    return def.attributes().get(key) instanceof AttrValue.Ints(List<Long> list)
            && list.size() == RANK
        ? Optional.of(list.stream().mapToInt(Math::toIntExact).toArray())
        : Optional.empty();
  }

  private static String string(NodeDef def, String key) {
    return def.attributes().get(key) instanceof AttrValue.S(String value)
        ? value
        : key.equals("data_format") ? "NDHWC" : "";
  }
}
