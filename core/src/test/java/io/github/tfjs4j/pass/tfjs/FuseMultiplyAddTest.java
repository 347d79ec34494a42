package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FuseMultiplyAddTest {
  private static RuleContract given(String text) {
    return rules(new FuseMultiplyAdd()).given(text);
  }

  @Test
  void a_product_and_a_sum() {
    given(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            input %c: float32[?, 4]
            %p = Mul(%x, %s)
            %y = AddV2(%p, %c)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            input %c: float32[?, 4]
            %m = Const float32[1, 1] {0.0}
            %v = Const float32[1, 1] {1.0}
            %y = FusedBatchNormV3(%s, %x, %c, %m, %v) {epsilon=0.0}
            return %y
            """);
  }

  @Test
  void with_factors_and_a_summand() {
    given(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            input %f: float32[?, 4]
            input %c: float32[?, 4]
            %x2 = Mul(%x, 2.0)
            %t = AddV2(%x2, -1.0)
            %s6 = Mul(%s, 0.16666667)
            %p = Mul(%s6, %t)
            %fc = Mul(%f, %c)
            %y = AddV2(%fc, %p)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            input %f: float32[?, 4]
            input %c: float32[?, 4]
            %fc = Mul(%f, %c)
            %m = Const float32[1, 1] {0.5}
            %v = Const float32[1, 1] {9.0}
            %y = FusedBatchNormV3(%x, %s, %fc, %m, %v) {epsilon=0.0}
            return %y
            """);
  }

  @Test
  void a_difference() {
    given(
            """
            input %x: float32[?, 4]
            input %h: float32[?, 4]
            input %z: float32[?, 4]
            %d = Sub(%x, %h)
            %p = Mul(%d, %z)
            %y = AddV2(%p, %h)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            input %h: float32[?, 4]
            input %z: float32[?, 4]
            %v = Const float32[1, 1] {1.0}
            %y = FusedBatchNormV3(%x, %z, %h, %h, %v) {epsilon=0.0}
            return %y
            """);
  }

  @Test
  void a_product_with_a_factor() {
    given(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            %x6 = Mul(%x, 0.16666667)
            %y = Mul(%x6, %s)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            %m = Const float32[1, 1] {0.0}
            %v = Const float32[1, 1] {36.0}
            %y = FusedBatchNormV3(%s, %x, %m, %m, %v) {epsilon=0.0}
            return %y
            """);
  }

  @Test
  void not_a_product_alone() {
    given(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            %y = Mul(%x, %s)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_a_negative_factor() {
    given(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 4]
            input %c: float32[?, 4]
            %n = Mul(%x, -2.0)
            %p = Mul(%n, %s)
            %y = AddV2(%p, %c)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_shapes_that_broadcast() {
    given(
            """
            input %x: float32[?, 4]
            input %s: float32[?, 1]
            input %c: float32[?, 4]
            %p = Mul(%x, %s)
            %y = AddV2(%p, %c)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_images() {
    given(
            """
            input %x: float32[?, 5, 5, 4]
            input %s: float32[?, 5, 5, 4]
            input %c: float32[?, 5, 5, 4]
            %p = Mul(%x, %s)
            %y = AddV2(%p, %c)
            return %y
            """)
        .isLeftAlone();
  }
}
