package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class RecognisePreluTest {
  private static RuleContract given(String text) {
    return rules(new RecognisePrelu()).given(text);
  }

  @Test
  void as_keras_writes_it() {
    given(
            """
            input %x: float32[?, 3]
            %p = Relu(%x)
            %n = Neg(%x)
            %r = Relu(%n)
            %m = Mul([-0.25, -0.5, -2.0], %r)
            %y = AddV2(%p, %m)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = Prelu(%x, [0.25, 0.5, 2.0])
            return %y
            """);
  }

  @Test
  void as_a_difference() {
    given(
            """
            input %x: float32[?, 3]
            %p = Relu(%x)
            %n = Neg(%x)
            %r = Relu(%n)
            %m = Mul(%r, [0.25, 0.5, 2.0])
            %y = Sub(%p, %m)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = Prelu(%x, [0.25, 0.5, 2.0])
            return %y
            """);
  }

  @Test
  void one_slope_is_a_leaky_relu() {
    given(
            """
            input %x: float32[?, 3]
            %m = Mul(%x, 0.25)
            %y = Maximum(%x, %m)
            %z = Prelu(%x, [0.5])
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = LeakyRelu(%x) {alpha=0.25}
            %z = LeakyRelu(%x) {alpha=0.5}
            return %y, %z
            """);
  }

  @Test
  void another_operand_a_computed_slope_or_a_steep_one_stay() {
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %p = Relu(%x)
            %n = Neg(%z)
            %r = Relu(%n)
            %m = Mul(%r, [0.25, 0.5, 2.0])
            %y = Sub(%p, %m)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 3]
            input %s: float32[3]
            %p = Relu(%x)
            %n = Neg(%x)
            %r = Relu(%n)
            %m = Mul(%r, %s)
            %y = Sub(%p, %m)
            %k = Mul(%x, 1.5)
            %z = Maximum(%x, %k)
            return %y, %z
            """)
        .isLeftAlone();
  }

  @Test
  void a_slope_that_widens_stays() {
    given(
            """
            input %x: float32[?, 1]
            %p = Relu(%x)
            %n = Neg(%x)
            %r = Relu(%n)
            %m = Mul(%r, [0.25, 0.5, 2.0])
            %y = Sub(%p, %m)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void slopes_that_do_not_run_in_turn_stay() {
    given(
            """
            input %x: float32[?, 2, 3]
            %s = Const float32[2, 1] {0.5, 2.0}
            %p = Relu(%x)
            %n = Neg(%x)
            %r = Relu(%n)
            %m = Mul(%r, %s)
            %y = Sub(%p, %m)
            return %y
            """)
        .isLeftAlone();
  }
}
