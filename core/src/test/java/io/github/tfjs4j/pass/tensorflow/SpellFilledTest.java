package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellFilledTest {
  private static RuleContract given(String text) {
    return rules(new SpellFilled()).given(text);
  }

  @Test
  void ones_are_filled_in() {
    given(
            """
            input %x: int32[2]
            %y = Ones(%x) {T=DT_FLOAT}
            return %y
            """)
        .becomes(
            """
            input %x: int32[2]
            %one = Cast(1) {DstT=DT_FLOAT}
            %y = Fill(%x, %one)
            return %y
            """);
  }
}
