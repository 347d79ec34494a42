package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellBatchNormTest {
  private static RuleContract given(String text) {
    return rules(new SpellBatchNorm()).given(text);
  }

  @Test
  void a_multiply_add_is_arithmetic() {
    given(
            """
            input %x: float32[?, 3]
            %y = FusedBatchNormV3(%x, [1.0, 2.0, 3.0], [0.5, 0.25, 0.0], [0.0, 1.0, 2.0], [1.0, 2.0, 4.0]) {epsilon=0.5}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %c = Sub(%x, [0.0, 1.0, 2.0])
            %v = AddV2([1.0, 2.0, 4.0], 0.5)
            %r = Rsqrt(%v)
            %f = Mul(%r, [1.0, 2.0, 3.0])
            %m = Mul(%c, %f)
            %y = AddV2(%m, [0.5, 0.25, 0.0])
            return %y
            """);
  }

  @Test
  void of_images_and_channels_it_stays() {
    given(
            """
            input %x: float32[?, 4, 4, 2]
            %y = FusedBatchNormV3(%x, [1.0, 2.0], [0.5, 0.25], [0.0, 1.0], [1.0, 2.0]) {epsilon=0.5}
            return %y
            """)
        .isLeftAlone();
  }
}
