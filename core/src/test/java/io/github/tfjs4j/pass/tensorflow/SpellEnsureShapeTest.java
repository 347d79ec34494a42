package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellEnsureShapeTest {
  private static RuleContract given(String text) {
    return rules(new SpellEnsureShape()).given(text);
  }

  @Test
  void the_input_is_an_attribute() {
    given(
            """
            input %x: float32[?, 3]
            %y = EnsureShape(%x, [2, 3])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = EnsureShape(%x) {shape=shape[2, 3]}
            return %y
            """);
  }
}
