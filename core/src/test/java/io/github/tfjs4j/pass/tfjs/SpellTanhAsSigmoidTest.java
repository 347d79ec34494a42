package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellTanhAsSigmoidTest {
  private static RuleContract given(String text) {
    return rules(new SpellTanhAsSigmoid()).given(text);
  }

  @Test
  void where_a_product_and_a_sum_take_its_factors() {
    given(
            """
            input %x: float32[?, 3]
            input %i: float32[?, 4]
            input %c: float32[?, 4]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %t = Tanh(%m)
            %p = Mul(%t, %i)
            %y = AddV2(%p, %c)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            input %i: float32[?, 4]
            input %c: float32[?, 4]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %two = Const float32[] {2.0}
            %m2 = Mul(%m, %two)
            %s = Sigmoid(%m2)
            %s2 = Mul(%s, %two)
            %t = AddV2(%s2, -1.0)
            %p = Mul(%t, %i)
            %y = AddV2(%p, %c)
            return %y
            """);
  }

  @Test
  void not_alone() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %y = Tanh(%m)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_behind_anything_but_a_product() {
    given(
            """
            input %x: float32[?, 4]
            input %i: float32[?, 4]
            input %c: float32[?, 4]
            %t = Tanh(%x)
            %p = Mul(%t, %i)
            %y = AddV2(%p, %c)
            return %y
            """)
        .isLeftAlone();
  }
}
