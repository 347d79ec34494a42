package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Split;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A convolution in groups, which TensorFlow says by a filter of fewer channels than its input has,
/// and TF.js has not: each group by itself, side by side.
///
///     Conv2D(x [?, 5, 5, 4], w [3, 3, 2, 6])
///       ->  ConcatV2(Conv2D(x[..., :2], w[..., :3]), Conv2D(x[..., 2:], w[..., 3:]))
final class GroupedConvolution {
  private static final int CHANNELS = 3;

  /// A group each would be no convolution any more.
  private static final int MOST_GROUPS = 1 << 10;

  private GroupedConvolution() {}

  /// The last node of the groups; empty where the node is something else.
  static Optional<Node> add(GraphBuilder to, NodeDef def, List<Value> inputs, List<Node> controls) {
    int groups = def.op().equals("Conv2D") && inputs.size() == 2 ? groups(inputs) : 1;
    if (groups < 2 || groups > MOST_GROUPS || !controls.isEmpty()) {
      return Optional.empty();
    }
    Op op = Ops.ALL.find(def.op()).orElseThrow().make(def.attributes());
    if (!(op instanceof Conv2D)) {
      return Optional.empty(); // with channels first
    }
    Tf tf = new Tf(to);
    Value axis = tf.scalar(CHANNELS);
    Node x = to.addNode(new Split(groups), List.of(axis, inputs.get(0)));
    Node filter = to.addNode(new Split(groups), List.of(axis, inputs.get(1)));
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      parts.add(to.addNode(op, List.of(x.out(i), filter.out(i))).out());
    }
    parts.add(axis);
    return Optional.of(to.addNode(new ConcatV2(), parts));
  }

  private static int groups(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape filter = inputs.get(1).shape();
    boolean known =
        x.hasRank()
            && filter.hasRank()
            && x.rank() == 4
            && filter.rank() == 4
            && x.isKnown(CHANNELS)
            && filter.isKnown(2)
            && filter.isKnown(CHANNELS)
            && filter.dim(2) > 0
            && x.dim(CHANNELS) % filter.dim(2) == 0;
    int groups = known ? x.dim(CHANNELS) / filter.dim(2) : 1;
    return groups > 1 && filter.dim(CHANNELS) % groups == 0 ? groups : 1;
  }
}
