package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MaterialiseShapeTest {
  private static RuleContract given(String text) {
    return rules(new MaterialiseShape()).given(text);
  }

  @Test
  void what_is_known_of_a_shape() {
    given(
            """
            input %x: float32[?, 4, 3]
            %s = Shape(%x)
            %n = StridedSlice(%s, [0], [1], [1]) {shrink_axis_mask=1}
            %h = StridedSlice(%s, [1], [2], [1]) {shrink_axis_mask=1}
            %k = Mul(%h, 3)
            %p = Pack(%n, %k)
            %y = Reshape(%x, %p)
            %r = Rank(%x)
            return %y, %h, %r
            """)
        .becomes(
            """
            input %x: float32[?, 4, 3]
            %y = Reshape(%x, [-1, 12])
            return %y, "h": 4, "r": 3
            """);
  }

  @Test
  void two_unknown_lengths_stay() {
    given(
            """
            input %x: float32[?, ?, 3]
            %s = Shape(%x)
            %n = StridedSlice(%s, [0], [2], [1])
            %p = ConcatV2(%n, [3, 1], 0)
            %y = Reshape(%x, %p)
            return %y
            """)
        .isLeftAlone();
  }
}
