package io.github.tfjs4j.op;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is to be known of ops that the vocabulary lacks, until they come: the ones that TF.js
/// 4.22.0 executes in a GraphModel, and the names of their results where they have several. The
/// ragged and decision-forest ops pass the original converter's check but have no executor.
final class OtherOps {
  private static final String EXECUTABLE =
      """
      LoopCond Switch(output_false,output_true) Merge(output,value_index) Enter Exit NextIteration
      """;

  private static final String NOT_EXECUTABLE = "StringSplitV2(indices,values,shape)";

  private static final Map<String, List<String>> EXECUTED = results(EXECUTABLE);
  private static final Map<String, List<String>> REFUSED = results(NOT_EXECUTABLE);

  private OtherOps() {}

  private static Map<String, List<String>> results(String ops) {
    Map<String, List<String>> results = new HashMap<>();
    for (String op : ops.strip().split("\\s+", -1)) {
      String[] parts = op.replace(")", "").split("[(,]", -1);
      results.put(parts[0], List.of(Arrays.copyOfRange(parts, 1, parts.length)));
    }
    return Map.copyOf(results);
  }

  static boolean isExecutable(String op) {
    return EXECUTED.containsKey(op);
  }

  static int result(String op, String result) {
    List<String> names = EXECUTED.getOrDefault(op, REFUSED.getOrDefault(op, List.of()));
    return Math.max(0, names.indexOf(result));
  }
}
