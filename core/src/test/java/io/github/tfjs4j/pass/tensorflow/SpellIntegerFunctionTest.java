package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellIntegerFunctionTest {
  private static RuleContract given(String text) {
    return rules(new SpellIntegerFunction()).given(text);
  }

  @Test
  void what_is_no_number_is_zero() {
    given(
            """
            input %a: int32[3]
            %y = Atanh(%a)
            return %y
            """)
        .becomes(
            """
            input %a: int32[3]
            %f = Cast(%a) {DstT=DT_FLOAT}
            %t = Atanh(%f)
            %is = IsFinite(%t)
            %n = SelectV2(%is, %t, 0.0)
            %y = Cast(%n) {DstT=DT_INT32}
            return %y
            """);
  }

  @Test
  void functions_of_integers_stay() {
    given(
            """
            input %a: int32[3]
            %y = Square(%a)
            return %y
            """)
        .isLeftAlone();
  }
}
