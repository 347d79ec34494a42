package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellPreluTest {
  private static RuleContract given(String text) {
    return rules(new SpellPrelu()).given(text);
  }

  @Test
  void negative_elements_are_chosen_and_multiplied() {
    given(
            """
            input %x: float32[?, 3]
            %y = Prelu(%x, [0.5, 0.25, -1.0])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %negative = Less(%x, 0.0)
            %m = Mul(%x, [0.5, 0.25, -1.0])
            %y = SelectV2(%negative, %m, %x)
            return %y
            """);
  }
}
