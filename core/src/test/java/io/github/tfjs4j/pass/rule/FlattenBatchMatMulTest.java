package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FlattenBatchMatMulTest {
  private static RuleContract given(String text) {
    return rules(new FlattenBatchMatMul()).given(text);
  }

  @Test
  void one_product_of_a_higher_matrix() {
    given(
            """
            input %x: float32[?, 5, 3]
            %w = Const float32[3, 4] random(1)
            %y = BatchMatMulV2(%x, %w)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 3]
            %w = Const float32[3, 4] random(1)
            %f = Reshape(%x, [-1, 3])
            %m = MatMul(%f, %w)
            %y = Reshape(%m, [-1, 5, 4])
            return %y
            """);
  }

  @Test
  void two_unknown_lengths_or_a_batch_of_factors_stay() {
    given(
            """
            input %x: float32[?, ?, 3]
            %w = Const float32[3, 4] random(1)
            %y = BatchMatMulV2(%x, %w)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 5, 3]
            %w = Const float32[1, 3, 4] random(1)
            %v = Const float32[5, 4] random(1)
            %y = BatchMatMulV2(%x, %w)
            %z = BatchMatMulV2(%x, %v) {adj_x=true}
            return %y, %z
            """)
        .isLeftAlone();
  }
}
