package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class ReshapeInsteadOfTransposeTest {
  private static RuleContract given(String text) {
    return rules(new ReshapeInsteadOfTranspose()).given(text);
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
