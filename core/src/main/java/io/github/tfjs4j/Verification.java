package io.github.tfjs4j;

import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Proves that two models compute the same: both on the same inputs, several sets of them, output
/// by output. That all values agree is half of a proof; the other half is that they would not if a
/// model were broken. So outputs must be numbers, and must change with the inputs.
public final class Verification {
  /// What [#DEFAULT] allows: two float32 runtimes that are both right differ in the order of their
  /// sums, by a few units in the last place of the largest intermediate value. Runs of the same
  /// model on TF.js' cpu and wasm backends stay under `5e-5` of an output's range, so twice that is
  /// allowed, and as much again, but at most `1e-5`, for outputs that are rounded before they end.
  public static final Options DEFAULT =
      new Options(42, 2, Map.of(), Map.of(), Map.of(), 1e-5, 1e-4);

  /// The values that an input may have, both ends included.
  public record Interval(double low, double high) {}

  /// @param seed of the generated inputs
  /// @param batchSize for inputs whose first dimension is unknown
  /// @param inputShapes shapes of inputs by name, for those with other unknown dimensions
  /// @param intervals between which values inputs are generated, by name; by default that is found
  ///   in the model
  /// @param inputs the values of inputs that are not generated, by name
  /// @param absolute the most that is allowed beside the relative difference
  /// @param relative what is allowed as a share of an output's range
  public record Options(
      long seed,
      int batchSize,
      Map<String, Shape> inputShapes,
      Map<String, Interval> intervals,
      Map<String, Tensor> inputs,
      double absolute,
      double relative) {
    public Options withSeed(long other) {
      return new Options(other, batchSize, inputShapes, intervals, inputs, absolute, relative);
    }

    public Options withBatchSize(int size) {
      return new Options(seed, size, inputShapes, intervals, inputs, absolute, relative);
    }

    public Options withTolerance(double newAbsolute, double newRelative) {
      return new Options(seed, batchSize, inputShapes, intervals, inputs, newAbsolute, newRelative);
    }

    public Options withInputShapes(Map<String, Shape> shapes) {
      return new Options(seed, batchSize, shapes, intervals, inputs, absolute, relative);
    }

    public Options withIntervals(Map<String, Interval> byName) {
      return new Options(seed, batchSize, inputShapes, byName, inputs, absolute, relative);
    }

    public Options withInputs(Map<String, Tensor> tensors) {
      return new Options(seed, batchSize, inputShapes, intervals, tensors, absolute, relative);
    }

    /// What is allowed whatever the range.
    public Options withTolerance(double newAbsolute) {
      return withTolerance(newAbsolute, 0);
    }

    /// The largest difference that passes, `min(absolute, relative * range) + relative * range`;
    /// just `absolute` where `relative` is 0.
    ///
    /// @param range of an output: the larger of largest less smallest value and largest magnitude
    double allowed(double range) {
      double share = relative * range;
      return relative == 0 ? absolute : Math.min(absolute, share) + share;
    }
  }

  /// One set of inputs.
  ///
  /// @param feeds a tensor for each input, by the first model's names
  /// @param labels which values they are, for people
  public record InputSet(Map<String, Tensor> feeds, Map<String, String> labels) {}

  /// How far an output of the second model is from the first's.
  ///
  /// @param output the output's name in the first model
  /// @param shape of the first model's output
  /// @param maxAbs the largest absolute difference, NaN where one is NaN and the other is not
  /// @param maxRel the largest difference relative to the first model's value at its place
  /// @param range of the first model's output: the larger of largest less smallest value and
  ///   largest magnitude
  /// @param allowed the largest difference that passes
  /// @param index where `maxAbs` is, in row-major order
  /// @param first the first model's value there
  /// @param second the second model's
  /// @param finite the share of the first model's values that are finite numbers
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
      double finite,
      String fault) {
    public boolean ok() {
      return fault.isEmpty() && maxAbs <= allowed;
    }

    /// How bad it is: above 1 is too much.
    double badness() {
      return !fault.isEmpty() || Double.isNaN(maxAbs)
          ? Double.POSITIVE_INFINITY
          : maxAbs == 0 ? 0 : maxAbs / allowed;
    }
  }

  /// What a comparison comes to.
  public enum Verdict {
    /// All values agree, and the outputs change with the inputs.
    EQUAL,
    /// All values agree, which says nothing: none of them is a number, or they never change.
    UNDECIDED,
    /// Values differ.
    DIFFERENT
  }

  /// What is known of one output after all sets of inputs.
  ///
  /// @param verdict on this output
  /// @param worst the difference where the two are farthest apart, as a share of what is allowed
  /// @param set on which of the sets of inputs that is, from 0
  /// @param remarks what else is to be said, for people
  public record Finding(Verdict verdict, Difference worst, int set, List<String> remarks) {}

  /// @param sets what the models were fed
  /// @param findings one an output, in the first model's order
  public record Result(List<InputSet> sets, List<Finding> findings) {
    public Verdict verdict() {
      return findings.stream()
          .map(Finding::verdict)
          .max(java.util.Comparator.naturalOrder())
          .orElse(Verdict.UNDECIDED);
    }
  }

  /// Computes the outputs of a model, by name, in its order.
  @FunctionalInterface
  public interface Runner {
    Map<String, Tensor> run(Map<String, Tensor> feeds);
  }

  /// One of the two models.
  public sealed interface Side {
    /// What messages call it.
    String name();

    InferenceModel model();

    /// @param feeds a tensor for each input, by the model's names
    Map<String, Tensor> run(Map<String, Tensor> feeds);

    /// A model that is run here.
    record Here(String name, InferenceModel model) implements Side {
      @Override
      public Map<String, Tensor> run(Map<String, Tensor> feeds) {
        return model.predict(feeds);
      }
    }

    /// A model that somebody else runs.
    record Elsewhere(String name, InferenceModel model, Runner runner) implements Side {
      @Override
      public Map<String, Tensor> run(Map<String, Tensor> feeds) {
        return runner.run(feeds);
      }
    }
  }

  private Verification() {}

  /// Runs both models and compares. Inputs are matched by name where both have the same names, by
  /// position otherwise; outputs by position.
  ///
  /// @param first the model that is right
  /// @throws ModelException where the models take different inputs, or one does not run: the
  ///   message names which
  public static Result run(InferenceModel first, InferenceModel second, Options options) {
    return run(
        new Side.Here("the first model", first),
        new Side.Here("the second model", second),
        options);
  }

  /// As [#run(InferenceModel, InferenceModel, Options)], with models that have names.
  public static Result run(Side first, Side second, Options options) {
    return new Trial(first, second, options).run();
  }

  /// How far the second outputs are from the first, by position.
  ///
  /// @return one an output, and one more for each that only one side has
  public static List<Difference> compare(
      Map<String, Tensor> first, Map<String, Tensor> second, Options options) {
    return Differences.of(first, second, options);
  }

  /// The lengths to try for dimensions that the first model and the options leave open: several
  /// where a recurrence runs over them, since its first and its last step are special, and none
  /// longer than the second model takes.
  static List<Integer> lengths(RunnableModel first, RunnableModel second, Options options) {
    boolean open =
        first.inputs().entrySet().stream()
            .filter(e -> !options.inputs().containsKey(e.getKey()))
            .map(e -> options.inputShapes().getOrDefault(e.getKey(), e.getValue().shape()))
            .anyMatch(s -> s.hasRank() && s.rank() > 1 && !s.sub(1, s.rank()).isFullyDefined());
    int most = second.mostTimeSteps().orElse(first.mostTimeSteps().orElse(InputSets.OPEN_LENGTH));
    int longest = Math.min(InputSets.OPEN_LENGTH, most);
    boolean several = open && (first.isRecurrent() || second.isRecurrent());
    return several
        ? List.of(longest, Math.ceilDiv(longest, 2), 1).stream().distinct().toList()
        : List.of(longest);
  }

  /// The same values under the names of `model`'s inputs.
  static <T> Map<String, T> renamed(Map<String, T> feeds, RunnableModel model) {
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
    Map<String, T> out = new LinkedHashMap<>();
    Iterator<T> values = feeds.values().iterator();
    model.inputs().keySet().forEach(name -> out.put(name, values.next()));
    return out;
  }
}
