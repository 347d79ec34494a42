package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeSiblingProductsTest {
  private static RuleContract given(String text) {
    return rules(new MergeSiblingProducts()).given(text);
  }

  @Test
  void of_one_value_and_one_activation() {
    given(
            """
            input %x: float32[?, 3]
            %w0 = Const float32[3, 4] random(1)
            %b0 = Const float32[4] random(2)
            %w1 = Const float32[3, 4] random(3)
            %b1 = Const float32[4] random(4)
            %i = _FusedMatMul(%x, %w0, %b0) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
            %f = _FusedMatMul(%x, %w1, %b1) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
            return %i, %f
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 8] random(1)
            %b = Const float32[8] random(2)
            %m = _FusedMatMul(%x, %w, %b) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
            %s = Split(1, %m) {num_split=2}
            return "i": %s, "f": %s:1
            """);
  }

  @Test
  void of_different_widths() {
    given(
            """
            input %x: float32[?, 3]
            %w0 = Const float32[3, 4] random(1)
            %w1 = Const float32[3, 2] random(3)
            %i = MatMul(%x, %w0)
            %f = MatMul(%x, %w1)
            return %i, %f
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 6] random(1)
            %m = MatMul(%x, %w)
            %s = SplitV(%m, [4, 2], 1) {num_split=2}
            return "i": %s, "f": %s:1
            """);
  }

  @Test
  void a_bias_that_is_not_there_is_zero() {
    given(
            """
            input %x: float32[?, 3]
            %w0 = Const float32[3, 4] random(1)
            %b0 = Const float32[4] random(2)
            %w1 = Const float32[3, 4] random(3)
            %i = _FusedMatMul(%x, %w1) {fused_ops=["NoOp", "Sigmoid"], num_args=0}
            %f = _FusedMatMul(%x, %w0, %b0) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
            return %i, %f
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 8] random(1)
            %b = Const float32[8] random(2)
            %m = _FusedMatMul(%x, %w, %b) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
            %s = Split(1, %m) {num_split=2}
            return "i": %s, "f": %s:1
            """);
  }

  @Test
  void not_of_different_activations() {
    given(
            """
            input %x: float32[?, 3]
            %w0 = Const float32[3, 4] random(1)
            %b = Const float32[4] random(2)
            %w1 = Const float32[3, 4] random(3)
            %i = _FusedMatMul(%x, %w0, %b) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
            %f = _FusedMatMul(%x, %w1, %b) {fused_ops=["BiasAdd", "Relu6"], num_args=1}
            return %i, %f
            """)
        .isLeftAlone();
  }

  @Test
  void not_of_different_values() {
    given(
            """
            input %x: float32[?, 3]
            input %y: float32[?, 3]
            %w0 = Const float32[3, 4] random(1)
            %w1 = Const float32[3, 4] random(3)
            %i = MatMul(%x, %w0)
            %f = MatMul(%y, %w1)
            return %i, %f
            """)
        .isLeftAlone();
  }
}
