package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class ReverseStepsTest {
  private static RuleContract given(String text) {
    return rules(new ReverseSteps()).given(text);
  }

  @Test
  void stacked_steps_turned_round() {
    given(
            """
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            input %c: float32[?, 4]
            %p = Pack(%a, %b, %c) {axis=1}
            %y = ReverseV2(%p, [1])
            return %y
            """)
        .becomes(
            """
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            input %c: float32[?, 4]
            %p = ConcatV2(%c, %b, %a, 1)
            %y = Reshape(%p, [-1, 3, 4])
            return %y
            """);
  }

  @Test
  void vectors_joined_and_reshaped() {
    given(
            """
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %p = ConcatV2(%a, %b, 1)
            %r = Reshape(%p, [-1, 2, 4])
            %y = ReverseV2(%r, [1])
            return %y
            """)
        .becomes(
            """
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %p = ConcatV2(%b, %a, 1)
            %y = Reshape(%p, [-1, 2, 4])
            return %y
            """);
  }

  @Test
  void not_along_another_axis() {
    given(
            """
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %p = Pack(%a, %b) {axis=1}
            %y = ReverseV2(%p, [2])
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_where_the_sequence_is_read_elsewhere() {
    given(
            """
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %p = Pack(%a, %b) {axis=1}
            %y = ReverseV2(%p, [1])
            return %y, %p
            """)
        .isLeftAlone();
  }
}
