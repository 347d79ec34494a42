package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class InterpolateByDifferenceTest {
  private static RuleContract given(String text) {
    return rules(new InterpolateByDifference()).given(text);
  }

  @Test
  void a_gate_between_two() {
    given(
            """
            input %z: float32[?, 4]
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %za = Mul(%z, %a)
            %one = Sub(1.0, %z)
            %zb = Mul(%one, %b)
            %y = AddV2(%za, %zb)
            return %y
            """)
        .becomes(
            """
            input %z: float32[?, 4]
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %d = Sub(%b, %a)
            %one = Sub(1.0, %z)
            %m = Mul(%d, %one)
            %y = AddV2(%m, %a)
            return %y
            """);
  }

  @Test
  void spelled_otherwise() {
    given(
            """
            input %z: float32[?, 4]
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %n = Neg(%z)
            %one = AddV2(%n, 1.0)
            %zb = Mul(%b, %one)
            %za = Mul(%a, %z)
            %y = AddV2(%zb, %za)
            return %y
            """)
        .becomes(
            """
            input %z: float32[?, 4]
            input %a: float32[?, 4]
            input %b: float32[?, 4]
            %d = Sub(%b, %a)
            %n = Neg(%z)
            %one = AddV2(%n, 1.0)
            %m = Mul(%d, %one)
            %y = AddV2(%m, %a)
            return %y
            """);
  }

  @Test
  void not_of_shapes_that_broadcast() {
    given(
            """
            input %z: float32[?, 4]
            input %a: float32[?, 1]
            input %b: float32[?, 4]
            %za = Mul(%z, %a)
            %one = Sub(1.0, %z)
            %zb = Mul(%one, %b)
            %y = AddV2(%za, %zb)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_two_gates() {
    given(
            """
            input %z: float32[?, 4]
            input %r: float32[?, 4]
            input %a: float32[?, 4]
            %za = Mul(%z, %a)
            %one = Sub(1.0, %r)
            %zb = Mul(%one, %a)
            %y = AddV2(%za, %zb)
            return %y
            """)
        .isLeftAlone();
  }
}
