package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class PutChannelsLastTest {
  private static RuleContract given(String text) {
    return rules(new PutChannelsLast(), new SinkTranspose(), new SinkTransposePastAxes())
        .given(text);
  }

  @Test
  void a_channels_first_block_has_transposes_at_its_ends_alone() {
    given(
            """
            input %x: float32[?, 3, 6, 6]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = Const float32[3, 3, 4, 1] random(2)
            %v = Const float32[4] {1.0, 2.0, 3.0, 4.0}
            %c = Conv2D(%x, %w) {padding="SAME", data_format="NCHW"}
            %n = FusedBatchNormV3(%c, %v, %v, %v, %v) {data_format="NCHW"}
            %r = Relu(%n)
            %e = DepthwiseConv2dNative(%r, %d) {strides=[1, 1, 2, 1], padding="SAME", data_format="NCHW"}
            %b = BiasAdd(%e, %v) {data_format="NCHW"}
            %m = MaxPool(%r) {ksize=[1, 1, 3, 2], strides=[1, 1, 2, 1], padding="SAME", data_format="NCHW"}
            %k = ConcatV2(%b, %m, 1)
            return %k
            """)
        .becomes(
            """
            input %x: float32[?, 3, 6, 6]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = Const float32[3, 3, 4, 1] random(2)
            %v = Const float32[4] {1.0, 2.0, 3.0, 4.0}
            %x1 = Transpose(%x, [0, 2, 3, 1])
            %c = Conv2D(%x1, %w) {padding="SAME"}
            %n = FusedBatchNormV3(%c, %v, %v, %v, %v)
            %r = Relu(%n)
            %e = DepthwiseConv2dNative(%r, %d) {strides=[1, 2, 1, 1], padding="SAME"}
            %b = BiasAdd(%e, %v)
            %m = MaxPool(%r) {ksize=[1, 3, 2, 1], strides=[1, 2, 1, 1], padding="SAME"}
            %l = ConcatV2(%b, %m, 3)
            %k = Transpose(%l, [0, 3, 1, 2])
            return %k
            """);
  }

  @Test
  void the_shape_of_a_result_turns_too() {
    given(
            """
            input %y: float32[2, 4, 3, 6]
            %w = Const float32[2, 3, 5, 4] random(1)
            %x = Conv2DBackpropInput([2, 5, 6, 6], %w, %y) {strides=[1, 1, 2, 1], padding="SAME", data_format="NCHW"}
            return %x
            """)
        .becomes(
            """
            input %y: float32[2, 4, 3, 6]
            %w = Const float32[2, 3, 5, 4] random(1)
            %p = Const int32[4] {0, 2, 3, 1}
            %s = GatherV2([2, 5, 6, 6], %p, 0)
            %t = Transpose(%y, %p)
            %b = Conv2DBackpropInput(%s, %w, %t) {strides=[1, 2, 1, 1], padding="SAME"}
            %x = Transpose(%b, [0, 3, 1, 2])
            return %x
            """);
  }

  @Test
  void volumes_have_three_axes_behind_their_channels() {
    given(
            """
            input %x: float32[1, 2, 3, 4, 5]
            %y = MaxPool3D(%x) {ksize=[1, 1, 1, 2, 3], strides=[1, 1, 1, 1, 2], padding="VALID", data_format="NCDHW"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[1, 2, 3, 4, 5]
            %t = Transpose(%x, [0, 2, 3, 4, 1])
            %p = MaxPool3D(%t) {ksize=[1, 1, 2, 3, 1], strides=[1, 1, 1, 2, 1], padding="VALID", data_format="NDHWC"}
            %y = Transpose(%p, [0, 4, 1, 2, 3])
            return %y
            """);
  }

  @Test
  void a_bias_of_what_may_have_any_number_of_axes_stays() {
    given(
            """
            input %x: float32[...]
            input %z: float32[?]
            %y = BiasAdd(%x, %z) {data_format="NCHW"}
            return %y
            """)
        .isLeftAlone();
  }
}
