package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// A product of batches of matrices, which TF.js takes under the name of that of two:
///
///     MatMul(a [?, 3, 4], b [4, 5])  ->  BatchMatMulV2(a, b)
public final class SpellMatMul implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return site.op() instanceof MatMul(boolean a, boolean b)
            && !(isMatrix(site.input(0).shape()) && isMatrix(site.input(1).shape()))
        ? Optional.of(
            site.tf()
                .op(new BatchMatMulV2(a, b), site.moved(site.input(0)), site.moved(site.input(1))))
        : Optional.empty();
  }

  private static boolean isMatrix(Shape shape) {
    return shape.hasRank() && shape.rank() == 2;
  }
}
