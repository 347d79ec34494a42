package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class DilateInsteadOfBatchesTest {
  private static final RuleContract.Rules RULES = rules(new DilateInsteadOfBatches());
  private static final String VALID =
      "{strides=[1, 1, 1, 1], padding=\"VALID\", dilations=[1, 1, 1, 1]}";

  private static String image(String crops) {
    return """
    input %x: float32[2, 5, 7, 3]
    %w = Const float32[3, 3, 3, 4] random(1)
    %pads = Const int32[2, 2] {2, 3, 2, 3}
    %crops = Const int32[2, 2] CROPS
    %a = SpaceToBatchND(%x, [2, 2], %pads)
    %c = Conv2D(%a, %w) VALID
    %y = BatchToSpaceND(%c, [2, 2], %crops)
    return %y
    """
        .replace("CROPS", crops)
        .replace("VALID", VALID);
  }

  @Test
  void a_convolution_through_the_batch_is_one_with_dilations() {
    RULES
        .given(image("{0, 1, 0, 1}"))
        .becomes(
            """
            input %x: float32[2, 5, 7, 3]
            %w = Const float32[3, 3, 3, 4] random(1)
            %y = Conv2D(%x, %w) {strides=[1, 1, 1, 1], padding="EXPLICIT", explicit_paddings=[0, 0, 2, 2, 2, 2, 0, 0], dilations=[1, 2, 2, 1]}
            return %y
            """);
  }

  @Test
  void so_is_one_of_a_sequence() {
    RULES
        .given(
            """
            input %x: float32[2, 6, 3]
            %w = Const float32[1, 3, 3, 4] random(1)
            %pads = Const int32[1, 2] {4, 0}
            %crops = Const int32[1, 2] {0, 0}
            %a = SpaceToBatchND(%x, [2], %pads)
            %e = ExpandDims(%a, 1)
            %c = Conv2D(%e, %w) VALID
            %s = Squeeze(%c) {squeeze_dims=[1]}
            %y = BatchToSpaceND(%s, [2], %crops)
            return %y
            """
                .replace("VALID", VALID))
        .becomes(
            """
            input %x: float32[2, 6, 3]
            %w = Const float32[1, 3, 3, 4] random(1)
            %e = ExpandDims(%x, 1)
            %c = Conv2D(%e, %w) {strides=[1, 1, 1, 1], padding="EXPLICIT", explicit_paddings=[0, 0, 0, 0, 4, 0, 0, 0], dilations=[1, 1, 2, 1]}
            %y = Squeeze(%c) {squeeze_dims=[1]}
            return %y
            """);
  }

  @Test
  void what_crops_more_than_it_pads_is_left_alone() {
    RULES.given(image("{3, 0, 0, 1}")).isLeftAlone();
  }
}
