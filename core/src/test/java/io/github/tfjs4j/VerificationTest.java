package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.Verification.Finding;
import io.github.tfjs4j.Verification.Result;
import io.github.tfjs4j.Verification.Verdict;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static GraphModel model(String text) {
    return GraphModel.of(new TextForm(Ops.ALL).parse(text));
  }

  private static final String DENSE =
      """
      input %x: float32[?, 3]
      %w = Const float32[3, 2] {1.0, 0.5, 0.0, 2.0, 1.0, 0.25}
      %y = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
      return %y
      """;

  private static Result result(String first, String second) {
    return Verification.run(model(first), model(second), Verification.DEFAULT);
  }

  private static Finding run(String first, String second) {
    return result(first, second).findings().getFirst();
  }

  private static Verdict verdict(String first, String second) {
    return result(first, second).verdict();
  }

  @Test
  void a_model_equals_itself() {
    assertEquals(Verdict.EQUAL, verdict(DENSE, DENSE));
  }

  @Test
  void a_perturbed_weight_is_found() {
    Finding finding = run(DENSE, DENSE.replace("0.25", "0.251"));
    assertEquals(Verdict.DIFFERENT, finding.verdict());
    Difference d = finding.worst();
    assertEquals("y", d.output());
    assertEquals(Shape.of(2, 2), d.shape());
    assertTrue(d.maxAbs() > d.allowed() && d.maxAbs() < 2e-2, d::toString);
  }

  @Test
  void inputs_are_matched_by_name_and_else_by_position() {
    String ab = "input %a: float32[2]\ninput %b: float32[2]\n%y = Sub(%a, %b)\nreturn %y";
    String ba = "input %b: float32[2]\ninput %a: float32[2]\n%y = Sub(%a, %b)\nreturn %y";
    String pq = "input %p: float32[2]\ninput %q: float32[2]\n%y = Sub(%p, %q)\nreturn %y";
    String qp = "input %q: float32[2]\ninput %p: float32[2]\n%y = Sub(%p, %q)\nreturn %y";
    assertEquals(Verdict.EQUAL, verdict(ab, ba));
    assertEquals(Verdict.EQUAL, verdict(ab, pq));
    assertEquals(Verdict.DIFFERENT, verdict(ab, qp));
  }

  @Test
  void models_of_other_inputs_are_not_compared() {
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> run(DENSE, DENSE.replace("return", "input %more: float32[2]\nreturn")));
    assertEquals("the models take different inputs: [x] and [x, more]", e.getMessage());
  }

  // ---- what proves nothing ----

  private static void assertUndecided(String remark, String model) {
    Finding finding = run(model, model);
    assertEquals(Verdict.UNDECIDED, finding.verdict());
    assertEquals(
        List.of(remark, "nothing is proved: --input or --input_range feeds other values"),
        finding.remarks());
  }

  private static String function(String... ops) {
    List<String> lines = new ArrayList<>(List.of("input %x: float32[?, 3]"));
    String at = "%x";
    for (String op : ops) {
      String next = "%v" + lines.size();
      lines.add(next + " = " + op.replace("$", at));
      at = next;
    }
    lines.add("return " + at);
    return String.join("\n", lines);
  }

  @Test
  void outputs_that_are_no_numbers_prove_nothing() {
    assertUndecided("no value of it is a finite number", function("Abs($)", "Neg($)", "Log($)"));
  }

  @Test
  void a_number_at_the_edge_alone_proves_nothing() {
    String root = function("Abs($)", "Neg($)", "Sqrt($)");
    assertEquals(Verdict.UNDECIDED, verdict(root, root));
  }

  @Test
  void other_inputs_are_tried_where_the_first_give_no_numbers() {
    String far = function("Sub($, 700.0)", "Neg($)", "Sqrt($)", "Sub($, 26.0)", "Log($)");
    assertTrue(result(far, far).sets().size() > 2);
    String onlyFar = function("Sub($, 900.0)", "Log($)");
    assertEquals(Verdict.EQUAL, verdict(onlyFar, onlyFar));
  }

  @Test
  void outputs_that_never_change_prove_nothing() {
    assertUndecided("the same for all inputs", function("Mul($, 0.0)", "AddV2($, 3.0)"));
  }

  @Test
  void a_constant_output_need_not_change() {
    String constant = "input %x: float32[2]\n%c = Const float32[2] {1.0, 2.0}\nreturn %x, %c";
    assertEquals(Verdict.EQUAL, verdict(constant, constant));
    String ofShape = "input %x: float32[?, 2]\n%c = OnesLike(%x)\nreturn %c";
    assertEquals(Verdict.EQUAL, verdict(ofShape, ofShape));
  }

  @Test
  void an_output_that_hardly_changes_is_named() {
    String hardly = function("Tanh($)", "Mul($, 0.0001)", "AddV2($, 3.0)");
    Finding finding = run(hardly, hardly);
    assertEquals(Verdict.EQUAL, finding.verdict());
    assertTrue(
        finding.remarks().getFirst().startsWith("hardly reacts to the inputs: "),
        finding::toString);
  }

  @Test
  void a_break_that_hides_in_an_output_that_hardly_changes_is_not_passed() {
    String hardly = function("Tanh($)", "Mul($, 0.000001)", "AddV2($, 3.0)");
    String broken = hardly.replace("0.000001", "0.0");
    assertEquals(Verdict.UNDECIDED, verdict(hardly, broken));
    assertTrue(
        run(hardly, broken).remarks().getFirst().startsWith("all that the inputs change is "),
        () -> run(hardly, broken).toString());
  }

  private static final String SATURATED =
      """
      input %x: float32[?, 2]
      %w = Const float32[2, 3] {1.0, 0.5, -0.25, 2.0, 1.0, 0.25}
      %p = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
      %b = Const float32[3] {9000.0, 100.0, 0.0}
      %l = BiasAdd(%p, %b)
      %y = Softmax(%l)
      return %y
      """;

  @Test
  void a_softmax_that_has_made_up_its_mind_is_judged_by_what_goes_into_it() {
    Finding right = run(SATURATED, SATURATED);
    assertEquals(Verdict.EQUAL, right.verdict());
    assertEquals(
        List.of("the same for all inputs", "what goes into Softmax agrees"), right.remarks());
    Finding wrong = run(SATURATED, SATURATED.replace("100.0", "200.0"));
    assertEquals(Verdict.DIFFERENT, wrong.verdict());
    assertEquals("y before Softmax", wrong.worst().output());
  }

  private static final String GATE =
      """
      input %x: float32[?, 2]
      %w = Const float32[2, 1] {1.0, 0.5}
      %p = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
      %b = Const float32[1] {200.0}
      %l = BiasAdd(%p, %b)
      %y = Sigmoid(%l)
      return %y
      """;

  private static final String FUSED =
      """
      input %x: float32[?, 2]
      %w = Const float32[2, 1] {1.0, 0.5}
      %b = Const float32[1] {200.0}
      %y = _FusedMatMul(%x, %w, %b) {fused_ops=["BiasAdd", "Sigmoid"], num_args=1}
      return %y
      """;

  @Test
  void what_goes_into_a_fused_activation_is_compared_too() {
    assertEquals(Verdict.EQUAL, verdict(GATE, FUSED));
    assertEquals(Verdict.DIFFERENT, verdict(GATE, FUSED.replace("{1.0, 0.5}", "{0.0, 0.0}")));
  }

  // ---- magnitudes ----

  private static final String NORMALISED =
      """
      input %x: float32[?, 2]
      %mean = Const float32[2] {101325.0, 20.0}
      %deviation = Const float32[2] {1000.0, 5.0}
      %c = Sub(%x, %mean)
      %n = RealDiv(%c, %deviation)
      %y = Tanh(%n)
      return %y
      """;

  @Test
  void a_model_is_fed_near_the_means_that_it_subtracts() {
    Result result = result(NORMALISED, NORMALISED);
    assertEquals(Verdict.EQUAL, result.verdict());
    assertEquals(List.of(), result.findings().getFirst().remarks());
    String elsewhere = NORMALISED.replace("{101325.0, 20.0}", "{101425.0, 20.0}");
    assertEquals(Verdict.DIFFERENT, verdict(NORMALISED, elsewhere));
  }

  @Test
  void rounding_far_from_zero_is_no_difference() {
    // The same numbers in another order; near 0 both give about -10132.5.
    String plain = function("Sub($, 101325.0)", "Mul($, 0.1)");
    String folded = function("Mul($, 0.1)", "Sub($, 10132.5)");
    assertEquals(Verdict.EQUAL, verdict(plain, folded));
  }

  @Test
  void wrong_resizing_before_a_rescaling_is_found() {
    String right =
        """
        input %x: float32[?, 8, 8, 3]
        %size = Const int32[2] {12, 12}
        %r = ResizeBilinear(%x, %size) {align_corners=false, half_pixel_centers=true}
        %s = Mul(%r, 0.00784313725490196)
        %y = Sub(%s, 1.0)
        return %y
        """;
    assertEquals(Verdict.EQUAL, verdict(right, right));
    String wrong = right.replace("half_pixel_centers=true", "half_pixel_centers=false");
    assertEquals(Verdict.DIFFERENT, verdict(right, wrong));
  }

  // ---- which side ----

  @Test
  void the_side_that_gives_no_number_is_named() {
    String half = function("Sqrt($)");
    String whole = function("Abs($)", "Sqrt($)");
    assertTrue(
        run(half, whole)
            .remarks()
            .contains("the first model gives NaN where the other gives a number"),
        () -> run(half, whole).toString());
    assertTrue(
        run(whole, half)
            .remarks()
            .contains("the second model gives NaN where the other gives a number"));
  }

  @Test
  void the_side_that_reacts_to_nothing_is_named() {
    Finding finding =
        run(
            DENSE,
            DENSE.replace("{1.0, 0.5, 0.0, 2.0, 1.0, 0.25}", "{0.0, 0.0, 0.0, 0.0, 0.0, 0.0}"));
    assertEquals(List.of("the second model gives the same whatever it is fed"), finding.remarks());
  }

  @Test
  void the_side_that_does_not_run_is_named() {
    String any =
        "input %x: float32[?, ?]\n%w = Const float32[16, 1] random(1)\n%y = MatMul(%x, %w)"
            + " {transpose_a=false, transpose_b=false}\nreturn %y";
    String fails = any.replace("[16, 1]", "[3, 1]");
    ModelException e = assertThrows(ModelException.class, () -> verdict(any, fails));
    assertTrue(e.getMessage().startsWith("the second model: "), e::getMessage);
  }

  // ---- what is given ----

  @Test
  void only_what_is_given_is_compared() {
    Tensor given = Tensor.of(new float[] {1, 2, 3}, 1, 3);
    Result result =
        Verification.run(
            model(function("Relu($)")),
            model(function("Abs($)")),
            Verification.DEFAULT.withInputs(Map.of("x", given)));
    assertEquals(Verdict.EQUAL, result.verdict());
    assertEquals(List.of(), result.findings().getFirst().remarks());
    result.sets().forEach(set -> assertTrue(set.feeds().get("x").sameBits(given)));
  }
}
