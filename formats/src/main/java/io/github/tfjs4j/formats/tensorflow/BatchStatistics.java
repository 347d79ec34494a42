package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// A `FusedBatchNorm` that normalises by the statistics of what it is given, as Keras'
/// `LayerNormalization` has it: TF.js knows only the one with statistics that are given.
final class BatchStatistics {
  private static final float EPSILON = 1e-4f;

  private final Frame frame;
  private final String name;
  private final NodeProto def;
  private final Ref x;
  private final Ref scale;
  private final Ref offset;

  /// @param inputs of the node, in the graph that is made
  BatchStatistics(Frame frame, NodeProto def, List<Ref> inputs) {
    this.frame = frame;
    this.name = frame.nameOf(def);
    this.def = def;
    this.x = inputs.get(0);
    this.scale = inputs.get(1);
    this.offset = inputs.get(2);
  }

  /// Whether the node asks for the statistics of its input: so it does by default.
  static boolean isAsked(NodeProto def) {
    return (!def.containsAttr("is_training") || def.getAttrOrThrow("is_training").getB())
        && def.getInputCount() >= 3;
  }

  private boolean channelsFirst() {
    return def.containsAttr("data_format")
        && def.getAttrOrThrow("data_format").getS().toStringUtf8().equals("NCHW");
  }

  private float epsilon() {
    return def.containsAttr("epsilon") ? def.getAttrOrThrow("epsilon").getF() : EPSILON;
  }

  /// The results of the node.
  List<Bound> results() {
    return channelsFirst() ? first() : last();
  }

  private Ref op(String op, Ref... inputs) {
    return frame.node(name + "/" + op, op, List.of(inputs), Map.of());
  }

  private Ref mean(Ref of, Ref axes, boolean keepDims) {
    return frame.node(
        name + "/Mean", "Mean", List.of(of, axes), Map.of("keep_dims", new AttrValue.B(keepDims)));
  }

  private Ref axes(int... axes) {
    return frame.constantNear(name + "/axes", Tensor.ints(axes));
  }

  private List<Bound> last() {
    Ref axes = axes(0, 1, 2);
    Ref mean = mean(x, axes, false);
    Ref variance = mean(op("SquaredDifference", x, mean), axes, false);
    Ref y =
        frame.node(
            name,
            "FusedBatchNormV3",
            List.of(x, scale, offset, mean, variance),
            Map.of("epsilon", new AttrValue.F(epsilon()), "is_training", new AttrValue.B(false)));
    return bounds(y, mean, variance);
  }

  private List<Bound> first() {
    Ref axes = axes(0, 2, 3);
    Ref mean = mean(x, axes, true);
    Ref centred = op("Sub", x, mean);
    Ref variance = mean(op("Square", centred), axes, true);
    Ref epsilon = frame.constantNear(name + "/epsilon", Tensor.scalar(epsilon()));
    Ref y = op("Mul", centred, op("Rsqrt", op("AddV2", variance, epsilon)));
    Ref column = frame.constantNear(name + "/column", Tensor.ints(-1, 1, 1));
    if (!frame.isFilledWith(def.getInput(1), 1)) {
      y = op("Mul", y, op("Reshape", scale, column));
    }
    if (!frame.isFilledWith(def.getInput(2), 0)) {
      y = op("AddV2", y, op("Reshape", offset, column));
    }
    Ref row = frame.constantNear(name + "/row", Tensor.ints(-1));
    return bounds(y, op("Reshape", mean, row), op("Reshape", variance, row));
  }

  private static List<Bound> bounds(Ref y, Ref mean, Ref variance) {
    Bound m = new Bound.Data(mean);
    Bound v = new Bound.Data(variance);
    return List.of(new Bound.Data(y), m, v, m, v, v);
  }
}
