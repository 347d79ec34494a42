package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FoldPadIntoConvTest {
  private static RuleContract given(String text) {
    return rules(new FoldPadIntoConv()).given(text);
  }

  @Test
  void zeros_before_an_unpadded_convolution() {
    given(
            """
            input %x: float32[?, 6, 6, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %p = Const int32[4, 2] {0, 0, 0, 1, 2, 3, 0, 0}
            %z = Pad(%x, %p)
            %y = Conv2D(%z, %w) {strides=[1, 2, 2, 1], padding="VALID"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 6, 6, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %y = Conv2D(%x, %w) {strides=[1, 2, 2, 1], padding="EXPLICIT", explicit_paddings=[0, 0, 0, 1, 2, 3, 0, 0]}
            return %y
            """);
  }

  @Test
  void padding_adds_up_and_all_readers_take_it() {
    given(
            """
            input %x: float32[?, 6, 6, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = Const float32[3, 3, 3, 1] random(1)
            %p = Const int32[4, 2] {0, 0, 1, 1, 1, 1, 0, 0}
            %z = PadV2(%x, %p, 0.0)
            %y = Conv2D(%z, %w) {padding="EXPLICIT", explicit_paddings=[0, 0, 1, 0, 0, 2, 0, 0]}
            %v = DepthwiseConv2dNative(%z, %d) {padding="VALID"}
            return %y, %v
            """)
        .becomes(
            """
            input %x: float32[?, 6, 6, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %d = Const float32[3, 3, 3, 1] random(1)
            %y = Conv2D(%x, %w) {padding="EXPLICIT", explicit_paddings=[0, 0, 2, 1, 1, 3, 0, 0]}
            %v = DepthwiseConv2dNative(%x, %d) {padding="EXPLICIT", explicit_paddings=[0, 0, 1, 1, 1, 1, 0, 0]}
            return %y, %v
            """);
  }

  private static String padded(String pad, String conv) {
    return """
    input %x: float32[?, 6, 6, 3]
    %w = Const float32[3, 3, 3, 4] random(1)
    %b = Const int32[4, 2] {0, 1, 1, 1, 1, 1, 0, 0}
    %c = Const int32[4, 2] {0, 0, 1, 1, 1, 1, 0, 1}
    %p = Const int32[4, 2] {0, 0, 1, 1, 1, 1, 0, 0}
    """
        + pad
        + conv;
  }

  @Test
  void same_padding_follows_from_the_padded_size() {
    given(padded("%z = Pad(%x, %p)\n", "%y = Conv2D(%z, %w) {padding=\"SAME\"}\nreturn %y\n"))
        .isLeftAlone();
  }

  @Test
  void other_axes_and_other_values_stay() {
    String conv = "%y = Conv2D(%z, %w) {padding=\"VALID\"}\nreturn %y\n";
    given(padded("%z = Pad(%x, %b)\n", conv)).isLeftAlone();
    given(padded("%z = PadV2(%x, %p, 1.0)\n", conv)).isLeftAlone();
    given(padded("%z = MirrorPad(%x, %p) {mode=\"REFLECT\"}\n", conv)).isLeftAlone();
  }

  @Test
  void a_reader_that_cannot_take_it_keeps_it_for_all() {
    String conv = "%y = Conv2D(%z, %w) {padding=\"VALID\"}\n%v = Relu(%z)\nreturn %y, %v\n";
    given(padded("%z = Pad(%x, %p)\n", conv)).isLeftAlone();
    given(padded("%z = Pad(%x, %p)\n", "%y = Conv2D(%z, %w) {padding=\"VALID\"}\nreturn %y, %z\n"))
        .isLeftAlone();
  }

  @Test
  void a_transpose_between_comes_first() {
    given(
            """
            input %x: float32[?, 3, 6, 6]
            %w = Const float32[3, 3, 3, 4] random(1)
            %p = Const int32[4, 2] {0, 0, 0, 0, 0, 1, 2, 3}
            %z = Pad(%x, %p)
            %t = Transpose(%z, [0, 2, 3, 1])
            %y = Conv2D(%t, %w) {padding="VALID"}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3, 6, 6]
            %w = Const float32[3, 3, 3, 4] random(1)
            %t = Transpose(%x, [0, 2, 3, 1])
            %y = Conv2D(%t, %w) {padding="EXPLICIT", explicit_paddings=[0, 0, 0, 1, 2, 3, 0, 0]}
            return %y
            """);
  }
}
