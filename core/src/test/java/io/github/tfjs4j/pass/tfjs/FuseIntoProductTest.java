package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FuseIntoProductTest {
  private static RuleContract given(String text) {
    return rules(new FuseIntoProduct()).given(text);
  }

  @Test
  void bias_and_activation_in_a_convolution() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %a = BiasAdd(%c, %b)
            %y = Relu6(%a)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %y = _FusedConv2D(%x, %w, %b) {padding="SAME", fused_ops=["BiasAdd", "Relu6"], num_args=1}
            return %y
            """);
  }

  @Test
  void each_activation_that_tfjs_fuses() {
    for (String f : new String[] {"Relu", "Relu6", "Elu", "Sigmoid", "LeakyRelu"}) {
      given(
              """
              input %%x: float32[?, 4]
              %%w = Const float32[4, 3] random(1)
              %%c = MatMul(%%x, %%w)
              %%y = %s(%%c)
              return %%y
              """
                  .formatted(f))
          .becomes(
              """
              input %%x: float32[?, 4]
              %%w = Const float32[4, 3] random(1)
              %%y = _FusedMatMul(%%x, %%w) {fused_ops=["NoOp", "%s"], num_args=0}
              return %%y
              """
                  .formatted(f));
    }
  }

  @Test
  void other_functions_stay() {
    for (String f : new String[] {"Tanh", "Selu", "Softplus", "Softmax", "Exp"}) {
      given(
              """
              input %%x: float32[?, 4]
              %%w = Const float32[4, 3] random(1)
              %%c = MatMul(%%x, %%w)
              %%y = %s(%%c)
              return %%y
              """
                  .formatted(f))
          .isLeftAlone();
    }
  }

  @Test
  void an_added_vector_is_a_bias_whatever_its_leading_axes() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[1, 1, 1, 4] random(2)
            %c = Conv2D(%x, %w) {padding="VALID"}
            %y = AddV2(%b, %c)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %y = _FusedConv2D(%x, %w, %b) {padding="VALID", fused_ops=["BiasAdd"], num_args=1}
            return %y
            """);
  }

  @Test
  void an_added_number_becomes_a_vector() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w)
            %y = AddV2(%c, 2.0)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %y = _FusedMatMul(%x, %w, [2.0, 2.0, 2.0]) {fused_ops=["BiasAdd"], num_args=1}
            return %y
            """);
  }

  @Test
  void reshapes_between_move_behind() {
    given(
            """
            input %x: float32[?, 1, 9, 3]
            %w = Const float32[1, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %q = Squeeze(%c) {squeeze_dims=[1]}
            %a = BiasAdd(%q, %b)
            %y = Relu(%a)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 1, 9, 3]
            %w = Const float32[1, 3, 3, 4] random(1)
            %b = Const float32[4] random(2)
            %c = _FusedConv2D(%x, %w, %b) {padding="SAME", fused_ops=["BiasAdd", "Relu"], num_args=1}
            %y = Squeeze(%c) {squeeze_dims=[1]}
            return %y
            """);
  }

  @Test
  void a_leaky_relu_in_a_depthwise_convolution_is_a_prelu() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 1] random(1)
            %c = DepthwiseConv2dNative(%x, %w) {padding="SAME"}
            %y = LeakyRelu(%c) {alpha=0.3}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 1] random(1)
            %y = FusedDepthwiseConv2dNative(%x, %w, [0.3]) {padding="SAME", fused_ops=["NoOp", "Prelu"], num_args=1}
            return %y
            """);
  }

  @Test
  void slopes_of_channels_and_of_the_whole_result() {
    given(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 2] random(1)
            %b = Const float32[2] random(2)
            %alpha = Const float32[1, 1, 2] random(3)
            %all = Const float32[5, 5, 2] random(3)
            %c = Conv2D(%x, %w) {padding="SAME"}
            %a = BiasAdd(%c, %b)
            %y = Prelu(%a, %alpha)
            %d = Conv2D(%x, %w) {padding="SAME"}
            %z = Prelu(%d, %all)
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 5, 5, 3]
            %w = Const float32[3, 3, 3, 2] random(1)
            %b = Const float32[2] random(2)
            %alpha = Const float32[2] random(3)
            %all = Const float32[5, 5, 2] random(3)
            %y = _FusedConv2D(%x, %w, %b, %alpha) {padding="SAME", fused_ops=["BiasAdd", "Prelu"], num_args=2}
            %z = _FusedConv2D(%x, %w, %all) {padding="SAME", fused_ops=["NoOp", "Prelu"], num_args=1}
            return %y, %z
            """);
  }

  @Test
  void a_prelu_without_bias_stays_out_of_a_matrix_product() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %alpha = Const float32[3] random(3)
            %c = MatMul(%x, %w)
            %y = Prelu(%c, %alpha)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_transposed_constant_factor_turns_where_there_is_a_bias() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[3, 4] random(1)
            %c = MatMul(%x, %w) {transpose_b=true}
            %y = BiasAdd(%c, [1.0, 2.0, 3.0])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %y = _FusedMatMul(%x, %w, [1.0, 2.0, 3.0]) {fused_ops=["BiasAdd"], num_args=1}
            return %y
            """);
  }

  @Test
  void a_transposed_operand_takes_no_bias() {
    given(
            """
            input %x: float32[4, ?]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w) {transpose_a=true}
            %y = BiasAdd(%c, [1.0, 2.0, 3.0])
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_batch_of_products_takes_nothing() {
    given(
            """
            input %x: float32[?, 2, 4]
            %w = Const float32[4, 3] random(1)
            %c = BatchMatMulV2(%x, %w)
            %a = BiasAdd(%c, [1.0, 2.0, 3.0])
            %y = Relu(%a)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_computed_bias_stays() {
    given(
            """
            input %x: float32[?, 4]
            input %b: float32[3]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w)
            %y = AddV2(%c, %b)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void a_residual_sum_stays() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 3] random(1)
            %c = MatMul(%x, %w)
            %a = AddV2(%c, %x)
            %y = Relu(%a)
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
            %y = Relu(%c)
            %z = Tanh(%c)
            return %y, %z
            """)
        .isLeftAlone();
  }

  @Test
  void a_sum_that_is_an_output_keeps_its_activation_apart() {
    given(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %c = MatMul(%x, %w)
            %a = BiasAdd(%c, [1.0, 2.0, 3.0])
            %y = Relu(%a)
            return %a, %y
            """)
        .becomes(
            """
            input %x: float32[?, 4]
            %w = Const float32[4, 3] random(1)
            %a = _FusedMatMul(%x, %w, [1.0, 2.0, 3.0]) {fused_ops=["BiasAdd"], num_args=1}
            %y = Relu(%a)
            return %a, %y
            """);
  }

  @Test
  void slopes_of_more_axes_than_the_product_stay() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %b = Const float32[4] random(2)
            %a = Const float32[1, 1, 4] random(3)
            %m = MatMul(%x, %w)
            %s = BiasAdd(%m, %b)
            %y = Prelu(%s, %a)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 4] random(1)
            %b = Const float32[4] random(2)
            %a = Const float32[1, 1, 4] random(3)
            %m = _FusedMatMul(%x, %w, %b) {fused_ops=["BiasAdd"], num_args=1}
            %y = Prelu(%m, %a)
            return %y
            """);
  }
}
