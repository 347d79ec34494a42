package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class DropIdentityTest {
  private static RuleContract given(String text) {
    return rules(new DropIdentity()).given(text);
  }

  @Test
  void what_hands_on_its_input() {
    given(
            """
            input %x: float32[?]
            %a = Identity(%x)
            %b = StopGradient(%a)
            %y = Relu(%b)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?]
            %y = Relu(%x)
            return %y
            """);
  }

  @Test
  void an_output_keeps_its_name() {
    given(
            """
            input %x: float32[?]
            %y = Identity(%x)
            return %y
            """)
        .isLeftAlone();
  }
}
