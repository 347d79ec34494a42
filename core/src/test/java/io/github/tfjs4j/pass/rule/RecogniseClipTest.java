package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class RecogniseClipTest {
  private static RuleContract given(String text) {
    return rules(new RecogniseClip()).given(text);
  }

  @Test
  void both_bounds_in_either_order() {
    given(
            """
            input %x: float32[?, 3]
            %a = Maximum(%x, -1.0)
            %y = Minimum(%a, 2.0)
            %b = Minimum(%x, 2.0)
            %z = Maximum(%b, -1.0)
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = ClipByValue(%x, -1.0, 2.0)
            return %y, "z": %y
            """);
  }

  @Test
  void zero_and_six_are_relu6() {
    given(
            """
            input %x: float32[?, 3]
            %a = Relu(%x)
            %y = Minimum(%a, 6.0)
            %z = ClipByValue(%x, 0.0, 6.0)
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = Relu6(%x)
            return %y, "z": %y
            """);
  }

  @Test
  void zero_alone_is_relu_and_bounds_of_bounds_are_one() {
    given(
            """
            input %x: float32[?, 3]
            %y = Maximum(%x, 0.0)
            %a = Relu6(%x)
            %z = Minimum(%a, 3.0)
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = Relu(%x)
            %z = ClipByValue(%x, 0.0, 3.0)
            return %y, %z
            """);
  }

  @Test
  void bounds_that_cross_or_widen_or_differ_by_channel_stay() {
    given(
            """
            input %x: float32[?, 3]
            %a = Maximum(%x, 2.0)
            %y = Minimum(%a, 1.0)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[3]
            %low = Const float32[1, 1] {0.0}
            %y = Maximum(%x, %low)
            %z = Maximum(%x, [0.0, 1.0, 2.0])
            return %y, %z
            """)
        .isLeftAlone();
  }

  @Test
  void an_inner_bound_that_is_an_output_stays() {
    given(
            """
            input %x: float32[?, 3]
            %a = Maximum(%x, -1.0)
            %y = Minimum(%a, 2.0)
            return %y, %a
            """)
        .isLeftAlone();
  }

  @Test
  void integers_stay() {
    given(
            """
            input %x: int32[?, 3]
            %a = Maximum(%x, 0)
            %y = Minimum(%a, 2)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void integers_between_real_bounds_stay() {
    given(
            """
            input %x: int32[?, 3]
            %y = Maximum(%x, 0.0)
            return %y
            """)
        .isLeftAlone();
  }
}
