package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import org.junit.jupiter.api.Test;

class AffineTest {
  private static Affine of(String type, String op) {
    String text = "input %x: " + type + "\n%y = " + op + "\nreturn %y\n";
    var graph = new TextForm(Ops.ALL).parse(text);
    return Affine.of(graph.outputs().values().iterator().next().node()).orElseThrow();
  }

  @Test
  void a_number_for_all_channels_is_one_however_many_there_are() {
    Affine a = of("float32[?, 2000000000]", "Mul(%x, 0.5)");
    assertEquals(1, a.channels());
    assertTrue(a.fits(2_000_000_000));
  }

  @Test
  void one_for_all_and_one_a_channel_together() {
    Affine both =
        of("float32[?, 2]", "Mul(%x, 0.5)").then(of("float32[?, 2]", "Sub([1.0, 2.0], %x)"));
    assertArrayEquals(new double[] {-0.5, -0.5}, both.scale());
    assertArrayEquals(new double[] {1, 2}, both.shift());
  }
}
