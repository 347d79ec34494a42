package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import org.junit.jupiter.api.Test;

class PrecisionTest {
  private static boolean isRounded(String op) {
    String text =
        """
        input %%x: float32[?, 2]
        %%w = Const float32[2, 2] {1.0, 2.0, 3.0, 4.0}
        %%y = %s
        return %%y
        """
            .formatted(op);
    var graph = new TextForm(Ops.ALL).parse(text.replace("%%", "%"));
    return Precision.isRounded(graph.outputs().values().iterator().next());
  }

  @Test
  void eight_digits_may_go_and_no_more() {
    assertTrue(Precision.mayRoundAt(-256));
    assertFalse(Precision.mayRoundAt(257));
    assertFalse(Precision.mayRoundAt(Double.NaN));
    assertTrue(Precision.mayBeOffBy(0x1p-16));
    assertFalse(Precision.mayBeOffBy(0x1p-15));
  }

  @Test
  void products_have_been_rounded_and_sums_may_be_exact() {
    assertTrue(isRounded("MatMul(%x, %w)"));
    assertTrue(isRounded("Mul(%x, 0.3)"));
    assertFalse(isRounded("Mul(%x, 0.25)"));
    assertFalse(isRounded("AddV2(%x, 0.3)"));
    assertFalse(isRounded("Relu(%x)"));
  }

  @Test
  void numbers_are_normal_or_nothing() {
    assertTrue(Precision.isNormal(0));
    assertTrue(Precision.isNormal(1e-37));
    assertFalse(Precision.isNormal(1e-39));
    assertFalse(Precision.isNormal(1e39));
    assertFalse(Precision.isNormal(Double.NaN));
  }

  @Test
  void a_product_is_as_long_as_all_that_it_sums() {
    var graph =
        new TextForm(Ops.ALL)
            .parse(
                """
                input %x: float32[?, 5, 5, 2]
                %w = Const float32[3, 3, 2, 4] random(1)
                %d = DepthwiseConv2dNative(%x, %w) {padding="VALID"}
                %c = Conv2D(%x, %w) {padding="VALID"}
                return %d, %c
                """);
    var outputs = graph.outputs().values().iterator();
    double[] shift = {3, 4};
    var depthwise = Product.at(outputs.next().node()).orElseThrow();
    var dense = Product.at(outputs.next().node()).orElseThrow();
    assertEquals(3 * 4, depthwise.lengthOf(shift), 1e-9);
    assertEquals(3 * 5, dense.lengthOf(shift), 1e-9);
  }
}
