package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SpellSpaceToDepthTest {
  private static RuleContract given(String text) {
    return rules(new SpellSpaceToDepth()).given(text);
  }

  @Test
  void blocks_are_cut_and_turned() {
    given(
            """
            input %x: float32[?, 4, 6, 3]
            %y = SpaceToDepth(%x) {block_size=2}
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 4, 6, 3]
            %c = Reshape(%x, [-1, 2, 2, 3, 2, 3])
            %t = Transpose(%c, [0, 1, 3, 2, 4, 5])
            %y = Reshape(%t, [-1, 2, 3, 12])
            return %y
            """);
  }

  @Test
  void of_an_open_height_they_stay() {
    given(
            """
            input %x: float32[1, ?, 6, 3]
            %y = SpaceToDepth(%x) {block_size=2}
            return %y
            """)
        .isLeftAlone();
  }
}
