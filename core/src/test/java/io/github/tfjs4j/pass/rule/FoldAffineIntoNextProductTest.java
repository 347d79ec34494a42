package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FoldAffineIntoNextProductTest {
  private static RuleContract given(String text) {
    return rules(new FoldAffineIntoNextProduct()).given(text);
  }

  @Test
  void scale_and_shift_before_an_unpadded_convolution() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %s = Const float32[3] random(2)
            %t = Const float32[3] random(3)
            %m = Mul(%x, %s)
            %a = AddV2(%m, %t)
            %y = Conv2D(%a, %w) {padding="VALID"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %c = Conv2D(%x, %w) {padding="VALID"}
            %y = BiasAdd(%c, %b)
            return %y
            """);
  }

  @Test
  void a_scale_alone_before_a_padded_convolution() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 2] random(1)
            %m = Mul(%x, 0.5)
            %y = DepthwiseConv2dNative(%m, %w) {padding="SAME"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 2] random(1)
            %y = DepthwiseConv2dNative(%x, %w) {padding="SAME"}
            return %y
            """);
  }

  @Test
  void before_padding_the_shift_stays_and_is_divided_by_the_scale() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %m = Mul(%x, 0.125)
            %a = AddV2(%m, [-1.0, 0.5, 0.0])
            %y = Conv2D(%a, %w) {padding="SAME"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %a = AddV2(%x, [-8.0, 4.0, 0.0])
            %y = Conv2D(%a, %w) {padding="SAME"}
            return %y
            """);
  }

  @Test
  void a_shift_beyond_the_reach_of_the_scale_stays() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %m = Mul(%x, [1e-30, 1.0, 0.0])
            %a = AddV2(%m, [-1.0, 0.5, 1.0])
            %y = Conv2D(%a, %w) {padding="SAME"}
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_large_mean_is_subtracted_first() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %d = AddV2(%x, [-101325.0, -300.0, 0.0])
            %m = Mul(%d, [0.1, 0.5, 3.0])
            %a = AddV2(%m, [0.31, 0.2, 0.1])
            %y = MatMul(%a, %w)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %b = Const float32[4] random(2)
            %d = AddV2(%x, [-101321.9, -299.6, 0.033333335])
            %m = MatMul(%d, %w)
            %y = BiasAdd(%m, %b)
            return %y
            """);
  }

  @Test
  void a_large_mean_before_padding_where_nothing_is_added_behind_it() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = AddV2(%x, [-101325.0, -300.0, 0.0])
            %m = Mul(%d, [0.1, 0.5, 3.0])
            %y = Conv2D(%m, %w) {padding="SAME"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = AddV2(%x, [-101325.0, -300.0, 0.0])
            %y = Conv2D(%d, %w) {padding="SAME"}
            return %y
            """);
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = AddV2(%x, [-101325.0, -300.0, 0.0])
            %m = Mul(%d, [0.1, 0.5, 3.0])
            %a = AddV2(%m, [0.31, 0.2, 0.1])
            %y = Conv2D(%a, %w) {padding="SAME"}
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void small_shifts_of_many_inputs_add_up() {
    given(
            """
            input %x: float32[?, 65536]
            %w = Const float32[65536, 1] random(1)
            %a = AddV2(%x, -2.0)
            %y = MatMul(%a, %w)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_filter_that_would_vanish_stays() {
    given(
            """
            input %x: float32[?, 3]
            %k = Const float32[3, 4] random(1)
            %w = Mul(%k, 1e-30)
            %m = Mul(%x, 1e-20)
            %y = MatMul(%m, %w)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_shift_alone_before_padding_stays() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %a = AddV2(%x, 2.0)
            %y = Conv2D(%a, %w) {padding="SAME"}
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void through_a_flattening_into_a_matrix_product() {
    given(
            """
            input %x: float32[?, 2, 2, 3]
            %w = Const float32[12, 5] random(1)
            %v = Const float32[5, 12] random(2)
            %m = Mul(%x, [1.0, 2.0, 3.0])
            %a = AddV2(%m, [-1.0, 0.5, 2.0])
            %f = Reshape(%a, [-1, 12])
            %y = MatMul(%f, %w)
            %b = AddV2(%x, [-1.0, 0.5, 3.0])
            %g = Reshape(%b, [-1, 12])
            %z = MatMul(%g, %v) {transpose_b=true}
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 2, 2, 3]
            %w = Const float32[12, 5] random(1)
            %v = Const float32[5, 12] random(2)
            %b = Const float32[5] random(2)
            %d = Const float32[5] random(2)
            %f = Reshape(%x, [-1, 12])
            %c = MatMul(%f, %w)
            %y = BiasAdd(%c, %b)
            %e = MatMul(%f, %v) {transpose_b=true}
            %z = BiasAdd(%e, %d)
            return %y, %z
            """);
  }

  @Test
  void depthwise_shift_sums_over_its_own_channel_only() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[2, 2, 3, 2] random(1)
            %a = AddV2(%x, [-1.0, 0.5, 2.0])
            %y = DepthwiseConv2dNative(%a, %w) {padding="VALID"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[2, 2, 3, 2] random(1)
            %b = Const float32[6] random(1)
            %c = DepthwiseConv2dNative(%x, %w) {padding="VALID"}
            %y = BiasAdd(%c, %b)
            return %y
            """);
  }

  @Test
  void a_transposed_convolution_takes_a_scale_but_no_shift() {
    given(
            """
            input %x: float32[2, 4, 4, 3]
            %w = Const float32[2, 2, 5, 3] random(1)
            %m = Mul(%x, [1.0, 2.0, 3.0])
            %y = Conv2DBackpropInput([2, 8, 8, 5], %w, %m) {strides=[1, 2, 2, 1], padding="VALID"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[2, 4, 4, 3]
            %w = Const float32[2, 2, 5, 3] random(1)
            %y = Conv2DBackpropInput([2, 8, 8, 5], %w, %x) {strides=[1, 2, 2, 1], padding="VALID"}
            return %y
            """);
    given(
            """
            input %x: float32[2, 4, 4, 3]
            %w = Const float32[2, 2, 5, 3] random(1)
            %a = AddV2(%x, 1.0)
            %y = Conv2DBackpropInput([2, 8, 8, 5], %w, %a) {strides=[1, 2, 2, 1], padding="VALID"}
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void what_can_join_the_product_before_does_not_join_the_next() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %v = Const float32[3, 2] random(2)
            %c = MatMul(%x, %w)
            %a = BiasAdd(%c, [1.0, 2.0, 3.0])
            %y = MatMul(%a, %v)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_second_reader_keeps_it() {
    given(
            """
            input %x: float32[?, 3]
            %v = Const float32[3, 2] random(2)
            %a = Mul(%x, [1.0, 2.0, 3.0])
            %y = MatMul(%a, %v)
            %z = Relu(%a)
            return %y, %z
            """)
        .isLeftAlone();
  }

  @Test
  void a_filter_that_is_no_constant_stays() {
    given(
            """
            input %x: float32[?, 3]
            input %v: float32[3, 2]
            %a = Mul(%x, [1.0, 2.0, 3.0])
            %y = MatMul(%a, %v)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_filter_that_another_product_reads_stays_one() {
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %s = Const float32[3] random(2)
            %m = Mul(%x, %s)
            %y = MatMul(%m, %w) {transpose_a=false, transpose_b=false}
            %other = MatMul(%z, %w) {transpose_a=false, transpose_b=false}
            return %y, %other
            """)
        .isLeftAlone();
  }
}
