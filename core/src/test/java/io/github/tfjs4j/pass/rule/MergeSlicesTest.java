package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeSlicesTest {
  private static RuleContract given(String text) {
    return rules(new MergeSlices()).given(text);
  }

  @Test
  void cuts_of_different_axes_are_one() {
    given(
            """
            input %x: float32[?, 6, 7]
            %a = StridedSlice(%x, [0, 1], [0, 5], [1, 2]) {begin_mask=1, end_mask=1}
            %y = StridedSlice(%a, [0, 0, 2], [0, 0, -1], [1, 1, 1]) {begin_mask=3, end_mask=3}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 6, 7]
            %y = StridedSlice(%x, [0, 1, 2], [0, 5, -1], [1, 2, 1]) {begin_mask=1, end_mask=1}
            return %y
            """);
  }

  @Test
  void cuts_of_one_axis_dropped_axes_and_second_readers_stay() {
    given(
            """
            input %x: float32[?, 6, 7]
            %a = StridedSlice(%x, [0, 1], [0, 5], [1, 2]) {begin_mask=1, end_mask=1}
            %y = StridedSlice(%a, [0, 1], [0, 2], [1, 1]) {begin_mask=1, end_mask=1}
            %b = StridedSlice(%x, [0, 1], [0, 2], [1, 1]) {begin_mask=1, end_mask=1, shrink_axis_mask=2}
            %z = StridedSlice(%b, [1], [2], [1])
            return %y, %z
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 6, 7]
            %a = StridedSlice(%x, [0, 1], [0, 5], [1, 2]) {begin_mask=1, end_mask=1}
            %y = StridedSlice(%a, [1], [2], [1])
            return %y, %a
            """)
        .isLeftAlone();
  }
}
