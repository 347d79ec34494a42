package io.github.tfjs4j.pass.tensorflow;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellMatMulTest {
  private static RuleContract given(String text) {
    return rules(new SpellMatMul()).given(text);
  }

  @Test
  void batches_are_named_so() {
    given(
            """
            input %x: float32[?, 3, 4]
            %w = Const float32[4, 2] random(1)
            %y = MatMul(%x, %w)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3, 4]
            %w = Const float32[4, 2] random(1)
            %y = BatchMatMulV2(%x, %w)
            return %y
            """);
  }

  @Test
  void matrices_stay() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 2] random(1)
            %y = MatMul(%x, %w)
            return %y
            """)
        .isLeftAlone();
  }
}
