package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellOneHotTest {
  private static RuleContract given(String text) {
    return rules(new SpellOneHot()).given(text);
  }

  @Test
  void the_new_axis_is_last() {
    given(
            """
            input %x: int32[4]
            %y = OneHot(%x, 3, 1, 0) {axis=0}
            return %y
            """)
        .becomes(
            """
            input %x: int32[4]
            %y = OneHot(%x, 3, 1, 0) {axis=-1}
            return %y
            """);
  }
}
