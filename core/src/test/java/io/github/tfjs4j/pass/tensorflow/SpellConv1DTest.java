package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellConv1DTest {
  private static RuleContract given(String text) {
    return rules(new SpellConv1D()).given(text);
  }

  @Test
  void an_axis_is_added_and_taken_away() {
    given(
            """
            input %x: float32[?, 9, 3]
            %w = Const float32[3, 3, 2] random(1)
            %y = Conv1D(%x, %w) {stride=2, padding="SAME", dilation=1}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 9, 3]
            %w = Const float32[3, 3, 2] random(1)
            %x4 = ExpandDims(%x, 1)
            %w4 = ExpandDims(%w, 0)
            %c = Conv2D(%x4, %w4) {strides=[1, 1, 2, 1], padding="SAME"}
            %y = Squeeze(%c) {squeeze_dims=[1]}
            return %y
            """);
  }
}
