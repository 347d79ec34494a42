package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellBoundTest {
  private static RuleContract given(String text) {
    return rules(new SpellBound()).given(text);
  }

  @Test
  void rows_lie_in_two_axes() {
    given(
            """
            input %s: float32[2, 1, 3]
            input %v: float32[2, 1, 4]
            %y = LowerBound(%s, %v)
            return %y
            """)
        .becomes(
            """
            input %s: float32[2, 1, 3]
            input %v: float32[2, 1, 4]
            %a = Reshape(%s, [-1, 3])
            %b = Reshape(%v, [-1, 4])
            %y = LowerBound(%a, %b)
            return %y
            """);
  }
}
