package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergePadsTest {
  private static RuleContract given(String text) {
    return rules(new MergePads()).given(text);
  }

  @Test
  void two_paddings_are_one() {
    given(
            """
            input %x: float32[?, 2]
            %p = Const int32[2, 2] {0, 1, 2, 3}
            %q = Const int32[2, 2] {1, 1, 0, 4}
            %a = Pad(%x, %p)
            %y = Pad(%a, %q)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 2]
            %p = Const int32[2, 2] {1, 2, 2, 7}
            %y = Pad(%x, %p)
            return %y
            """);
  }

  @Test
  void a_padding_that_is_read_twice_stays() {
    given(
            """
            input %x: float32[?, 2]
            %p = Const int32[2, 2] {0, 1, 2, 3}
            %a = Pad(%x, %p)
            %y = Pad(%a, %p)
            %z = Relu(%a)
            return %y, %z
            """)
        .isLeftAlone();
  }
}
