package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class NameComposedFunctionTest {
  private static RuleContract given(String text) {
    return rules(new NameComposedFunction()).given(text);
  }

  @Test
  void functions_of_functions() {
    given(
            """
            input %x: float32[?, 3]
            input %y: float32[?, 3]
            %d = Sub(%x, %y)
            %a = Square(%d)
            %b = Mul(%x, %x)
            %s = Square(%y)
            %t = AddV2(%s, 1.0)
            %q = Sqrt(%t)
            %c = Reciprocal(%q)
            %l = Log(%t)
            %m = Softplus(%y)
            %n = AddV2(%m, 1.0)
            %e = Log(%n)
            return %a, %b, %c, %e, %l
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            input %y: float32[?, 3]
            %a = SquaredDifference(%x, %y)
            %b = Square(%x)
            %s = Square(%y)
            %t = AddV2(%s, 1.0)
            %c = Rsqrt(%t)
            %l = Log(%t)
            %m = Softplus(%y)
            %e = Log1p(%m)
            return %a, %b, %c, %e, %l
            """);
  }

  @Test
  void one_over_a_root() {
    given(
            """
            input %x: float32[?, 3]
            %s = Square(%x)
            %t = AddV2(%s, 1.0)
            %q = Sqrt(%t)
            %y = RealDiv(1.0, %q)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %s = Square(%x)
            %t = AddV2(%s, 1.0)
            %y = Rsqrt(%t)
            return %y
            """);
  }

  @Test
  void an_inner_result_that_is_read_twice_stays() {
    given(
            """
            input %x: float32[?, 3]
            input %y: float32[?, 3]
            %d = Sub(%x, %y)
            %a = Square(%d)
            return %a, %d
            """)
        .isLeftAlone();
  }

  @Test
  void integers_stay() {
    given(
            """
            input %x: int32[?, 3]
            %d = Sub(%x, 2)
            %a = Square(%d)
            return %a
            """)
        .isLeftAlone();
  }
}
