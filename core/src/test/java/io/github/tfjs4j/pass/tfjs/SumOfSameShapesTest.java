package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SumOfSameShapesTest {
  private static RuleContract given(String text) {
    return rules(new SumOfSameShapes()).given(text);
  }

  @Test
  void three_of_one_shape() {
    given(
            """
            input %x: float32[2, 3]
            input %y: float32[2, 3]
            input %z: float32[2, 3]
            %a = AddV2(%x, %y)
            %s = AddV2(%a, %z)
            return %s
            """)
        .becomes(
            """
            input %x: float32[2, 3]
            input %y: float32[2, 3]
            input %z: float32[2, 3]
            %s = AddN(%x, %y, %z)
            return %s
            """);
  }

  @Test
  void an_unknown_batch_that_comes_from_one_input_is_the_same_batch() {
    given(
            """
            input %x: float32[?, 4, 4, 3]
            %w = Const float32[3, 3, 3, 3] random(1)
            %b = Conv2D(%x, %w) {padding="SAME"}
            %c = Relu(%b)
            %r = Reshape(%c, [-1, 48])
            %u = Softmax(%r)
            %q = Reshape(%u, [-1, 4, 4, 3])
            %t = Transpose(%x, [0, 2, 1, 3])
            %a = AddV2(%b, %x)
            %k = Mul(%x, %b)
            %s = AddV2(%t, %a)
            %y = AddV2(%s, %q)
            %z = AddV2(%k, %y)
            return %z
            """)
        .becomes(
            """
            input %x: float32[?, 4, 4, 3]
            %w = Const float32[3, 3, 3, 3] random(1)
            %b = Conv2D(%x, %w) {padding="SAME"}
            %c = Relu(%b)
            %r = Reshape(%c, [-1, 48])
            %u = Softmax(%r)
            %q = Reshape(%u, [-1, 4, 4, 3])
            %t = Transpose(%x, [0, 2, 1, 3])
            %k = Mul(%x, %b)
            %z = AddN(%k, %t, %b, %x, %q)
            return %z
            """);
  }

  @Test
  void unknown_sizes_stay_the_same_under_windows_around_every_cell() {
    given(
            """
            input %x: float32[?, ?, ?, 3]
            %w = Const float32[3, 3, 3, 3] random(1)
            %b = Conv2D(%x, %w) {padding="SAME"}
            %m = MaxPool(%b) {ksize=[1, 3, 3, 1], padding="SAME"}
            %a = AddV2(%b, %x)
            %y = AddV2(%a, %m)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, ?, ?, 3]
            %w = Const float32[3, 3, 3, 3] random(1)
            %b = Conv2D(%x, %w) {padding="SAME"}
            %m = MaxPool(%b) {ksize=[1, 3, 3, 1], padding="SAME"}
            %y = AddN(%b, %x, %m)
            return %y
            """);
    given(
            """
            input %x: float32[?, ?, ?, 3]
            %w = Const float32[1, 1, 3, 3] random(1)
            %b = Conv2D(%x, %w) {strides=[1, 2, 2, 1], padding="SAME"}
            %c = Relu(%b)
            %m = MaxPool(%x) {ksize=[1, 1, 1, 1], strides=[1, 2, 2, 1], padding="SAME"}
            %a = AddV2(%b, %c)
            %y = AddV2(%a, %m)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void batches_of_different_inputs_may_differ() {
    given(
            """
            input %x: float32[?, 3]
            input %y: float32[?, 3]
            input %z: float32[?, 3]
            %a = AddV2(%x, %y)
            %s = AddV2(%a, %z)
            return %s
            """)
        .isLeftAlone();
  }

  @Test
  void summands_that_broadcast_are_added_apart() {
    given(
            """
            input %x: float32[?, 4, 3]
            input %n: float32[1, 3]
            %a = Relu(%x)
            %b = Tanh(%x)
            %c = AddV2(%a, %n)
            %d = AddV2(%c, %b)
            %y = AddV2(%d, %x)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4, 3]
            input %n: float32[1, 3]
            %a = Relu(%x)
            %b = Tanh(%x)
            %s = AddN(%a, %b, %x)
            %y = AddV2(%s, %n)
            return %y
            """);
  }

  @Test
  void an_inner_sum_that_is_read_twice_stays() {
    given(
            """
            input %x: float32[2, 3]
            %r = Relu(%x)
            %a = AddV2(%x, %r)
            %y = AddV2(%a, %x)
            return %y, %a
            """)
        .isLeftAlone();
  }

  @Test
  void integers_stay() {
    given(
            """
            input %x: int32[2, 3]
            %a = AddV2(%x, %x)
            %y = AddV2(%a, %x)
            return %y
            """)
        .isLeftAlone();
  }
}
