package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class HoistCommonFactorTest {
  private static RuleContract given(String text) {
    return rules(new HoistCommonFactor()).given(text);
  }

  @Test
  void a_factor_that_two_summands_share() {
    given(
            """
            input %x: float32[?, 3]
            %a = Tanh(%x)
            %b = Relu(%x)
            %p = Mul(%a, %x)
            %q = Mul(%x, %b)
            %y = Sub(%p, %q)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %a = Tanh(%x)
            %b = Relu(%x)
            %s = Sub(%a, %b)
            %y = Mul(%s, %x)
            return %y
            """);
  }

  @Test
  void products_that_are_read_twice_and_factors_of_unsure_shape_stay() {
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %a = Tanh(%x)
            %p = Mul(%a, %x)
            %q = Mul(%x, %z)
            %y = AddV2(%p, %q)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 3]
            %a = Tanh(%x)
            %b = Relu(%x)
            %p = Mul(%a, %x)
            %q = Mul(%b, %x)
            %y = AddV2(%p, %q)
            return %y, %q
            """)
        .isLeftAlone();
  }
}
