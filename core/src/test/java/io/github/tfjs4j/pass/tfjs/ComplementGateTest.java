package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class ComplementGateTest {
  private static RuleContract given(String text) {
    return rules(new ComplementGate()).given(text);
  }

  @Test
  void of_a_sigmoid() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %g = Sigmoid(%m)
            %y = Sub(1.0, %g)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %n = Mul(%m, -1.0)
            %y = Sigmoid(%n)
            return %y
            """);
  }

  @Test
  void of_a_hard_sigmoid() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %r = Relu6(%m)
            %g = Mul(%r, 0.16666667)
            %n = Neg(%g)
            %y = AddV2(%n, 1.0)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %n = Mul(%m, -1.0)
            %s = AddV2(%n, 6.0)
            %r = Relu6(%s)
            %y = Mul(%r, 0.16666667)
            return %y
            """);
  }

  @Test
  void not_of_a_gate_that_something_else_reads() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %m = MatMul(%x, %w)
            %g = Sigmoid(%m)
            %y = Sub(1.0, %g)
            return %y, %g
            """)
        .isLeftAlone();
  }

  @Test
  void not_behind_anything_but_a_product() {
    given(
            """
            input %x: float32[?, 3]
            %g = Sigmoid(%x)
            %y = Sub(1.0, %g)
            return %y
            """)
        .isLeftAlone();
  }
}
