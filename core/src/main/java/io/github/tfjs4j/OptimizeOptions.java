package io.github.tfjs4j;

import io.github.tfjs4j.pass.UnrollPlan;

/// What becomes of a graph on its way to TF.js: begin with [#DEFAULT] and change what should
/// differ.
///
/// @param unroll how recurrent layers are written
/// @param skipOpCheck whether to let ops pass that TF.js does not execute
public record OptimizeOptions(UnrollPlan unroll, boolean skipOpCheck) {
  public static final OptimizeOptions DEFAULT = new OptimizeOptions(UnrollPlan.DEFAULT, false);

  public OptimizeOptions withUnroll(UnrollPlan plan) {
    return new OptimizeOptions(plan, skipOpCheck);
  }

  public OptimizeOptions withSkipOpCheck(boolean skip) {
    return new OptimizeOptions(unroll, skip);
  }
}
