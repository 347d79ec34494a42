package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `a @ b` of matrices `[M, K]` and `[K, N]`. TF.js also takes batches, as [BatchMatMulV2];
/// TensorFlow does not.
///
/// @param transposeA whether `a` is given as `[K, M]`
/// @param transposeB whether `b` is given as `[N, K]`
public record MatMul(boolean transposeA, boolean transposeB) implements ProductOp {
  static final OpDef<MatMul> DEF =
      OpDef.named(
              "MatMul",
              MatMul.class,
              a -> new MatMul(a.b("transpose_a", false), a.b("transpose_b", false)))
          .type("T", 0)
          .b("transpose_a", MatMul::transposeA)
          .b("transpose_b", MatMul::transposeB)
          .only("grad_a", new AttrValue.B(false))
          .only("grad_b", new AttrValue.B(false))
          .unlessDefault("transpose_a", new AttrValue.B(false))
          .unlessDefault("transpose_b", new AttrValue.B(false));

  @Override
  public String name() {
    return "MatMul";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return rows(node, axis, transposeA);
  }

  /// An axis of the result that is surely one of the first factor's: any but the last where the
  /// second is a single matrix, which is not swapped.
  static List<Axis> rows(Node node, int axis, boolean transposed) {
    Shape a = node.input(0).shape();
    Shape b = node.input(1).shape();
    return a.hasRank() && b.hasRank() && b.rank() == 2 && axis < a.rank() - (transposed ? 2 : 1)
        ? Axis.of(node, 0, axis)
        : List.of();
  }

  @Override
  public int outputAxis() {
    return transposeB ? -2 : -1;
  }

  @Override
  public int inputAxis() {
    return transposeB ? -1 : -2;
  }

  @Override
  public boolean takesChannelsLast() {
    return !transposeA;
  }

  @Override
  public Optional<Op> fused(Fused fused) {
    return Optional.of(new FusedMatMul(transposeA, transposeB, fused));
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 0, transposeA ? -2 : -1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(product(inputs.get(0), inputs.get(1), transposeA, transposeB));
  }

  /// The type of a product of the two inner axes, with leading axes broadcast.
  static TensorType product(Value a, Value b, boolean transposeA, boolean transposeB) {
    return new TensorType(
        ElementTypes.countable(ElementTypes.upcast(a.dataType(), b.dataType())),
        product(a.shape(), b.shape(), transposeA, transposeB));
  }

  static Shape product(Shape a, Shape b, boolean transposeA, boolean transposeB) {
    if ((a.hasRank() && a.rank() < 2) || (b.hasRank() && b.rank() < 2)) {
      throw new ShapeException("a product takes matrices, found " + a + " and " + b);
    }
    if (!a.hasRank() || !b.hasRank()) {
      return Shape.UNKNOWN;
    }
    int ka = a.dim(transposeA ? -2 : -1);
    int kb = b.dim(transposeB ? -1 : -2);
    if (ka != kb && ka != Shape.UNKNOWN_DIM && kb != Shape.UNKNOWN_DIM) {
      throw new ShapeException(
          "the inner lengths of "
              + a
              + (transposeA ? " transposed" : "")
              + " and "
              + b
              + (transposeB ? " transposed" : "")
              + " differ: "
              + ka
              + " and "
              + kb);
    }
    Shape batch = a.sub(0, a.rank() - 2).broadcast(b.sub(0, b.rank() - 2));
    return batch.concat(Shape.of(a.dim(transposeA ? -1 : -2), b.dim(transposeB ? -2 : -1)));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(MatrixProduct.of(inputs.get(0), inputs.get(1), transposeA, transposeB));
  }
}
