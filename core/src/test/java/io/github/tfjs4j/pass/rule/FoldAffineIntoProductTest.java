package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FoldAffineIntoProductTest {
  private static RuleContract given(String text) {
    return rules(new FoldAffineIntoProduct()).given(text);
  }

  @Test
  void batch_norm_behind_a_convolution_with_bias() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %gamma = Const float32[4] random(3)
            %beta = Const float32[4] random(4)
            %mean = Const float32[4] random(5)
            %variance = Const float32[4] {0.5, 1.0, 2.0, 0.25}
            %c = Conv2D(%x, %w) {padding="SAME"}
            %a = BiasAdd(%c, %b)
            %y = FusedBatchNormV3(%a, %gamma, %beta, %mean, %variance) {epsilon=0.001}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %y = BiasAdd(%c, %b)
            return %y
            """);
  }

  @Test
  void constants_are_called_after_those_that_they_are_made_of() {
    Graph result =
        given(
                """
                input %x: float32[?, 4]
                %kernel = Const float32[4, 3] random(1)
                %s = Const float32[3] {1.0, -2.0, 3.0}
                %beta = Const float32[3] {1.0, 2.0, 3.0}
                %c = MatMul(%x, %kernel)
                %m = Mul(%c, %s)
                %y = AddV2(%m, %beta)
                return %y
                """)
            .becomes(
                """
                input %x: float32[?, 4]
                %kernel = Const float32[4, 3] random(1)
                %beta = Const float32[3] {1.0, 2.0, 3.0}
                %c = MatMul(%x, %kernel)
                %y = BiasAdd(%c, %beta)
                return %y
                """);
    Node bias = result.outputs().get("y").node();
    assertEquals("y", result.name(bias));
    assertEquals("beta", result.name(bias.input(1).node()));
    assertEquals("kernel", result.name(bias.input(0).node().input(1).node()));
  }

  @Test
  void depthwise_channels_are_input_channel_times_multiplier() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 2] random(1)
            %s = Const float32[6] random(2)
            %c = DepthwiseConv2dNative(%x, %w) {padding="VALID"}
            %y = Mul(%s, %c)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 2] random(1)
            %y = DepthwiseConv2dNative(%x, %w) {padding="VALID"}
            return %y
            """);
  }

  @Test
  void transposed_convolution_and_transposed_factor_have_their_channels_elsewhere() {
    given(
            """
            input %x: float32[2, 4, 4, 3]
            input %z: float32[?, 3]
            %w = Const float32[2, 2, 5, 3] random(1)
            %s = Const float32[5] random(2)
            %v = Const float32[5, 3] random(3)
            %c = Conv2DBackpropInput([2, 8, 8, 5], %w, %x) {strides=[1, 2, 2, 1], padding="SAME"}
            %m = MatMul(%z, %v) {transpose_b=true}
            %y = Mul(%c, %s)
            %n = Mul(%m, %s)
            return %y, %n
            """)
        .becomes(
            """
            input %x: float32[2, 4, 4, 3]
            input %z: float32[?, 3]
            %w = Const float32[2, 2, 5, 3] random(1)
            %v = Const float32[5, 3] random(3)
            %y = Conv2DBackpropInput([2, 8, 8, 5], %w, %x) {strides=[1, 2, 2, 1], padding="SAME"}
            %n = MatMul(%z, %v) {transpose_b=true}
            return %y, %n
            """);
  }

  @Test
  void batched_and_three_dimensional_products() {
    given(
            """
            input %x: float32[?, 4, 4, 4, 2]
            input %z: float32[?, 7, 3]
            %w = Const float32[2, 2, 2, 2, 3] random(1)
            %v = Const float32[4, 3] random(3)
            %c = Conv3D(%x, %w) {padding="SAME"}
            %m = BatchMatMulV2(%z, %v) {adj_y=true}
            %y = AddV2(%c, 2.0)
            %n = Mul(%m, [1.0, 2.0, 3.0, 4.0])
            return %y, %n
            """)
        .becomes(
            """
            input %x: float32[?, 4, 4, 4, 2]
            input %z: float32[?, 7, 3]
            %w = Const float32[2, 2, 2, 2, 3] random(1)
            %b = Const float32[3] random(1)
            %v = Const float32[4, 3] random(3)
            %c = Conv3D(%x, %w) {padding="SAME"}
            %y = BiasAdd(%c, %b)
            %n = BatchMatMulV2(%z, %v) {adj_y=true}
            return %y, %n
            """);
  }

  @Test
  void reshapes_that_keep_the_channels_move_behind() {
    given(
            """
            input %x: float32[?, 1, 9, 3]
            %w = Const float32[1, 3, 3, 4] random(1)
            %b = Const float32[1, 1, 4] random(2)
            %s = Const float32[4] random(3)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %q = Squeeze(%c) {squeeze_dims=[1]}
            %a = AddV2(%q, %b)
            %y = Mul(%a, %s)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 1, 9, 3]
            %w = Const float32[1, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %a = BiasAdd(%c, %b)
            %y = Squeeze(%a) {squeeze_dims=[1]}
            return %y
            """);
  }

  @Test
  void a_bias_keeps_its_bytes() {
    Graph result =
        given(
                """
                input %x: float32[?, 4]
                %w = Const float32[4, 3] random(1)
                %b = Const float32[1, 3] {1.0, 2.0, 3.0}
                %c = MatMul(%x, %w)
                %y = AddV2(%c, %b)
                return %y
                """)
            .becomes(
                """
                input %x: float32[?, 4]
                %w = Const float32[4, 3] random(1)
                %b = Const float32[3] {1.0, 2.0, 3.0}
                %c = MatMul(%x, %w)
                %y = BiasAdd(%c, %b)
                return %y
                """);
    float[] bias =
        result.outputs().get("y").node().input(1).constant().orElseThrow().tensor().floats();
    assertTrue(java.util.Arrays.equals(new float[] {1, 2, 3}, bias));
  }

  @Test
  void a_vector_next_to_its_product_is_settled() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w)
            %y = BiasAdd(%c, [1.0, 2.0, 3.0])
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_product_with_a_second_reader_stays() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w)
            %y = Mul(%c, [1.0, 2.0, 3.0])
            %z = Relu(%c)
            return %y, %z
            """)
        .isLeftAlone();
  }

  @Test
  void a_product_that_is_an_output_stays() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w)
            %y = Mul(%c, [1.0, 2.0, 3.0])
            return %c, %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_filter_that_is_no_constant_takes_no_factor() {
    given(
            """
            input %x: float32[?, 4]
            input %w: float32[4, 3]
            %c = MatMul(%x, %w)
            %y = Mul(%c, 2.0)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_constant_of_more_than_channels_stays() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %s = Const float32[2, 3] random(2)
            %c = MatMul(%x, %w)
            %y = Mul(%c, %s)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void integers_stay() {
    given(
            """
            input %x: int32[?, 2]
            %w = Const int32[2, 2] {1, 2, 3, 4}
            %c = MatMul(%x, %w)
            %y = Mul(%c, 2)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_reshape_that_changes_the_channels_parts_the_two() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 6] random(1)
            %c = MatMul(%x, %w)
            %r = Reshape(%c, [-1, 2, 3])
            %y = Mul(%r, [1.0, 2.0, 3.0])
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_variance_that_gives_no_number_stays() {
    given(
            """
            input %x: float32[?, 1, 1, 2]
            %w = Const float32[1, 1, 2, 1] random(1)
            %one = Const float32[1] {1.0}
            %negative = Const float32[1] {-1.0}
            %c = Conv2D(%x, %w) {padding="SAME"}
            %y = FusedBatchNormV3(%c, %one, %one, %one, %negative) {epsilon=0.001}
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_matrix_that_is_scaled_for_one_of_its_readers_stays_one() {
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %s = Const float32[4] random(2)
            %p = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
            %y = Mul(%p, %s)
            %other = MatMul(%z, %w) {transpose_a=false, transpose_b=false}
            return %y, %other
            """)
        .isLeftAlone();
  }

  @Test
  void a_matrix_that_is_scaled_alike_for_all_its_readers_is_scaled_once() {
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %s = Const float32[4] random(2)
            %p = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
            %q = MatMul(%z, %w) {transpose_a=false, transpose_b=false}
            %y = Mul(%p, %s)
            %other = Mul(%q, %s)
            return %y, %other
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %y = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
            %other = MatMul(%z, %w) {transpose_a=false, transpose_b=false}
            return %y, %other
            """);
  }
}
