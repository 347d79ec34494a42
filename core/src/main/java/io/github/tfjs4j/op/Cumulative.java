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
import java.util.Arrays;
import java.util.List;

/// Running sums (products) along the axis that the int32 scalar `axis` names.
///
/// @param exclusive whether element `i` leaves out `x[i]` itself and so begins with 0 (1)
/// @param reverse whether it runs from the end
public record Cumulative(F f, boolean exclusive, boolean reverse) implements Op {
  /// The functions.
  public enum F {
    CUMSUM("Cumsum"),
    CUMPROD("Cumprod");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<Cumulative>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.named(
                    f.tfName,
                    Cumulative.class,
                    a -> new Cumulative(f, a.b("exclusive", false), a.b("reverse", false)))
                .type("T", 0)
                .type("Tidx", 1)
                .b("exclusive", Cumulative::exclusive)
                .b("reverse", Cumulative::reverse))
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
    Value x = inputs.get(0);
    if (x.shape().hasRank()) {
      inputs.get(1).constantInts().filter(a -> a.length == 1).ifPresent(a -> x.shape().axis(a[0]));
    }
    return List.of(new TensorType(ElementTypes.countable(x.dataType()), x.shape()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.numbers(inputs.getFirst());
    Shape shape = x.shape();
    int axis = shape.axis(inputs.get(1).rawInts()[0]);
    int length = shape.dim(axis);
    int inner = shape.sub(axis + 1, shape.rank()).size();
    // Partial results are float32 (int32), as the array is that they are read back from.
    float[] floats = new float[x.size()];
    int[] ints = new int[x.size()];
    boolean real = x.type() == DataType.FLOAT;
    int runs = length == 0 ? 0 : x.size() / length;
    for (int run = 0; run < runs; run++) {
      int from = run / inner * length * inner + run % inner;
      double acc = f == F.CUMSUM ? 0 : 1;
      for (int j = 0; j < length; j++) {
        int i = from + (reverse ? length - 1 - j : j) * inner;
        double v = x.get(i);
        double next = f == F.CUMSUM ? acc + v : acc * v;
        double out = exclusive ? acc : next;
        floats[i] = (float) out;
        ints[i] = Elements.toInt32(out);
        acc = real ? (float) next : Elements.toInt32(next);
      }
    }
    return List.of(real ? Tensor.adopt(floats, shape) : Tensor.adopt(ints, shape));
  }
}
