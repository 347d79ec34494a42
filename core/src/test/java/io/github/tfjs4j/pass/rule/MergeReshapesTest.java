package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeReshapesTest {
  private static RuleContract given(String text) {
    return rules(new MergeReshapes()).given(text);
  }

  @Test
  void changes_of_shape_in_a_row() {
    given(
            """
            input %x: float32[?, 1, 8]
            %a = Squeeze(%x) {squeeze_dims=[1]}
            %b = ExpandDims(%a, 1)
            %y = Relu(%b)
            %c = Reshape(%a, [-1, 2, 4])
            %z = Reshape(%c, [-1, 4, 2])
            return %y, %z
            """)
        .becomes(
            """
            input %x: float32[?, 1, 8]
            %y = Relu(%x)
            %z = Reshape(%x, [-1, 4, 2])
            return %y, %z
            """);
  }

  @Test
  void two_unknown_lengths_stay() {
    given(
            """
            input %x: float32[?, ?, 1]
            %a = Squeeze(%x) {squeeze_dims=[2]}
            %y = ExpandDims(%a, 1)
            return %y
            """)
        .isLeftAlone();
  }
}
