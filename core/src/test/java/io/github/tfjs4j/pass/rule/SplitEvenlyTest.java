package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class SplitEvenlyTest {
  private static final RuleContract.Rules RULES = rules(new SplitEvenly());

  private static String graph(String lengths) {
    return """
    input %x: float32[2, 10]
    %s = SplitV(%x, LENGTHS, -1) {num_split=3}
    %a = Tanh(%s)
    %b = Tanh(%s:1)
    return %a, %b
    """
        .replace("LENGTHS", lengths);
  }

  @Test
  void pieces_of_one_length_are_those_of_a_split() {
    RULES
        .given(graph("[5, 5, -1]"))
        .becomes(
            """
            input %x: float32[2, 10]
            %s = Split(1, %x) {num_split=2}
            %a = Tanh(%s)
            %b = Tanh(%s:1)
            return %a, %b
            """);
  }

  @Test
  void the_only_piece_is_the_whole() {
    RULES
        .given(
            """
            input %x: float32[2, 10]
            %s = SplitV(%x, [10], 1) {num_split=1}
            %a = Tanh(%s)
            return %a
            """)
        .becomes(
            """
            input %x: float32[2, 10]
            %a = Tanh(%x)
            return %a
            """);
  }

  @Test
  void others_are_left_alone() {
    RULES.given(graph("[5, 4, 1]")).isLeftAlone();
  }
}
