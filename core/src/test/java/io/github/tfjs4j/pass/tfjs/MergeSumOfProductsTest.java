package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeSumOfProductsTest {
  private static RuleContract given(String text) {
    return rules(new MergeSumOfProducts()).given(text);
  }

  @Test
  void products_of_input_and_state_become_one() {
    given(
            """
            input %x: float32[?, 3]
            input %h: float32[?, 4]
            %w = Const float32[3, 5] random(1)
            %u = Const float32[4, 5] random(2)
            %b = Const float32[5] random(3)
            %m = MatMul(%x, %w)
            %a = BiasAdd(%m, %b)
            %r = MatMul(%h, %u)
            %y = AddV2(%a, %r)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            input %h: float32[?, 4]
            %w = Const float32[7, 5] random(1)
            %b = Const float32[5] random(3)
            %c = ConcatV2(%x, %h, 1)
            %m = MatMul(%c, %w)
            %y = BiasAdd(%m, %b)
            return %y
            """);
  }

  @Test
  void three_of_them_too() {
    given(
            """
            input %x: float32[?, 3]
            input %h: float32[?, 4]
            input %k: float32[?, 2]
            %w = Const float32[3, 5] random(1)
            %u = Const float32[4, 5] random(2)
            %v = Const float32[2, 5] random(3)
            %m = MatMul(%x, %w)
            %r = MatMul(%h, %u)
            %q = MatMul(%k, %v)
            %s = AddV2(%m, %r)
            %y = AddV2(%s, %q)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            input %h: float32[?, 4]
            input %k: float32[?, 2]
            %w = Const float32[9, 5] random(1)
            %c = ConcatV2(%x, %h, %k, 1)
            %y = MatMul(%c, %w)
            return %y
            """);
  }

  @Test
  void convolutions_of_one_window() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            input %h: float32[?, 5, 5, 2]
            %w = Const float32[3, 3, 3, 4] random(1)
            %u = Const float32[3, 3, 2, 4] random(2)
            %m = Conv2D(%x, %w) {padding="SAME"}
            %r = Conv2D(%h, %u) {padding="SAME"}
            %y = AddV2(%m, %r)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            input %h: float32[?, 5, 5, 2]
            %w = Const float32[3, 3, 5, 4] random(1)
            %c = ConcatV2(%x, %h, 3)
            %y = Conv2D(%c, %w) {padding="SAME"}
            return %y
            """);
  }

  @Test
  void not_convolutions_of_different_windows() {
    given(
            """
            input %x: float32[?, 7, 7, 3]
            input %h: float32[?, 5, 5, 2]
            %w = Const float32[3, 3, 3, 4] random(1)
            %u = Const float32[3, 3, 2, 4] random(2)
            %m = Conv2D(%x, %w) {padding="VALID"}
            %r = Conv2D(%h, %u) {padding="SAME"}
            %y = AddV2(%m, %r)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void not_where_one_is_read_elsewhere() {
    given(
            """
            input %x: float32[?, 3]
            input %h: float32[?, 4]
            %w = Const float32[3, 5] random(1)
            %u = Const float32[4, 5] random(2)
            %m = MatMul(%x, %w)
            %r = MatMul(%h, %u)
            %y = AddV2(%m, %r)
            return %y, %r
            """)
        .isLeftAlone();
  }
}
