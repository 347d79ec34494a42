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
import java.util.Optional;
import java.util.stream.IntStream;

/// Reduces `x` over the axes that the int32 input `axes` lists; no axis leaves `x` as it is.
///
/// @param keepDims whether reduced axes stay, with length 1
public record Reduce(F f, boolean keepDims) implements Op {
  /// The functions.
  public enum F {
    /// NaN wins; of nothing it is -Infinity.
    MAX("Max"),
    /// float32 whatever the input.
    MEAN("Mean"),
    /// NaN wins; of nothing it is Infinity.
    MIN("Min"),
    SUM("Sum"),
    PROD("Prod"),
    /// Of bools only; of nothing it is false, as in TF.js.
    ALL("All"),
    /// Of bools only.
    ANY("Any"),
    /// `sqrt(sum(x^2))`, float32.
    EUCLIDEAN_NORM("EuclideanNorm");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<Reduce>> defs() {
    return Arrays.stream(F.values())
        .map(f -> {
          OpDef<Reduce> def =
              OpDef.named(f.tfName, Reduce.class, a -> new Reduce(f, a.b("keep_dims", false)));
          def = f == F.ALL || f == F.ANY ? def : def.type("T", 0);
          return def.type("Tidx", 1).b("keep_dims", Reduce::keepDims);
        })
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        new TensorType(
            type(inputs.get(0).dataType()), shape(inputs.get(0).shape(), inputs.get(1))));
  }

  private DataType type(DataType x) {
    return switch (f) {
      case MEAN, EUCLIDEAN_NORM -> DataType.FLOAT;
      case SUM, PROD -> ElementTypes.countable(x);
      case ALL, ANY -> DataType.BOOL;
      case MAX, MIN -> x;
    };
  }

  private Shape shape(Shape x, Value axes) {
    Optional<int[]> known = axes.constantInts();
    if (!x.hasRank()) {
      return Shape.UNKNOWN;
    }
    if (known.isEmpty()) {
      return keepDims ? Shape.ofRank(x.rank()) : Shape.UNKNOWN;
    }
    boolean[] reduced = reduced(x, known.get());
    if (!keepDims) {
      return without(x, reduced);
    }
    int[] out = x.dims();
    for (int i = 0; i < reduced.length; i++) {
      out[i] = reduced[i] ? 1 : out[i];
    }
    return Shape.of(out);
  }

  private static Shape without(Shape x, boolean[] reduced) {
    return Shape.of(IntStream.range(0, x.rank()).filter(i -> !reduced[i]).map(x::dim).toArray());
  }

  /// Which axes of `x` are among `axes`.
  static boolean[] reduced(Shape x, int[] axes) {
    boolean[] reduced = new boolean[x.rank()];
    for (int axis : axes) {
      reduced[x.axis(axis)] = true;
    }
    return reduced;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.numbers(inputs.getFirst());
    int[] dims = x.shape().dims();
    boolean[] reduced = reduced(x.shape(), inputs.get(1).rawInts());
    int[] kept = dims.clone();
    int count = 1;
    for (int i = 0; i < dims.length; i++) {
      if (reduced[i]) {
        count *= dims[i];
        kept[i] = 1;
      }
    }
    double[] out = new double[Shape.of(kept).size()];
    Arrays.fill(out, start());
    int[] to = Walk.broadcast(Shape.of(kept), x.shape());
    int size = count;
    Walk.over(dims, Walk.dense(dims), to)
        .rows((at, step, n) -> {
          for (int i = 0; i < n; i++) {
            int o = at[1] + i * step[1];
            out[o] = join(out[o], x.get(at[0] + i), size);
          }
        });
    if (f == F.EUCLIDEAN_NORM) {
      Arrays.setAll(out, i -> Math.sqrt(out[i]));
    }
    Shape shape = keepDims ? Shape.of(kept) : without(x.shape(), reduced);
    return List.of(result(out, type(x.type()), shape));
  }

  private double start() {
    return switch (f) {
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      case PROD -> 1;
      // An unset ALL is told from a false one by being above 1: of nothing it is false.
      case ALL -> 2;
      case MEAN, SUM, ANY, EUCLIDEAN_NORM -> 0;
    };
  }

  private double join(double acc, double v, int count) {
    return switch (f) {
      case MAX -> Double.isNaN(v) || v > acc ? v : acc;
      case MIN -> Double.isNaN(v) || v < acc ? v : acc;
      // TF.js divides each element, in float32, and then adds.
      case MEAN -> acc + (float) (v / count);
      case SUM -> acc + v;
      case PROD -> acc * v;
      case ALL -> acc != 0 && v != 0 ? 1 : 0;
      case ANY -> acc != 0 || v != 0 ? 1 : 0;
      case EUCLIDEAN_NORM -> acc + v * v;
    };
  }

  private static Tensor result(double[] values, DataType type, Shape shape) {
    if (type == DataType.INT32) {
      return Tensor.adopt(Arrays.stream(values).mapToInt(Elements::toInt32).toArray(), shape);
    }
    if (type == DataType.BOOL) {
      byte[] out = new byte[values.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = (byte) (values[i] == 1 ? 1 : 0);
      }
      return Tensor.adoptBools(out, shape);
    }
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return Tensor.adopt(out, shape);
  }
}
