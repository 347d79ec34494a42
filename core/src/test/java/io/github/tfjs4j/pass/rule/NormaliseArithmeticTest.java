package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class NormaliseArithmeticTest {
  private static RuleContract given(String text) {
    return rules(new NormaliseArithmetic()).given(text);
  }

  @Test
  void differences_and_quotients_by_constants() {
    given(
            """
            input %x: float32[?, 3]
            %a = Sub(%x, [1.0, 2.0, 3.0])
            %y = RealDiv(%a, 3.0)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %a = AddV2(%x, [1.0, 2.0, 3.0])
            %y = Mul(%a, 3.0)
            return %y
            """);
  }

  @Test
  void the_constant_comes_second() {
    given(
            """
            input %x: float32[?, 3]
            %a = Mul(2.0, %x)
            %b = Add(3.0, %a)
            %y = Maximum(0.5, %b)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %a = Mul(%x, 2.0)
            %b = AddV2(%a, 3.0)
            %y = Maximum(%b, 0.5)
            return %y
            """);
  }

  @Test
  void a_negated_factor_and_nothing_to_add() {
    given(
            """
            input %x: float32[?, 3]
            %n = Neg(%x)
            %m = Mul(%n, 2.0)
            %y = AddV2(%m, 0.0)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = Mul(%x, 2.0)
            return %y
            """);
  }

  @Test
  void zeros_that_widen_stay() {
    given(
            """
            input %x: float32[?, 1]
            %y = AddV2(%x, [0.0, 0.0])
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void divisors_without_a_reciprocal_stay() {
    given(
            """
            input %x: float32[?, 2]
            %y = RealDiv(%x, [1.0, 0.0])
            %z = RealDiv(%x, 1e-40)
            return %y, %z
            """)
        .isLeftAlone();
  }

  @Test
  void integers_stay() {
    given(
            """
            input %x: int32[?, 2]
            %a = Sub(%x, 2)
            %y = RealDiv(%a, 2)
            return %y
            """)
        .isLeftAlone();
  }
}
