package io.github.tfjs4j;

import io.github.tfjs4j.pass.UnrollPlan;

/// What becomes of a graph on its way to TF.js: begin with [#DEFAULT] and change what should
/// differ.
///
/// @param unroll how recurrent layers are written
/// @param skipOpCheck whether to let ops pass that TF.js does not execute
/// @param graphs whether a model that is a graph already is optimised too, or stored as it is
public record OptimizeOptions(UnrollPlan unroll, boolean skipOpCheck, boolean graphs) {
  public static final OptimizeOptions DEFAULT =
      new OptimizeOptions(UnrollPlan.DEFAULT, false, true);

  public OptimizeOptions withUnroll(UnrollPlan plan) {
    return new OptimizeOptions(plan, skipOpCheck, graphs);
  }

  public OptimizeOptions withSkipOpCheck(boolean skip) {
    return new OptimizeOptions(unroll, skip, graphs);
  }

  public OptimizeOptions withGraphs(boolean optimised) {
    return new OptimizeOptions(unroll, skipOpCheck, optimised);
  }
}
