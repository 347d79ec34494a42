package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellTransposedTest {
  private static RuleContract given(String text) {
    return rules(new SpellTransposed()).given(text);
  }

  @Test
  void dilations_are_ignored() {
    given(
            """
            input %y: float32[1, 4, 4, 2]
            %w = Const float32[3, 3, 1, 2] random(1)
            %x = Conv2DBackpropInput([1, 4, 4, 1], %w, %y) {strides=[1, 1, 1, 1], padding="SAME", dilations=[1, 2, 2, 1]}
            return %x
            """)
        .becomes(
            """
            input %y: float32[1, 4, 4, 2]
            %w = Const float32[3, 3, 1, 2] random(1)
            %x = Conv2DBackpropInput([1, 4, 4, 1], %w, %y) {strides=[1, 1, 1, 1], padding="SAME"}
            return %x
            """);
  }
}
