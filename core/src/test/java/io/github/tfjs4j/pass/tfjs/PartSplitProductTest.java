package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class PartSplitProductTest {
  private static RuleContract given(String text) {
    return rules(new PartSplitProduct()).given(text);
  }

  @Test
  void gates_of_one_product_become_products() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 8] random(1)
            %b = Const float32[8] random(2)
            %m = MatMul(%x, %w)
            %a = BiasAdd(%m, %b)
            %s = Split(1, %a) {num_split=2}
            return "i": %s, "f": %s:1
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w0 = Const float32[3, 4] random(1)
            %b0 = Const float32[4] random(2)
            %w1 = Const float32[3, 4] random(3)
            %b1 = Const float32[4] random(4)
            %m0 = MatMul(%x, %w0)
            %i = BiasAdd(%m0, %b0)
            %m1 = MatMul(%x, %w1)
            %f = BiasAdd(%m1, %b1)
            return %i, %f
            """);
  }

  @Test
  void a_convolution_too() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %s = Split(3, %c) {num_split=2}
            return "i": %s, "f": %s:1
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w0 = Const float32[3, 3, 3, 2] random(1)
            %w1 = Const float32[3, 3, 3, 2] random(2)
            %i = Conv2D(%x, %w0) {padding="SAME"}
            %f = Conv2D(%x, %w1) {padding="SAME"}
            return %i, %f
            """);
  }

  @Test
  void not_along_another_axis() {
    given(
            """
            input %x: float32[2, 3]
            %w = Const float32[3, 8] random(1)
            %m = MatMul(%x, %w)
            %s = Split(0, %m) {num_split=2}
            return "i": %s, "f": %s:1
            """)
        .isLeftAlone();
  }

  @Test
  void not_a_product_that_something_else_reads() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 8] random(1)
            %m = MatMul(%x, %w)
            %s = Split(1, %m) {num_split=2}
            return "i": %s, "f": %s:1, "m": %m
            """)
        .isLeftAlone();
  }
}
