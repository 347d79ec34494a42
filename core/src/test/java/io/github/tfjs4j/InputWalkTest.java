package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.InputWalk.Hints;
import io.github.tfjs4j.InputWalk.Range;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputWalkTest {
  private static Map<String, Hints> walk(String text) {
    Graph graph = new TextForm(Ops.ALL).parse(text);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    graph
        .inputs()
        .forEach(
            (name, v) -> shapes.put(name, v.shape().isKnown(0) ? v.shape() : v.shape().with(0, 1)));
    return InputWalk.of(graph, shapes);
  }

  private static List<Range> ranges(String text) {
    return walk(text).get("x").ranges();
  }

  /// Every range as its ends, element by element.
  private static List<String> ends(String text) {
    List<String> out = new ArrayList<>();
    for (Range r : ranges(text)) {
      out.add(values(r.low()) + " to " + values(r.high()));
    }
    return out;
  }

  private static String values(Tensor t) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < t.size(); i++) {
      double v = Math.rint(t.get(i) * 1000) / 1000;
      out.add(Double.isNaN(t.get(i)) ? "?" : v == Math.rint(v) ? "" + (long) v : "" + v);
    }
    return String.join(" ", out);
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }

  @Test
  void an_input_that_is_used_as_it_is_says_nothing() {
    assertEquals(List.of(), ends("input %x: float32[?, 2]\n%y = Relu(%x)\nreturn %y"));
  }

  @Test
  void a_factor_is_turned_around() {
    assertEquals(
        List.of("-255 -255 to 255 255"),
        ends(
            lines(
                "input %x: float32[?, 2]",
                "%s = Mul(%x, 0.00392156862745098)", "%y = Relu(%s)", "return %y")));
  }

  @Test
  void shifts_and_factors_of_each_channel_add_up() {
    assertEquals(
        List.of("0 8 to 2 12"),
        ends(
            lines(
                "input %x: float32[?, 2]",
                "%c = Const float32[2] {-1.0, -10.0}",
                "%f = Const float32[2] {1.0, 2.0}",
                "%s = AddV2(%x, %c)",
                "%d = RealDiv(%s, %f)",
                "%y = Relu(%d)",
                "return %y")));
  }

  @Test
  void what_is_computed_from_constants_is_one() {
    assertEquals(
        List.of("6 to 14"),
        ends(
            lines(
                "input %x: float32[?, 1]",
                "%v = Const float32[1] {16.0}",
                "%m = Const float32[1] {10.0}",
                "%r = Rsqrt(%v)",
                "%s = Sub(%x, %m)",
                "%d = Mul(%s, %r)",
                "%y = Relu(%d)",
                "return %y")));
  }

  @Test
  void a_mean_that_is_subtracted_alone_is_tried_near_and_from_zero() {
    assertEquals(
        List.of("99 to 101", "0 to 200"),
        ends(
            lines("input %x: float32[?, 1]", "%s = Sub(%x, 100.0)", "%y = Relu(%s)", "return %y")));
  }

  @Test
  void a_batch_norm_is_met_within_two_of_its_deviations() {
    assertEquals(
        List.of("101305 -2 to 101345 2"),
        ends(
            lines(
                "input %x: float32[?, 1, 1, 2]",
                "%s = Const float32[2] {3.0, 3.0}",
                "%o = Const float32[2] {1.0, 1.0}",
                "%m = Const float32[2] {101325.0, 0.0}",
                "%v = Const float32[2] {100.0, 1.0}",
                "%y = FusedBatchNormV3(%x, %s, %o, %m, %v) {epsilon=0.0}",
                "return %y")));
  }

  @Test
  void channels_are_followed_when_they_are_reversed() {
    assertEquals(
        List.of("29 19 9 to 31 21 11", "0 0 0 to 60 40 20"),
        ends(
            lines(
                "input %x: float32[?, 3]",
                "%a = Split(1, %x) {num_split=3}",
                "%bgr = ConcatV2(%a:2, %a:1, %a:0, 1)",
                "%m = Const float32[3] {10.0, 20.0, 30.0}",
                "%s = Sub(%bgr, %m)",
                "%y = Relu(%s)",
                "return %y")));
  }

  @Test
  void shapes_may_be_computed_on_the_way() {
    assertEquals(
        List.of("0 0 to 20 20"),
        ends(
            lines(
                "input %x: float32[?, 2]",
                "%shape = Shape(%x)",
                "%r = Reshape(%x, %shape)",
                "%s = Sub(%r, 10.0)",
                "%d = Mul(%s, 0.1)",
                "%y = Relu(%d)",
                "return %y")));
  }

  @Test
  void two_uses_give_two_ranges() {
    assertEquals(
        List.of("-2 to 2", "-4 to 4"),
        ends(
            lines(
                "input %x: float32[?, 1]",
                "%a = Mul(%x, 0.5)",
                "%b = Mul(%x, 0.25)",
                "%p = Relu(%a)",
                "%q = Relu(%b)",
                "return %p, %q")));
  }

  @Test
  void of_two_inputs_each_gets_its_own() {
    Map<String, Hints> hints =
        walk(
            lines(
                "input %w: float32[?, 1]",
                "input %x: float32[?, 1]",
                "%j = ConcatV2(%w, %x, 1)",
                "%f = Const float32[2] {0.5, 0.25}",
                "%s = Mul(%j, %f)",
                "%y = Relu(%s)",
                "return %y"));
    assertEquals("-2", values(hints.get("w").ranges().getFirst().low()));
    assertEquals("-4", values(hints.get("x").ranges().getFirst().low()));
  }

  @Test
  void what_an_input_is_compared_with_is_remembered() {
    assertEquals(
        List.of(-1f),
        walk(lines("input %x: float32[?, 3]", "%m = NotEqual(%x, -1.0)", "return %m"))
            .get("x")
            .marks());
  }

  @Test
  void a_factor_of_zero_says_nothing() {
    assertEquals(
        List.of(),
        ends(lines("input %x: float32[?, 1]", "%s = Mul(%x, 0.0)", "%y = Relu(%s)", "return %y")));
  }
}
