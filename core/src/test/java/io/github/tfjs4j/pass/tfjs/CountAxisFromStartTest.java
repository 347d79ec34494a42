package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;

import io.github.tfjs4j.pass.RuleContract;
import org.junit.jupiter.api.Test;

class CountAxisFromStartTest {
  private static RuleContract given(String x, String op) {
    return rules(new CountAxisFromStart()).given(graph(x, op));
  }

  private static String graph(String x, String op) {
    return """
    input %%x: float32%s
    %%y = %s
    return %%y
    """
        .formatted(x, op);
  }

  @Test
  void an_axis_from_the_end_is_counted_from_the_start() {
    given("[?, 3, 4]", "Cumsum(%x, -1)").becomes(graph("[?, 3, 4]", "Cumsum(%x, 2)"));
    given("[2, 3, 4]", "Cumprod(%x, -3) {exclusive=true, reverse=true}")
        .becomes(graph("[2, 3, 4]", "Cumprod(%x, 0) {exclusive=true, reverse=true}"));
  }

  @Test
  void what_is_counted_from_the_start_or_cannot_be_stays() {
    given("[?, 3, 4]", "Cumsum(%x, 1)").isLeftAlone();
    given("[...]", "Cumsum(%x, -1)").isLeftAlone();
  }
}
