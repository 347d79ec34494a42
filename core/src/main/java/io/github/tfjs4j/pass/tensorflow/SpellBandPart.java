package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.MatrixBandPart;
import io.github.tfjs4j.op.TensorFlowOp;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The band of a matrix, which in TF.js is as wide above the diagonal as below, and may be wider
/// than the matrix:
///
///     MatrixBandPart(x [4, 5], l, u)  ->  MatrixBandPart(x, Minimum(l, 4), Minimum(l, 5))
public final class SpellBandPart implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof MatrixBandPart)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value x = site.moved(site.input(0));
    Value width = site.moved(site.input(1));
    TensorFlowOp band =
        new TensorFlowOp(
            "MatrixBandPart",
            Map.of(
                "T", new AttrValue.Type(x.dataType()),
                "Tindex", new AttrValue.Type(DataType.INT32)),
            List.of(x.type()),
            false);
    return Optional.of(
        tf.op(band, x, tf.minimum(width, tf.dim(x, -2)), tf.minimum(width, tf.dim(x, -1))));
  }
}
