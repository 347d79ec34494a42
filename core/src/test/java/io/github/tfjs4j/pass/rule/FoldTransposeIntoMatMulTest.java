package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FoldTransposeIntoMatMulTest {
  private static RuleContract given(String text) {
    return rules(new FoldTransposeIntoMatMul()).given(text);
  }

  @Test
  void the_inner_axes_of_a_batch() {
    given(
            """
            input %x: float32[?, 2, 3]
            input %z: float32[?, 2, 4]
            %t = Transpose(%x, [0, 2, 1])
            %y = BatchMatMulV2(%t, %z)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 2, 3]
            input %z: float32[?, 2, 4]
            %y = BatchMatMulV2(%x, %z) {adj_x=true}
            return %y
            """);
  }

  @Test
  void a_flattened_image_reorders_the_rows_of_the_factor() {
    given(
            """
            input %x: float32[?, 3, 4, 2]
            %w = Const float32[24, 5] random(1)
            %v = Const float32[5, 24] random(1)
            %t = Transpose(%x, [0, 3, 1, 2])
            %f = Reshape(%t, [-1, 24])
            %y = MatMul(%f, %w)
            %u = Transpose(%x, [0, 2, 3, 1])
            %g = Reshape(%u, [-1, 24])
            %z = MatMul(%g, %v) {transpose_b=true}
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 3, 4, 2]
            %w = Const float32[24, 5] random(1)
            %v = Const float32[5, 24] random(1)
            %f = Reshape(%x, [-1, 24])
            %y = MatMul(%f, %w)
            %z = MatMul(%f, %v) {transpose_b=true}
            return %y, %z
            """);
  }

  @Test
  void a_moved_batch_a_second_reader_or_a_computed_factor_stays() {
    given(
            """
            input %x: float32[3, 4, 2]
            %w = Const float32[6, 5] random(1)
            %t = Transpose(%x, [1, 0, 2])
            %f = Reshape(%t, [-1, 6])
            %y = MatMul(%f, %w)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 4, 2]
            input %v: float32[8, 5]
            %w = Const float32[8, 5] random(1)
            %t = Transpose(%x, [0, 2, 1])
            %f = Reshape(%t, [-1, 8])
            %y = MatMul(%f, %v)
            %u = Transpose(%x, [0, 2, 1])
            %s = Softmax(%u)
            %g = Reshape(%u, [-1, 8])
            %z = MatMul(%g, %w)
            return %y, %z, %s
            """)
        .isLeftAlone();
  }
}
