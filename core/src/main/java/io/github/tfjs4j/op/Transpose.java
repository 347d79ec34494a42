package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Axis `i` of the result is axis `perm[i]` of `x`; `perm` is an int32 vector.
public record Transpose() implements ViewOp {
  static final OpDef<Transpose> DEF =
      OpDef.constant(new Transpose(), Transpose.class).type("T", 0).type("Tperm", 1);

  @Override
  public String name() {
    return "Transpose";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return node.input(1).constantInts().map(p -> Axis.of(node, 0, p[axis])).orElse(List.of());
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape out = inputs.get(1).constantInts().map(perm -> permuted(x, perm)).orElse(unknown(inputs));
    return List.of(inputs.get(0).type().withShape(out));
  }

  private static Shape unknown(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    return x.hasRank() ? Shape.ofRank(x.rank()) : Shape.UNKNOWN;
  }

  static Shape permuted(Shape x, int[] perm) {
    checkPermutation(perm);
    Shape known = x.merge(Shape.ofRank(perm.length));
    return Shape.of(Arrays.stream(perm).map(known::dim).toArray());
  }

  private static void checkPermutation(int[] perm) {
    boolean[] seen = new boolean[perm.length];
    for (int axis : perm) {
      if (axis < 0 || axis >= perm.length || seen[axis]) {
        throw new ShapeException(
            "perm " + Arrays.toString(perm) + " is not a permutation of the axes");
      }
      seen[axis] = true;
    }
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.get(0);
    Optional<int[]> perm = inputs.get(1).constantInts();
    if (perm.isEmpty()) {
      return Optional.empty();
    }
    checkPermutation(perm.get());
    if (isIdentity(perm.get())) {
      return Optional.of(x);
    }
    Optional<int[]> first =
        x.op() instanceof Transpose ? x.node().input(1).constantInts() : Optional.empty();
    return first
        .filter(p -> p.length == perm.get().length)
        .map(p -> Arrays.stream(perm.get()).map(i -> p[i]).toArray())
        .map(both -> to.add(this, x.node().input(0), to.add(new Const(Tensor.ints(both)))));
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    return List.of(transposed(x, how.getFirst()));
  }

  static View transposed(Shape x, int[] perm) {
    Shape shape = permuted(x, perm);
    int[] dense = Walk.dense(x.dims());
    return View.of(0, Arrays.stream(perm).map(i -> dense[i]).toArray(), shape);
  }

  private static boolean isIdentity(int[] perm) {
    for (int i = 0; i < perm.length; i++) {
      if (perm[i] != i) {
        return false;
      }
    }
    return true;
  }
}
