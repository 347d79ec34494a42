package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// The index of the first greatest (least) element along the axis that the int32 scalar `axis`
/// names. A NaN is neither, unless it stands first.
public record ArgReduce(F f) implements Op {
  /// The functions.
  public enum F {
    ARG_MAX("ArgMax"),
    ARG_MIN("ArgMin");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<ArgReduce>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.constant(new ArgReduce(f), ArgReduce.class)
                .type("T", 0)
                .type("Tidx", 1)
                .derived("output_type", _ -> new AttrValue.Type(DataType.INT32)))
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    if (!x.hasRank()) {
      return List.of(new TensorType(DataType.INT32, Shape.UNKNOWN));
    }
    Shape out =
        inputs
            .get(1)
            .constantInts()
            .filter(a -> a.length == 1)
            .map(a -> x.sub(0, x.axis(a[0])).concat(x.sub(x.axis(a[0]) + 1, x.rank())))
            .orElse(Shape.ofRank(Math.max(0, x.rank() - 1)));
    return List.of(new TensorType(DataType.INT32, out));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Shape shape = x.shape();
    int axis = shape.axis(inputs.get(1).rawInts()[0]);
    int length = shape.dim(axis);
    int inner = shape.sub(axis + 1, shape.rank()).size();
    Shape result = shape.sub(0, axis).concat(shape.sub(axis + 1, shape.rank()));
    int[] out = new int[result.size()];
    for (int i = 0; i < out.length; i++) {
      int from = i / inner * length * inner + i % inner;
      double best = length == 0 ? 0 : x.get(from);
      for (int j = 1; j < length; j++) {
        double v = x.get(from + j * inner);
        if (f == F.ARG_MAX ? v > best : v < best) {
          best = v;
          out[i] = j;
        }
      }
    }
    return List.of(Tensor.adopt(out, result));
  }
}
