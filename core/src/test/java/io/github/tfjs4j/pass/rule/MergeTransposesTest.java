package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeTransposesTest {
  private static RuleContract given(String text) {
    return rules(new MergeTransposes()).given(text);
  }

  @Test
  void orders_in_a_row_are_one_or_none() {
    given(
            """
            input %x: float32[?, 2, 3, 4]
            %a = Transpose(%x, [0, 2, 3, 1])
            %y = Transpose(%a, [0, 3, 1, 2])
            %z = Transpose(%a, [0, 2, 1, 3])
            %r = Relu(%y)
            return %r, %z
            """)
        .becomes(
            """
            input %x: float32[?, 2, 3, 4]
            %z = Transpose(%x, [0, 3, 2, 1])
            %r = Relu(%x)
            return %r, %z
            """);
  }

  @Test
  void axes_of_length_one_move_by_a_reshape() {
    given(
            """
            input %x: float32[?, 1, 1, 4]
            %y = Transpose(%x, [0, 3, 1, 2])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 1, 1, 4]
            %y = Reshape(%x, [-1, 4, 1, 1])
            return %y
            """);
  }

  @Test
  void unknown_lengths_may_be_anything() {
    given(
            """
            input %x: float32[?, ?, 1]
            %y = Transpose(%x, [1, 0, 2])
            %z = Transpose(%x, [0, 2, 1])
            return %y, %z
            """)
        .isLeftAlone();
  }
}
