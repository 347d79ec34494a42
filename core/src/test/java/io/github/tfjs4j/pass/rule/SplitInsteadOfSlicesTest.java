package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SplitInsteadOfSlicesTest {
  private static final RuleContract.Rules RULES = rules(new SplitInsteadOfSlices());

  private static String graph(int from) {
    return """
    input %x: float32[2, 6]
    %t = Tanh(%x)
    %a = StridedSlice(%t, [0, 0], [0, 3], [1, 1]) {begin_mask=3, end_mask=1, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=0}
    %b = StridedSlice(%t, [0, FROM], [0, 0], [1, 1]) {begin_mask=1, end_mask=3, ellipsis_mask=0, new_axis_mask=0, shrink_axis_mask=0}
    %y = Mul(%a, %a)
    %z = Mul(%b, %b)
    return %y, %z
    """
        .replace("FROM", Integer.toString(from));
  }

  @Test
  void equal_pieces_are_those_of_a_split() {
    RULES
        .given(graph(3))
        .becomes(
            """
            input %x: float32[2, 6]
            %t = Tanh(%x)
            %s = Split(1, %t) {num_split=2}
            %y = Mul(%s, %s)
            %z = Mul(%s:1, %s:1)
            return %y, %z
            """);
  }

  @Test
  void others_are_left_alone() {
    RULES.given(graph(4)).isLeftAlone();
  }
}
