package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellFusedTest {
  private static RuleContract given(String text) {
    return rules(new SpellFused()).given(text);
  }

  @Test
  void bias_and_activation_follow_the_product() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 2] random(1)
            %y = _FusedMatMul(%x, %w, [0.5, 0.25]) {fused_ops=["BiasAdd", "Relu6"]}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 2] random(1)
            %m = MatMul(%x, %w)
            %b = BiasAdd(%m, [0.5, 0.25])
            %y = Relu6(%b)
            return %y
            """);
  }

  @Test
  void a_slope_is_the_last_input() {
    given(
            """
            input %x: float32[1, 4, 4, 3]
            %w = Const float32[2, 2, 3, 2] random(1)
            %y = _FusedConv2D(%x, %w, [0.5, 0.25], [0.5, 2.0]) {fused_ops=["BiasAdd", "Prelu"], strides=[1, 1, 1, 1], padding="SAME"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[1, 4, 4, 3]
            %w = Const float32[2, 2, 3, 2] random(1)
            %c = Conv2D(%x, %w) {strides=[1, 1, 1, 1], padding="SAME"}
            %b = BiasAdd(%c, [0.5, 0.25])
            %y = Prelu(%b, [0.5, 2.0])
            return %y
            """);
  }

  @Test
  void products_of_batches_are_named_so() {
    given(
            """
            input %x: float32[?, 4, 3]
            %w = Const float32[3, 2] random(1)
            %y = _FusedMatMul(%x, %w) {fused_ops=["NoOp", "Elu"]}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4, 3]
            %w = Const float32[3, 2] random(1)
            %m = BatchMatMulV2(%x, %w)
            %y = Elu(%m)
            return %y
            """);
  }
}
