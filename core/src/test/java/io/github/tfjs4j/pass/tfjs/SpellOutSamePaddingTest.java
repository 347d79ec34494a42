package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellOutSamePaddingTest {
  private static RuleContract given(String x, String w, String op) {
    return rules(new SpellOutSamePadding()).given(graph(x, w, op));
  }

  private static String graph(String x, String w, String op) {
    return """
    input %%x: float32%s
    %%w = Const float32%s random(1)
    %%y = %s
    return %%y
    """
        .formatted(x, w, op);
  }

  @Test
  void a_window_smaller_than_its_stride_gets_its_cells_behind() {
    given(
            "[?, 13, 12, 2]",
            "[2, 2, 2, 3]",
            "Conv2D(%x, %w) {strides=[1, 3, 3, 1], padding=\"SAME\"}")
        .becomes(
            graph(
                "[?, 13, 12, 2]",
                "[2, 2, 2, 3]",
                "Conv2D(%x, %w) {strides=[1, 3, 3, 1], padding=\"EXPLICIT\", explicit_paddings=[0, 0, 0, 1, 0, 0, 0, 0]}"));
  }

  @Test
  void where_nothing_is_padded_it_is_valid() {
    given(
            "[?, 6, 6, 2]",
            "[2, 2, 2, 1]",
            "DepthwiseConv2dNative(%x, %w) {strides=[1, 3, 3, 1], padding=\"SAME\"}")
        .becomes(
            graph(
                "[?, 6, 6, 2]",
                "[2, 2, 2, 1]",
                "DepthwiseConv2dNative(%x, %w) {strides=[1, 3, 3, 1], padding=\"VALID\"}"));
  }

  @Test
  void an_unknown_length_does_not_matter_where_the_window_is_one_cell_or_the_stride_is_one() {
    given("[?, ?, ?, 2]", "[1, 3, 2, 3]", "Conv2D(%x, %w) {strides=[1, 2, 1, 1], padding=\"SAME\"}")
        .becomes(
            graph(
                "[?, ?, ?, 2]",
                "[1, 3, 2, 3]",
                "Conv2D(%x, %w) {strides=[1, 2, 1, 1], padding=\"EXPLICIT\", explicit_paddings=[0, 0, 0, 0, 1, 1, 0, 0]}"));
  }

  @Test
  void otherwise_an_unknown_length_does() {
    given("[?, ?, 9, 2]", "[2, 3, 2, 3]", "Conv2D(%x, %w) {strides=[1, 3, 1, 1], padding=\"SAME\"}")
        .isLeftAlone();
  }

  @Test
  void a_window_as_large_as_its_stride_stays() {
    given("[?, 9, 9, 2]", "[2, 3, 2, 3]", "Conv2D(%x, %w) {strides=[1, 2, 3, 1], padding=\"SAME\"}")
        .isLeftAlone();
  }
}
