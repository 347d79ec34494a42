package io.github.tfjs4j.pass.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Rewrite;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BindStepConstantsTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  private static String bound(String text, Map<String, Integer> applied) {
    return TEXT.print(new Rewrite("bind", new BindStepConstants()).run(TEXT.parse(text), applied));
  }

  @Test
  void what_every_step_reads_and_is_constant_is_in_the_step() {
    String found =
        bound(
            """
            function step {
              input %x: float32[?, 2]
              input %h: float32[?, 2]
              input %a: float32[2]
              input %b: float32[2]
              %p = Mul(%x, %a) : float32[?, 2]
              %q = AddV2(%p, %h) : float32[?, 2]
              %y = Sub(%q, %b) : float32[?, 2]
              return %y, %q
            }
            input %x: float32[1, 5, 2]
            input %h: float32[1, 2]
            input %b: float32[2]
            %a = Const float32[2] {3.0, 4.0}
            %y = Scan(%x, %h, %a, %b) {step=@step, states=1, label="RNN"}
            return %y, %y:1
            """,
            new TreeMap<>());
    assertEquals(
        """
        function y/Scan_step {
          input %a0: float32[1, 2]
          input %a1: float32[1, 2]
          input %a3: float32[2]
          %a = Const float32[2] {3.0, 4.0}
          %y/Mul = Mul(%a0, %a) : float32[1, 2]
          %y/AddV2 = AddV2(%y/Mul, %a1) : float32[1, 2]
          %y/Sub = Sub(%y/AddV2, %a3) : float32[1, 2]
          return "r0": %y/Sub, "r1": %y/AddV2
        }
        input %x: float32[1, 5, 2]
        input %h: float32[1, 2]
        input %b: float32[2]
        %y/Scan = Scan(%x, %h, %b) {step=@y/Scan_step, sequences=1, states=1, reverse=false, label="RNN"} : float32[1, 5, 2], float32[1, 2]
        return "y": %y/Scan, "y:1": %y/Scan:1
        """,
        found);
  }

  @Test
  void constant_sequences_and_states_stay() {
    Map<String, Integer> applied = new TreeMap<>();
    bound(
        """
        function step {
          input %x: float32[?, 2]
          input %h: float32[?, 2]
          %y = AddV2(%x, %h) : float32[?, 2]
          return %y
        }
        %x = Const float32[1, 2, 2] {1.0, 2.0, 3.0, 4.0}
        %h = Const float32[1, 2] {0.0, 0.0}
        %y = Scan(%x, %h) {step=@step, states=1, label="RNN"}
        return %y
        """,
        applied);
    assertEquals(Map.of(), applied);
  }
}
