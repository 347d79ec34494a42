package io.github.tfjs4j.format;

import java.util.List;
import java.util.Map;

/// The names of the results of ops that have several. Functions refer to results by name
/// (`node:values:0`), all else by number.
final class ResultNames {
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("Switch", List.of("output_false", "output_true")),
          Map.entry("Merge", List.of("output", "value_index")),
          Map.entry("TopKV2", List.of("values", "indices")),
          Map.entry("Unique", List.of("y", "idx")),
          Map.entry("UniqueV2", List.of("y", "idx")),
          Map.entry("ListDiff", List.of("out", "idx")),
          Map.entry("MaxPoolWithArgmax", List.of("output", "argmax")),
          Map.entry("NonMaxSuppressionV4", List.of("selected_indices", "valid_outputs")),
          Map.entry(
              "NonMaxSuppressionV5",
              List.of("selected_indices", "selected_scores", "valid_outputs")),
          Map.entry(
              "FusedBatchNorm",
              List.of("y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2")),
          Map.entry(
              "FusedBatchNormV2",
              List.of("y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2")),
          Map.entry(
              "FusedBatchNormV3",
              List.of(
                  "y",
                  "batch_mean",
                  "batch_variance",
                  "reserve_space_1",
                  "reserve_space_2",
                  "reserve_space_3")),
          Map.entry("TensorArrayV3", List.of("handle", "flow")),
          Map.entry("TensorArrayConcatV3", List.of("value", "lengths")),
          Map.entry("TensorListPopBack", List.of("output_handle", "tensor")),
          Map.entry("TensorListConcat", List.of("tensor", "lengths")),
          Map.entry("TensorListConcatV2", List.of("tensor", "lengths")),
          Map.entry("SparseReshape", List.of("output_indices", "output_shape")),
          Map.entry(
              "SparseFillEmptyRows",
              List.of(
                  "output_indices", "output_values", "empty_row_indicator", "reverse_index_map")),
          Map.entry("StringNGrams", List.of("ngrams", "ngrams_splits")),
          Map.entry("StringSplit", List.of("indices", "values", "shape")),
          Map.entry("StringSplitV2", List.of("indices", "values", "shape")));

  private ResultNames() {}

  /// The number of the first result called `name`; 0 for ops whose results are one list, or one.
  static int offset(String op, String name) {
    return Math.max(0, NAMES.getOrDefault(op, List.of()).indexOf(name));
  }
}
