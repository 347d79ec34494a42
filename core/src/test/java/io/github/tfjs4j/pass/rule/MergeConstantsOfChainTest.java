package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class MergeConstantsOfChainTest {
  private static RuleContract given(String text) {
    return rules(new MergeConstantsOfChain()).given(text);
  }

  @Test
  void factors_and_summands_of_a_chain() {
    given(
            """
            input %x: float32[?, 3]
            %a = Mul(%x, 2.0)
            %b = AddV2(%a, [1.0, 2.0, 3.0])
            %c = Mul(%b, [3.0, 4.0, 5.0])
            %y = BiasAdd(%c, [1.0, 1.0, 1.0])
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %a = Mul(%x, [6.0, 8.0, 10.0])
            %y = AddV2(%a, [4.0, 9.0, 16.0])
            return %y
            """);
  }

  @Test
  void a_sum_whose_digits_would_cancel_later_stays() {
    for (String outer : new String[] {"Mul(%a, 0.3)", "AddV2(%a, 0.3)"}) {
      given(
              """
              input %%x: float32[?, 3]
              %%a = AddV2(%%x, -1e5)
              %%y = %s
              return %%y
              """
                  .formatted(outer.replace("%a", "%%a").replace("%%", "%")))
          .isLeftAlone();
    }
  }

  @Test
  void behind_a_product_there_are_no_digits_to_lose() {
    given(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 2] random(1)
            %p = MatMul(%x, %w)
            %a = AddV2(%p, -1e5)
            %y = Mul(%a, 0.3)
            return %y
            """)
        .becomes(
            """
            input %x: float32[?, 3]
            %w = Const float32[3, 2] random(1)
            %p = MatMul(%x, %w)
            %m = Mul(%p, 0.3)
            %y = AddV2(%m, -30000.0)
            return %y
            """);
  }

  @Test
  void factors_whose_product_leaves_the_range_stay() {
    for (String factors : new String[] {"1e-30 1e-30", "1e30 1e30", "1e-20 1e-19"}) {
      given(
              """
              input %%x: float32[?, 3]
              %%a = Mul(%%x, %s)
              %%y = Mul(%%a, %s)
              return %%y
              """
                  .formatted((Object[]) factors.split(" ")))
          .isLeftAlone();
    }
  }

  @Test
  void constants_that_would_grow_stay() {
    given(
            """
            input %x: float32[?, 2, 3]
            %v = Const float32[2, 1] {1.0, 2.0}
            %a = Mul(%x, [1.0, 2.0, 3.0])
            %y = Mul(%a, %v)
            return %y
            """)
        .isLeftAlone();
  }

  @Test
  void an_inner_result_that_is_read_twice_or_an_output_stays() {
    given(
            """
            input %x: float32[?, 3]
            %a = Mul(%x, 2.0)
            %y = Mul(%a, 3.0)
            %z = Relu(%a)
            return %y, %z
            """)
        .isLeftAlone();
    given(
            """
            input %x: float32[?, 3]
            %a = AddV2(%x, 2.0)
            %y = AddV2(%a, 3.0)
            return %y, %a
            """)
        .isLeftAlone();
  }

  @Test
  void integers_stay() {
    given(
            """
            input %x: int32[?, 3]
            %a = Mul(%x, 2)
            %y = Mul(%a, 3)
            return %y
            """)
        .isLeftAlone();
  }
}
