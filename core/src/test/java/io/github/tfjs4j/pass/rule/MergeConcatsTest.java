package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeConcatsTest {
  private static RuleContract given(String text) {
    return rules(new MergeConcats()).given(text);
  }

  @Test
  void along_the_same_axis() {
    given(
            """
            input %x: float32[?, 3]
            %a = ConcatV2(%x, %x, 1)
            %y = ConcatV2(%x, %a, -1)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %y = ConcatV2(%x, %x, %x, 1)
            return %y
            """);
  }

  @Test
  void along_another_axis_or_read_twice_it_stays() {
    given(
            """
            input %x: float32[2, 2]
            %a = ConcatV2(%x, %x, 1)
            %b = ConcatV2(%x, %x, 1)
            %c = Relu(%b)
            %d = ConcatV2(%a, %c, 0)
            %y = ConcatV2(%x, %a, 1)
            return %y, %d
            """)
        .isLeftAlone();
  }
}
