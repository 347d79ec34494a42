package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellIntegerQuotientTest {
  private static RuleContract given(String text) {
    return rules(new SpellIntegerQuotient()).given(text);
  }

  @Test
  void it_is_rounded_down() {
    given(
            """
            input %a: int32[3]
            %y = RealDiv(%a, [2, 3, -2])
            return %y
            """)
        .becomes(
            """
            input %a: int32[3]
            %y = FloorDiv(%a, [2, 3, -2])
            return %y
            """);
  }

  @Test
  void of_zeros_it_is_zero() {
    given(
            """
            input %a: int32[3]
            %y = DivNoNan(%a, [2, 0, -2])
            return %y
            """)
        .becomes(
            """
            input %a: int32[3]
            %b = Const int32[3] {2, 0, -2}
            %zero = Const int32[] {0}
            %z = Equal(%b, %zero)
            %d = SelectV2(%z, 1, %b)
            %q = FloorDiv(%a, %d)
            %y = SelectV2(%z, %zero, %q)
            return %y
            """);
  }

  @Test
  void of_real_numbers_it_stays() {
    given(
            """
            input %a: float32[3]
            %y = RealDiv(%a, [2.0, 3.0, -2.0])
            return %y
            """)
        .isLeftAlone();
  }
}
