package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class HoistUnaryOutOfConcatTest {
  private static RuleContract given(String text) {
    return rules(new HoistUnaryOutOfConcat()).given(text);
  }

  @Test
  void the_same_function_of_all_parts() {
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 2]
            %a = Tanh(%x)
            %b = Tanh(%z)
            %y = ConcatV2(%a, %b, 1)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 2]
            %c = ConcatV2(%x, %z, 1)
            %y = Tanh(%c)
            return %y
            """);
  }

  @Test
  void different_functions_second_readers_and_outputs_stay() {
    given(
            """
            input %x: float32[?, 3]
            %a = Tanh(%x)
            %b = Relu(%x)
            %y = ConcatV2(%a, %b, 1)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 3]
            %a = Tanh(%x)
            %y = ConcatV2(%a, %a, 1)
            return %y
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 3]
            input %z: float32[?, 3]
            %a = Tanh(%x)
            %b = Tanh(%z)
            %y = ConcatV2(%a, %b, 1)
            return %y, %b
            """)
        .isLeftAlone();
  }
}
