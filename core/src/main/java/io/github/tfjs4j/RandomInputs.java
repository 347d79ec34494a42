package io.github.tfjs4j;

import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;

/// Made-up inputs that a program in JavaScript can make too: the numbers `u` of mulberry32, from 0
/// to 1, begun with `seed + i` for the input at place `i`. What becomes of them:
///
/// | the input | a value |
/// |---|---|
/// | float32 | `low + u * (high - low)`, from -1 to 1 where no interval is given |
/// | int32, or looked up in a table | the same, rounded down; from 0 to the size of the table, or to 256 |
/// | bool | `u < 0.5` |
///
/// @param seed of the model's first input
/// @param batchSize for inputs whose first dimension is unknown
/// @param shapes of inputs by name, for those with other unknown dimensions
/// @param intervals of inputs by name; the upper end is left out
public record RandomInputs(
    int seed, int batchSize, Map<String, Shape> shapes, Map<String, Interval> intervals) {
  private static final Interval UNIT = new Interval(-1, 1);
  private static final int BYTES = 256;

  /// Samples of one.
  public RandomInputs(int seed) {
    this(seed, 1, Map.of(), Map.of());
  }

  /// The inputs `given`, and others for those that are missing; not for inputs with a default.
  ///
  /// @param given tensors by the names of inputs
  /// @return a tensor for each input by name, in the model's order
  /// @throws ShapeException where the rank of an input is not known
  /// @throws LimitException where an input would be too large
  /// @throws UnsupportedModelException where an input is of another type
  public Map<String, Tensor> of(InferenceModel model, Map<String, Tensor> given) {
    RunnableModel running = RunnableModel.of(model);
    Verification.Options options =
        Verification.DEFAULT.withBatchSize(batchSize).withInputShapes(shapes).withInputs(given);
    int length = running.mostTimeSteps().orElse(InputSets.OPEN_LENGTH);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    int place = 0;
    for (Map.Entry<String, TensorType> input : model.inputs().entrySet()) {
      String name = input.getKey();
      if (given.containsKey(name)) {
        inputs.put(name, given.get(name));
      } else if (running.needs(name)) {
        Shape shape =
            InputSets.shape(
                name, input.getValue(), options, Math.min(length, InputSets.OPEN_LENGTH));
        inputs.put(name, values(name, shape, running, seed + place));
      }
      place++;
    }
    return inputs;
  }

  private Tensor values(String input, Shape shape, RunnableModel model, int ownSeed) {
    DataType type = model.inputs().get(input).type();
    if (type != DataType.FLOAT && type != DataType.BOOL && type != DataType.INT32) {
      throw new UnsupportedModelException(
          "input '"
              + input
              + "' is of type "
              + type.jsName()
              + ", which is not made up: give its values");
    }
    int bound = model.bound(input);
    boolean whole = bound > 0 || type == DataType.INT32;
    Interval usual = whole ? new Interval(0, bound > 0 ? bound : BYTES) : UNIT;
    double low = intervals.getOrDefault(input, usual).low();
    double width = intervals.getOrDefault(input, usual).high() - low;
    Mulberry32 random = new Mulberry32(ownSeed);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      double u = random.next();
      values[i] =
          type == DataType.BOOL
              ? u < 0.5 ? 1 : 0
              : whole ? low + Math.floor(u * width) : (float) u * width + low;
    }
    return Tensor.of(values, type, shape);
  }

  /// The generator in 32 bits that JavaScript's programmers pass around.
  private static final class Mulberry32 {
    private int state;

    Mulberry32(int seed) {
      state = seed;
    }

    /// At least 0 and less than 1.
    double next() {
      state += 0x6d2b79f5;
      int t = (state ^ state >>> 15) * (state | 1);
      t = t + (t ^ t >>> 7) * (t | 61) ^ t;
      return Integer.toUnsignedLong(t ^ t >>> 14) / 0x1p32;
    }
  }
}
