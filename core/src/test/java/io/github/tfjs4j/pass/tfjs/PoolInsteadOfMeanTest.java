package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class PoolInsteadOfMeanTest {
  private static RuleContract given(String text) {
    return rules(new PoolInsteadOfMean()).given(text);
  }

  @Test
  void a_mean_over_the_image() {
    given(
            """
            input %x: float32[?, 5, 7, 3]
            %y = Mean(%x, [1, 2])
            %z = Mean(%x, [-2, 1]) {keep_dims=true}
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 5, 7, 3]
            %z = AvgPool(%x) {ksize=[1, 5, 7, 1], strides=[1, 1, 1, 1], padding="VALID"}
            %y = Squeeze(%z) {squeeze_dims=[1, 2]}
            return %y, %z
            """);
  }

  @Test
  void other_axes_ranks_types_functions_and_unknown_sizes_stay() {
    given(
            """
            input %x: float32[?, 5, 7, 3]
            input %u: float32[?, 5, ?, 3]
            input %i: int32[?, 5, 7, 3]
            input %s: float32[?, 5, 7]
            %a = Mean(%x, [2, 3])
            %b = Max(%x, [1, 2])
            %c = Mean(%u, [1, 2])
            %d = Mean(%i, [1, 2])
            %e = Mean(%s, [1, 2])
            return %a, %b, %c, %d, %e
            """)
        .isLeftAlone();
  }

  @Test
  void one_element_is_its_own_mean() {
    given(
            """
            input %x: float32[?, 1, 1, 3]
            %y = Mean(%x, [1, 2])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 1, 1, 3]
            %y = Squeeze(%x) {squeeze_dims=[1, 2]}
            return %y
            """);
  }
}
