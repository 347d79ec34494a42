package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class DropStopGradientTest {
  private static RuleContract given(String text) {
    return rules(new DropStopGradient()).given(text);
  }

  @Test
  void what_hands_on_its_input() {
    given(
            """
            input %x: float32[?]
            %b = StopGradient(%x)
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
}
