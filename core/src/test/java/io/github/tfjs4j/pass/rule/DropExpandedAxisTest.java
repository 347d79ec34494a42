package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class DropExpandedAxisTest {
  private static final RuleContract.Rules RULES = rules(new DropExpandedAxis());

  private static String graph(int axis, int begin, int shrink) {
    return """
    input %x: float32[2, 3]
    %e = ExpandDims(%x, AXIS)
    %s = StridedSlice(%e, [BEGIN], [0], [1]) {begin_mask=0, end_mask=1, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=SHRINK}
    %y = Tanh(%s)
    return %y
    """
        .replace("AXIS", Integer.toString(axis))
        .replace("BEGIN", Integer.toString(begin))
        .replace("SHRINK", Integer.toString(shrink));
  }

  @Test
  void the_only_element_is_what_was_there() {
    for (int begin : new int[] {0, -1}) {
      RULES
          .given(graph(0, begin, 1))
          .becomes(
              """
              input %x: float32[2, 3]
              %y = Tanh(%x)
              return %y
              """);
    }
  }

  @Test
  void other_axes_are_left_alone() {
    RULES.given(graph(1, 0, 1)).isLeftAlone();
  }
}
