package io.github.tfjs4j;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Proves that two models compute the same: both on the same generated inputs, output by output.
public final class Verification {
  /// What [#DEFAULT] allows: two float32 runtimes that are both right differ in the order of their
  /// sums, by a few units in the last place of the largest intermediate value. Runs of the same
  /// model on TF.js' cpu and wasm backends stay under `5e-5` of an output's range, so twice that is
  /// allowed, and `1e-5` for outputs that hardly vary.
  public static final Options DEFAULT = new Options(42, 2, Map.of(), 1e-5, 1e-4);

  /// @param seed of the generated inputs
  /// @param batchSize for inputs whose first dimension is unknown
  /// @param inputShapes shapes of inputs by name, for those with other unknown dimensions
  /// @param absolute the difference that is always allowed
  /// @param relative what is allowed beyond that, as a share of an output's range (largest less
  ///   smallest value)
  public record Options(
      long seed, int batchSize, Map<String, Shape> inputShapes, double absolute, double relative) {
    public Options withTolerance(double newAbsolute, double newRelative) {
      return new Options(seed, batchSize, inputShapes, newAbsolute, newRelative);
    }

    public Options withInputShapes(Map<String, Shape> shapes) {
      return new Options(seed, batchSize, shapes, absolute, relative);
    }
  }

  /// How far an output of the second model is from the first's.
  ///
  /// @param output the output's name in the first model
  /// @param shape of the first model's output
  /// @param maxAbs the largest absolute difference, NaN where one is NaN and the other is not
  /// @param maxRel the largest difference relative to the first model's value at its place
  /// @param range largest less smallest value of the first model's output
  /// @param allowed the largest difference that passes
  /// @param index where `maxAbs` is, in row-major order
  /// @param first the first model's value there
  /// @param second the second model's
  /// @param fault why the outputs cannot be compared at all, or empty
  public record Difference(
      String output,
      Shape shape,
      double maxAbs,
      double maxRel,
      double range,
      double allowed,
      int index,
      double first,
      double second,
      String fault) {
    public boolean ok() {
      return fault.isEmpty() && maxAbs <= allowed;
    }
  }

  /// Of dimensions that are open, where nothing bounds them.
  private static final int OPEN_LENGTH = 16;

  private Verification() {}

  /// Runs both models and compares, once for each of [#lengths]. Inputs are matched by name where
  /// both have the same names, by position otherwise; outputs by position.
  ///
  /// @throws ModelException where the models take different inputs
  public static List<Difference> run(RunnableModel first, RunnableModel second, Options options) {
    List<Difference> differences = new ArrayList<>();
    for (int length : lengths(first, second, options)) {
      Map<String, Tensor> feeds = inputs(first, options, length);
      differences.addAll(compare(first.run(feeds), second.run(renamed(feeds, second)), options));
    }
    return differences;
  }

  /// The lengths to try for dimensions that the first model and the options leave open: several
  /// where a recurrence runs over them, since its first and its last step are special, and none
  /// longer than the second model takes.
  public static List<Integer> lengths(RunnableModel first, RunnableModel second, Options options) {
    boolean open =
        first.inputs().entrySet().stream()
            .map(e -> options.inputShapes().getOrDefault(e.getKey(), e.getValue().shape()))
            .anyMatch(s -> s.hasRank() && s.rank() > 1 && !s.sub(1, s.rank()).isFullyDefined());
    int most = second.mostTimeSteps().orElse(first.mostTimeSteps().orElse(OPEN_LENGTH));
    int longest = Math.min(OPEN_LENGTH, most);
    boolean several = open && (first.isRecurrent() || second.isRecurrent());
    return several
        ? List.of(longest, Math.ceilDiv(longest, 2), 1).stream().distinct().toList()
        : List.of(longest);
  }

  /// Generated values for every input: uniform in `[-1, 1)`, and small enough whole numbers where
  /// the model looks them up.
  ///
  /// @param length of dimensions that are open
  public static Map<String, Tensor> inputs(RunnableModel model, Options options, int length) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    Random random = new Random(options.seed());
    model
        .inputs()
        .forEach((name, type) -> {
          Shape shape = options.inputShapes().getOrDefault(name, type.shape());
          if (!shape.hasRank()) {
            throw new ShapeException("input '" + name + "' is of unknown rank: give its shape");
          }
          int[] dims = shape.dims();
          for (int i = 0; i < dims.length; i++) {
            if (dims[i] == Shape.UNKNOWN_DIM) {
              dims[i] = i == 0 ? options.batchSize() : length;
            }
          }
          feeds.put(name, values(type.type(), Shape.of(dims), model.bound(name), random));
        });
    return feeds;
  }

  private static Tensor values(DataType type, Shape shape, int bound, Random random) {
    int n = shape.size();
    return switch (type) {
      case FLOAT -> {
        float[] data = new float[n];
        for (int i = 0; i < n; i++) {
          data[i] = bound > 0 ? random.nextInt(bound) : random.nextFloat() * 2 - 1;
        }
        yield Tensor.adopt(data, shape);
      }
      case INT32 -> {
        int[] data = new int[n];
        for (int i = 0; i < n; i++) {
          data[i] = random.nextInt(bound > 0 ? bound : 256);
        }
        yield Tensor.adopt(data, shape);
      }
      case BOOL -> {
        byte[] data = new byte[n];
        for (int i = 0; i < n; i++) {
          data[i] = (byte) (random.nextBoolean() ? 1 : 0);
        }
        yield Tensor.adoptBools(data, shape);
      }
      default ->
          throw new UnsupportedModelException(
              "inputs of type " + type.jsName() + " cannot be generated");
    };
  }

  /// The same tensors under the names of `model`'s inputs.
  public static Map<String, Tensor> renamed(Map<String, Tensor> feeds, RunnableModel model) {
    if (feeds.keySet().equals(model.inputs().keySet())) {
      return feeds;
    }
    if (feeds.size() != model.inputs().size()) {
      throw new ModelException(
          "the models take different inputs: "
              + feeds.keySet()
              + " and "
              + model.inputs().keySet());
    }
    Map<String, Tensor> out = new LinkedHashMap<>();
    Iterator<Tensor> tensors = feeds.values().iterator();
    model.inputs().keySet().forEach(name -> out.put(name, tensors.next()));
    return out;
  }

  /// Compares two models' outputs, by position.
  public static List<Difference> compare(
      Map<String, Tensor> first, Map<String, Tensor> second, Options options) {
    List<Difference> out = new ArrayList<>();
    Iterator<Tensor> others = second.values().iterator();
    first.forEach((name, a) ->
        out.add(
            others.hasNext()
                ? difference(name, a, others.next(), options)
                : fault(name, a, "the second model has only " + second.size() + " outputs")));
    while (others.hasNext()) {
      others.next();
      out.add(
          fault(
              "?",
              Tensor.scalar(0),
              "the second model has " + second.size() + " outputs, the first " + first.size()));
    }
    return out;
  }

  private static Difference fault(String name, Tensor a, String fault) {
    return new Difference(
        name, a.shape(), Double.NaN, Double.NaN, Double.NaN, 0, 0, Double.NaN, Double.NaN, fault);
  }

  private static Difference difference(String name, Tensor a, Tensor b, Options options) {
    if (!a.shape().equals(b.shape())) {
      return fault(name, a, "shape " + a.shape() + " against " + b.shape());
    }
    if (a.type() != b.type() || a.type() == DataType.STRING || a.type() == DataType.COMPLEX64) {
      return a.type() == b.type() && a.sameBits(b)
          ? new Difference(name, a.shape(), 0, 0, 0, 0, 0, 0, 0, "")
          : fault(
              name,
              a,
              a.type() == b.type()
                  ? "the values differ"
                  : "type " + a.type().jsName() + " against " + b.type().jsName());
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double maxAbs = 0;
    double maxRel = 0;
    int worst = 0;
    for (int i = 0; i < a.size(); i++) {
      double x = a.get(i);
      double y = b.get(i);
      if (Double.isFinite(x)) {
        min = Math.min(min, x);
        max = Math.max(max, x);
      }
      double d = x == y || (Double.isNaN(x) && Double.isNaN(y)) ? 0 : Math.abs(x - y);
      // Once a NaN, always a NaN: it must not be hidden by a later number.
      if (!(d <= maxAbs) && !Double.isNaN(maxAbs)) {
        maxAbs = d;
        worst = i;
      }
      maxRel = Math.max(maxRel, d == 0 ? 0 : d / Math.abs(x));
    }
    double range = max > min ? max - min : 0;
    double allowed =
        options.absolute()
            + options.relative() * (range > 0 ? range : Math.abs(Double.isFinite(max) ? max : 0));
    double first = a.size() == 0 ? 0 : a.get(worst);
    double second = a.size() == 0 ? 0 : b.get(worst);
    return new Difference(
        name, a.shape(), maxAbs, maxRel, range, allowed, worst, first, second, "");
  }
}
