package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An order of axes, as a `Transpose` has it: axis `i` of the result is axis `perm[i]` of the
/// operand.
public final class AxisOrder {
  private final int[] perm;

  private AxisOrder(int[] perm) {
    this.perm = perm;
  }

  public static AxisOrder of(int... perm) {
    return new AxisOrder(perm.clone());
  }

  /// That of a `Transpose` whose order is constant.
  public static Optional<AxisOrder> of(Node node) {
    return node.op() instanceof Transpose
        ? node.input(1).constantInts().map(AxisOrder::of)
        : Optional.empty();
  }

  public int rank() {
    return perm.length;
  }

  public int[] perm() {
    return perm.clone();
  }

  /// The operand's axis that is axis `i` of the result; `i` may count from the end.
  public int axis(int i) {
    return perm[i < 0 ? i + perm.length : i];
  }

  public AxisOrder inverse() {
    int[] out = new int[perm.length];
    for (int i = 0; i < out.length; i++) {
      out[perm[i]] = i;
    }
    return new AxisOrder(out);
  }

  public boolean isIdentity() {
    for (int i = 0; i < perm.length; i++) {
      if (perm[i] != i) {
        return false;
      }
    }
    return true;
  }

  /// Whether elements of a value of shape `x` stay where they are: only axes of length 1 move past
  /// others.
  public boolean movesNothing(Shape x) {
    if (!x.hasRank() || x.rank() != perm.length) {
      return false;
    }
    int last = -1;
    for (int axis : perm) {
      if (x.dim(axis) == 1) {
        continue;
      }
      if (axis < last) {
        return false;
      }
      last = axis;
    }
    return true;
  }

  /// Of a list with one entry an axis of the result the list with one entry an axis of the operand:
  /// paddings, begins.
  public int[] backwards(int[] entries) {
    int width = entries.length / perm.length;
    int[] out = new int[entries.length];
    for (int i = 0; i < perm.length; i++) {
      System.arraycopy(entries, i * width, out, perm[i] * width, width);
    }
    return out;
  }

  public Value transpose(Site site, Value x) {
    return isIdentity() ? x : site.tf().transpose(x, perm);
  }

  /// The result's shape of an operand's.
  public Shape applied(Shape x) {
    return Shape.of(Arrays.stream(perm).map(x::dim).toArray());
  }

  /// A constant with its axes in another order.
  public static Tensor transposed(Tensor t, int... perm) {
    return new Transpose().evaluate(List.of(t, Tensor.ints(perm))).getFirst();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AxisOrder a && Arrays.equals(perm, a.perm);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(perm);
  }

  @Override
  public String toString() {
    return Arrays.toString(perm);
  }
}
