package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import org.junit.jupiter.api.Test;

class PadBehindExpandDimsTest {
  @Test
  void padding_comes_last() {
    rules(new PadBehindExpandDims())
        .given(
            """
            input %x: float32[2, 5, 3]
            %p = Const int32[3, 2] {0, 0, 2, 1, 0, 0}
            %a = Pad(%x, %p)
            %y = ExpandDims(%a, -3)
            return %y
            """)
        .becomes(
            """
            input %x: float32[2, 5, 3]
            %e = ExpandDims(%x, 1)
            %p = Const int32[4, 2] {0, 0, 0, 0, 2, 1, 0, 0}
            %y = Pad(%e, %p)
            return %y
            """);
  }

  @Test
  void what_is_read_elsewhere_is_left_alone() {
    rules(new PadBehindExpandDims())
        .given(
            """
            input %x: float32[2, 5, 3]
            %p = Const int32[3, 2] {0, 0, 2, 1, 0, 0}
            %a = Pad(%x, %p)
            %y = ExpandDims(%a, 1)
            return %y, %a
            """)
        .isLeftAlone();
  }
}
