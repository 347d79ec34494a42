package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SinkTransposeTest {
  private static RuleContract given(String text) {
    return rules(new SinkTranspose(), new SinkTransposePastAxes(), new ReshapeInsteadOfTranspose())
        .given(text);
  }

  @Test
  void a_channels_first_block_ends_with_the_transposes_at_its_ends() {
    given(
            """
            input %x: float32[?, 3, 6, 6]
            %w = Const float32[3, 3, 3, 4] random(1)
            %v = Const float32[3, 3, 4, 4] random(2)
            %s = Const float32[4, 1, 1] random(3)
            %p = Const int32[4, 2] {0, 0, 0, 0, 1, 1, 2, 2}
            %x1 = Transpose(%x, [0, 2, 3, 1])
            %c = Conv2D(%x1, %w) {padding="SAME"}
            %c1 = Transpose(%c, [0, 3, 1, 2])
            %m = Mul(%c1, %s)
            %r = Relu(%m)
            %r1 = Transpose(%r, [0, 2, 3, 1])
            %d = Conv2D(%r1, %v) {padding="SAME"}
            %d1 = Transpose(%d, [0, 3, 1, 2])
            %a = AddV2(%d1, %r)
            %z = Pad(%a, %p)
            %k = ConcatV2(%z, %z, 1)
            %y = Mean(%k, [2, 3])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3, 6, 6]
            %w = Const float32[3, 3, 3, 4] random(1)
            %v = Const float32[3, 3, 4, 4] random(2)
            %s = Const float32[4] random(3)
            %p = Const int32[4, 2] {0, 0, 1, 1, 2, 2, 0, 0}
            %x1 = Transpose(%x, [0, 2, 3, 1])
            %c = Conv2D(%x1, %w) {padding="SAME"}
            %m = Mul(%c, %s)
            %r = Relu(%m)
            %d = Conv2D(%r, %v) {padding="SAME"}
            %a = AddV2(%d, %r)
            %z = Pad(%a, %p)
            %k = ConcatV2(%z, %z, 3)
            %y = Mean(%k, [1, 2])
            return %y
            """);
  }

  @Test
  void a_gate_of_one_number_a_channel_takes_the_other_order_by_a_reshape() {
    given(
            """
            input %x: float32[?, 6, 6, 3]
            input %g: float32[?, 3, 1, 1]
            %t = Transpose(%x, [0, 3, 1, 2])
            %y = Mul(%t, %g)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 6, 6, 3]
            input %g: float32[?, 3, 1, 1]
            %r = Reshape(%g, [-1, 1, 1, 3])
            %m = Mul(%x, %r)
            %y = Transpose(%m, [0, 3, 1, 2])
            return %y
            """);
  }

  @Test
  void slices_squeezes_and_kept_axes_are_renamed() {
    given(
            """
            input %x: float32[?, 6, 5, 3]
            %t = Transpose(%x, [0, 3, 1, 2])
            %s = StridedSlice(%t, [0, 1, 2, 0], [0, 3, 6, 5], [1, 1, 2, 3]) {begin_mask=9, end_mask=1}
            %l = Slice(%s, [0, 0, 1, 0], [-1, 2, 1, 2])
            %a = Max(%l, [3]) {keep_dims=true}
            %q = Squeeze(%l) {squeeze_dims=[2]}
            %y = Sum(%l, [1])
            return %a, %q, %y
            """)
        .becomes(
            """
            input %x: float32[?, 6, 5, 3]
            %s = StridedSlice(%x, [0, 2, 0, 1], [0, 6, 5, 3], [1, 2, 3, 1]) {begin_mask=5, end_mask=1}
            %l = Slice(%s, [0, 1, 0, 0], [-1, 1, 2, 2])
            %m = Max(%l, [2]) {keep_dims=true}
            %a = Reshape(%m, [-1, 2, 1, 1])
            %k = Squeeze(%l) {squeeze_dims=[1]}
            %q = Transpose(%k, [0, 2, 1])
            %y = Sum(%l, [3])
            return %a, %q, %y
            """);
  }

  @Test
  void a_bias_of_the_last_axis_goes_where_that_axis_was() {
    given(
            """
            input %x: float32[?, 3, 6]
            %t = Transpose(%x, [0, 2, 1])
            %b = BiasAdd(%t, [1.0, 2.0, 3.0])
            %y = Relu(%b)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3, 6]
            %c = Const float32[3, 1] {1.0, 2.0, 3.0}
            %b = AddV2(%x, %c)
            %r = Relu(%b)
            %y = Transpose(%r, [0, 2, 1])
            return %y
            """);
  }

  @Test
  void a_transpose_that_something_else_reads_stays() {
    given(
            """
            input %x: float32[?, 3, 6]
            %t = Transpose(%x, [0, 2, 1])
            %y = Relu(%t)
            %z = Softmax(%t)
            %u = Reshape(%t, [-1, 18])
            return %y, %z, %u
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 3, 6]
            %t = Transpose(%x, [0, 2, 1])
            %y = Relu(%t)
            return %y, %t
            """)
        .isLeftAlone();
  }

  @Test
  void an_operand_that_would_have_to_be_transposed_itself_stays() {
    given(
            """
            input %x: float32[?, 3, 6]
            input %z: float32[?, 6, 3]
            %t = Transpose(%x, [0, 2, 1])
            %y = AddV2(%t, %z)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void the_last_axis_of_a_softmax_stays_last() {
    given(
            """
            input %x: float32[?, 3, 6]
            %t = Transpose(%x, [0, 2, 1])
            %y = Softmax(%t)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void slopes_stay_those_of_the_last_axes() {
    given(
            """
            input %x: float32[?, 4, 3]
            %alpha = Const float32[3, 4] random(1)
            %t = Transpose(%x, [0, 2, 1])
            %y = Prelu(%t, %alpha)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4, 3]
            %alpha = Const float32[4, 3] random(1)
            %p = Prelu(%x, %alpha)
            %y = Transpose(%p, [0, 2, 1])
            return %y
            """);
    given(
            """
            input %x: float32[?, 4, 3]
            %t = Transpose(%x, [0, 2, 1])
            %y = Prelu(%t, [0.1, 0.2, 0.3, 0.4])
            return %y
            """)
        .isLeftAlone();
  }
}
