package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class FoldConstantsTest {
  private static RuleContract given(String text) {
    return rules(new FoldConstants()).given(text);
  }

  @Test
  void a_whole_chain_becomes_its_value() {
    given(
            """
            input %x: float32[?]
            %a = Const float32[2, 3] random(1)
            %t = Transpose(%a, [1, 0])
            %s = Mul(%t, 2.0)
            %r = Reshape(%s, [6])
            %m = Mean(%r, [0])
            %y = AddV2(%x, %m)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?]
            %y = AddV2(%x, 1.0)
            return %y
            """);
  }

  @Test
  void all_results_of_a_split() {
    given(
            """
            input %x: float32[?, 2]
            %a = Const float32[2, 4] random(1)
            %s = Split(1, %a) {num_split=2}
            %u = MatMul(%x, %s)
            %v = MatMul(%x, %s:1)
            return %u, %v
            """)
        .becomes(
            """
            input %x: float32[?, 2]
            %a = Const float32[2, 2] random(1)
            %b = Const float32[2, 2] random(1)
            %u = MatMul(%x, %a)
            %v = MatMul(%x, %b)
            return %u, %v
            """);
  }

  @Test
  void what_would_swell_the_file_stays() {
    given(
            """
            input %x: float32[?]
            %f = Fill([300, 300], 1.0)
            %y = AddV2(%f, 0.5)
            return %y, %x
            """)
        .isLeftAlone();
  }

  @Test
  void what_reads_an_input_stays() {
    given(
            """
            input %x: float32[?]
            %y = AddV2(%x, 1.0)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void an_identity_that_names_an_output_stays() {
    given(
            """
            input %x: float32[?]
            %c = Const float32[1] {1.0}
            %y = Identity(%c)
            return %y, %x
            """)
        .isLeftAlone();
  }
}
