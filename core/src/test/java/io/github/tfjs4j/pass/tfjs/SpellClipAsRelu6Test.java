package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellClipAsRelu6Test {
  private static RuleContract given(String text) {
    return rules(new SpellClipAsRelu6()).given(text);
  }

  @Test
  void a_hard_sigmoid_behind_a_product() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %a = AddV2(%m, 0.5)
            %y = ClipByValue(%a, 0.0, 1.0)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %a = AddV2(%m, 0.5)
            %p = Mul(%a, 6.0)
            %r = Relu6(%p)
            %y = Mul(%r, 0.16666667)
            return %y
            """);
  }

  @Test
  void not_behind_anything_else() {
    given(
            """
            input %x: float32[?, 3]
            %y = ClipByValue(%x, 0.0, 1.0)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_between_other_bounds() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %y = ClipByValue(%m, -1.0, 1.0)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_up_to_a_bound_at_the_end_of_the_range() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %y = ClipByValue(%m, 0.0, 1e38)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_images() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %m = Conv2D(%x, %w) {padding="SAME"}
            %y = ClipByValue(%m, 0.0, 1.0)
            return %y
            """)
        .isLeftAlone();
  }
}
