package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The slices of `x` along an axis without those that have been before, in the order in which they
/// come first, and for each slice of `x` which one it is. As for a `Map` of JavaScript, NaN is
/// equal to itself.
public record Unique(F f) implements Op {
  /// The functions.
  public enum F {
    /// `(x)`: along its first axis.
    UNIQUE("Unique", Operands.any(1)),
    /// `(x, axis)`: along the first axis of the int32 vector, or axis 0 where it is empty.
    UNIQUE_V2("UniqueV2", Operands.of(Kind.ANY, Kind.INT));

    private final String tfName;
    private final Operands operands;

    F(String tfName, Operands operands) {
      this.tfName = tfName;
      this.operands = operands;
    }
  }

  static List<OpDef<Unique>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.constant(new Unique(f), Unique.class)
                .type("T", 0)
                .resultType("out_idx", 1)
                .results("y", "idx"))
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return f.operands;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    Shape y = Shape.UNKNOWN;
    int length = Shape.UNKNOWN_DIM;
    if (x.shape().hasRank()) {
      y = Shape.ofRank(x.shape().rank());
      if (inputs.size() == 1 || inputs.get(1).constantInts().isPresent()) {
        int axis =
            x.shape().axis(inputs.size() == 1 ? 0 : axis(inputs.get(1).constantInts().get()));
        y = x.shape().with(axis, Shape.UNKNOWN_DIM);
        length = x.shape().dim(axis);
      }
    }
    return List.of(x.type().withShape(y), TensorType.of(DataType.INT32, length));
  }

  private static int axis(int[] axes) {
    return axes.length == 0 ? 0 : axes[0];
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Shape shape = x.shape();
    int axis = shape.axis(inputs.size() == 1 ? 0 : axis(inputs.get(1).rawInts()));
    int length = shape.dim(axis);
    int inner = shape.sub(axis + 1, shape.rank()).size();
    Map<Object, Integer> seen = new HashMap<>();
    int[] which = new int[length];
    int[] first = new int[length];
    for (int i = 0; i < length; i++) {
      int next = seen.size();
      which[i] = seen.computeIfAbsent(slice(x, length, inner, i), _ -> next);
      if (which[i] == next) {
        first[next] = i;
      }
    }
    int[] kept = Arrays.copyOf(first, seen.size());
    return List.of(Elements.take(x, axis, kept), Tensor.adopt(which, length));
  }

  /// Slice `i` as a key.
  private static Object slice(Tensor x, int length, int inner, int i) {
    int outer = length == 0 ? 0 : x.size() / length;
    if (outer == 1) {
      return Keys.of(x, i);
    }
    List<Object> keys = new ArrayList<>(outer);
    for (int at = i * inner; at < x.size(); at += length * inner) {
      for (int j = 0; j < inner; j++) {
        keys.add(Keys.of(x, at + j));
      }
    }
    return keys;
  }
}
