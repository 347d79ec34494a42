package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MoveFactorBehindProductTest {
  private static RuleContract given(String text) {
    return rules(new MoveFactorBehindProduct()).given(text);
  }

  @Test
  void a_hard_swish_ends_with_its_factor() {
    given(
            """
            input %x: float32[?, 3]
            %a = AddV2(%x, 3.0)
            %r = Relu6(%a)
            %m = Mul(%r, 0.16666667)
            %y = Mul(%x, %m)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %a = AddV2(%x, 3.0)
            %r = Relu6(%a)
            %m = Mul(%x, %r)
            %y = Mul(%m, 0.16666667)
            return %y
            """);
  }

  @Test
  void a_factor_that_can_join_the_product_before_stays() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 3] random(1)
            %c = MatMul(%x, %w)
            %m = Mul(%c, 0.5)
            %y = Mul(%x, %m)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_second_reader_or_an_output_keeps_it() {
    given(
            """
            input %x: float32[?, 3]
            %r = Tanh(%x)
            %m = Mul(%r, 0.5)
            %y = Mul(%x, %m)
            return %y, %m
            """)
        .isLeftAlone();
  }

  @Test
  void a_factor_of_a_smaller_value_stays_with_it() {
    given(
            """
            input %x: float32[?, 4, 3]
            input %g: float32[1, 3]
            %m = Mul(%g, 0.5)
            %y = Mul(%x, %m)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_factor_that_takes_much_of_the_range_stays() {
    given(
            """
            input %x: float32[?, 3]
            %y = Relu(%x)
            %m = Mul(%y, 1e-10)
            %z = Mul(%x, %m)
            return %z
            """)
        .isLeftAlone();
  }
}
