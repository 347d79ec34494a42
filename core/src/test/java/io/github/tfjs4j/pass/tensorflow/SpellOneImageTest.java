package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellOneImageTest {
  private static RuleContract given(String text) {
    return rules(new SpellOneImage()).given(text);
  }

  @Test
  void it_gets_a_batch() {
    given(
            """
            input %x: float32[4, 4, 3]
            %y = LRN(%x) {depth_radius=1}
            return %y
            """)
        .becomes(
            """
            input %x: float32[4, 4, 3]
            %e = ExpandDims(%x, 0)
            %l = LRN(%e) {depth_radius=1}
            %y = Squeeze(%l) {squeeze_dims=[0]}
            return %y
            """);
  }
}
