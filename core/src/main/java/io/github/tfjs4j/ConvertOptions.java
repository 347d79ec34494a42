package io.github.tfjs4j;

import io.github.tfjs4j.format.WriteOptions;
import java.util.function.UnaryOperator;

/// How to convert, by purpose:
///
///     ConvertOptions.DEFAULT
///         .withRead(read -> read.withSemantics(Semantics.KERAS3))
///         .withWrite(write -> write.withQuantization(QuantizationPlan.all(DataType.HALF)));
///
/// @param read how the model is to be understood
/// @param optimize what becomes of its graph
/// @param write how the result is stored
public record ConvertOptions(ReadOptions read, OptimizeOptions optimize, WriteOptions write) {
  public static final ConvertOptions DEFAULT =
      new ConvertOptions(ReadOptions.DEFAULT, OptimizeOptions.DEFAULT, WriteOptions.DEFAULT);

  public ConvertOptions withRead(UnaryOperator<ReadOptions> change) {
    return new ConvertOptions(change.apply(read), optimize, write);
  }

  public ConvertOptions withOptimize(UnaryOperator<OptimizeOptions> change) {
    return new ConvertOptions(read, change.apply(optimize), write);
  }

  public ConvertOptions withWrite(UnaryOperator<WriteOptions> change) {
    return new ConvertOptions(read, optimize, change.apply(write));
  }
}
