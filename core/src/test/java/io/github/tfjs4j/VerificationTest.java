package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static RunnableModel model(String text) {
    return new RunnableModel(new TextForm(Ops.ALL).parse(text));
  }

  private static Map<String, Tensor> outputs(Tensor... tensors) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (Tensor t : tensors) {
      out.put("y" + out.size(), t);
    }
    return out;
  }

  private static List<Difference> compare(Map<String, Tensor> a, Map<String, Tensor> b) {
    return Verification.compare(a, b, Verification.DEFAULT);
  }

  private static Difference compare(Tensor a, Tensor b) {
    return compare(outputs(a), outputs(b)).getFirst();
  }

  // ---- numbers ----

  @Test
  void equal_outputs_do_not_differ() {
    Difference d = compare(Tensor.floats(1, 2, 3), Tensor.floats(1, 2, 3));
    assertTrue(d.ok());
    assertEquals(0, d.maxAbs());
    assertEquals(2, d.range());
    assertEquals(1e-5 + 2e-4, d.allowed(), 1e-12);
  }

  @Test
  void the_largest_difference_is_found_with_its_place() {
    Difference d = compare(Tensor.floats(0, 1, 2, 10), Tensor.floats(0, 1.5f, 2, 10.25f));
    assertFalse(d.ok());
    assertEquals(0.5, d.maxAbs());
    assertEquals(1, d.index());
    assertEquals(1, d.first());
    assertEquals(1.5, d.second());
    assertEquals(0.5, d.maxRel());
  }

  @Test
  void what_is_allowed_grows_with_the_range() {
    assertTrue(compare(Tensor.floats(0, 100), Tensor.floats(0, 100.009f)).ok());
    assertFalse(compare(Tensor.floats(0, 1), Tensor.floats(0, 1.009f)).ok());
    assertTrue(
        compare(Tensor.floats(100, 100), Tensor.floats(100, 100.009f)).ok(),
        "an output that does not vary");
  }

  @Test
  void nan_against_a_number_is_a_difference() {
    assertFalse(compare(Tensor.floats(1, Float.NaN, 3), Tensor.floats(1, 2, 3)).ok());
    Difference d = compare(Tensor.floats(1, 2, 3), Tensor.floats(1, Float.NaN, 1000));
    assertFalse(d.ok());
    assertTrue(Double.isNaN(d.maxAbs()), "a later number does not hide it");
    assertEquals(1, d.index());
  }

  @Test
  void nan_equals_nan_and_infinity_equals_itself() {
    Tensor odd = Tensor.floats(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1);
    assertTrue(compare(odd, odd).ok());
    assertFalse(
        compare(odd, Tensor.floats(Float.NaN, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, 1))
            .ok());
    assertFalse(
        compare(Tensor.floats(Float.POSITIVE_INFINITY, 1), Tensor.floats(Float.MAX_VALUE, 1)).ok());
  }

  @Test
  void empty_outputs_are_equal() {
    assertTrue(compare(Tensor.of(new float[0], 0, 3), Tensor.of(new float[0], 0, 3)).ok());
  }

  // ---- what cannot be compared ----

  @Test
  void other_shapes_are_a_fault() {
    Difference d = compare(Tensor.of(new float[6], 2, 3), Tensor.of(new float[6], 3, 2));
    assertFalse(d.ok());
    assertEquals("shape [2, 3] against [3, 2]", d.fault());
  }

  @Test
  void other_types_are_a_fault() {
    assertEquals("type float32 against int32", compare(Tensor.floats(1), Tensor.ints(1)).fault());
  }

  @Test
  void other_numbers_of_outputs_are_a_fault() {
    List<Difference> less =
        compare(outputs(Tensor.floats(1), Tensor.floats(2)), outputs(Tensor.floats(1)));
    assertEquals(List.of(true, false), less.stream().map(Difference::ok).toList());
    assertEquals("the second model has only 1 outputs", less.getLast().fault());
    List<Difference> more =
        compare(outputs(Tensor.floats(1)), outputs(Tensor.floats(1), Tensor.floats(2)));
    assertEquals(List.of(true, false), more.stream().map(Difference::ok).toList());
  }

  @Test
  void strings_are_compared_byte_by_byte() {
    Tensor a = Tensor.ofStrings(new byte[][] {{1, 2}, {}}, Shape.of(2));
    Tensor b = Tensor.ofStrings(new byte[][] {{1, 2}, {0}}, Shape.of(2));
    assertTrue(compare(a, a).ok());
    assertEquals("the values differ", compare(a, b).fault());
  }

  // ---- inputs ----

  private static Map<String, Tensor> inputs(RunnableModel model, Verification.Options options) {
    return Verification.inputs(model, options, 16);
  }

  @Test
  void inputs_depend_on_the_seed_alone() {
    RunnableModel model =
        model("input %x: float32[?, 3]\ninput %b: bool[4]\ninput %i: int32[5]\nreturn %x");
    Map<String, Tensor> once = inputs(model, Verification.DEFAULT);
    Map<String, Tensor> again = inputs(model, Verification.DEFAULT);
    assertEquals(List.of("x", "b", "i"), List.copyOf(once.keySet()));
    once.forEach((name, t) -> assertTrue(t.sameBits(again.get(name)), name));
    Verification.Options other = new Verification.Options(43, 2, Map.of(), 1e-5, 1e-4);
    assertFalse(once.get("x").sameBits(inputs(model, other).get("x")));
    assertEquals(Shape.of(2, 3), once.get("x").shape());
    for (float v : once.get("x").floats()) {
      assertTrue(v >= -1 && v < 1, () -> "" + v);
    }
  }

  @Test
  void open_dimensions_are_a_batch_of_two_and_sixteen_of_the_rest() {
    RunnableModel model = model("input %x: float32[?, ?, 3]\nreturn %x");
    assertEquals(Shape.of(2, 16, 3), inputs(model, Verification.DEFAULT).get("x").shape());
    Verification.Options given =
        Verification.DEFAULT.withInputShapes(Map.of("x", Shape.of(-1, 5, 3)));
    assertEquals(Shape.of(2, 5, 3), inputs(model, given).get("x").shape());
  }

  @Test
  void an_input_of_unknown_rank_asks_for_its_shape() {
    RunnableModel model = model("input %x: float32[...]\nreturn %x");
    ShapeException e =
        assertThrows(ShapeException.class, () -> inputs(model, Verification.DEFAULT));
    assertEquals("input 'x' is of unknown rank: give its shape", e.getMessage());
  }

  private static final String EMBEDDING =
      """
      input %x: {type}[100]
      %table = Const float32[5, 2] random(1)
      %codes = Cast(%x) {DstT=DT_INT32}
      %small = Const float32[3, 2] random(2)
      %rows = GatherV2(%table, %codes, 0) {batch_dims=0}
      %column = Reshape(%codes, [100, 1])
      {more}
      return %rows
      """;

  private static Set<Float> values(String type, String more, String output) {
    String text =
        EMBEDDING.replace("{type}", type).replace("{more}", more).replace("return %rows", output);
    Tensor x = inputs(model(text), Verification.DEFAULT).get("x");
    Set<Float> out = new TreeSet<>();
    for (int i = 0; i < x.size(); i++) {
      out.add((float) x.get(i));
    }
    return out;
  }

  @Test
  void inputs_that_are_looked_up_stay_below_the_size_of_the_table() {
    for (String type : List.of("int32", "float32")) {
      assertEquals(Set.of(0f, 1f, 2f, 3f, 4f), values(type, "", "return %rows"));
    }
  }

  @Test
  void the_smallest_of_several_tables_counts() {
    assertEquals(
        Set.of(0f, 1f, 2f),
        values(
            "int32",
            "%other = GatherV2(%small, %column, 0) {batch_dims=0}",
            "return %rows, %other"));
  }

  // ---- two models ----

  private static final String DENSE =
      """
      input %x: float32[?, 3]
      %w = Const float32[3, 2] {1.0, 0.5, 0.0, 2.0, 1.0, 0.25}
      %y = MatMul(%x, %w) {transpose_a=false, transpose_b=false}
      return %y
      """;

  private static List<Difference> run(String first, String second) {
    return Verification.run(model(first), model(second), Verification.DEFAULT);
  }

  @Test
  void a_model_equals_itself() {
    assertTrue(run(DENSE, DENSE).getFirst().ok());
  }

  @Test
  void a_perturbed_weight_is_found() {
    Difference d = run(DENSE, DENSE.replace("0.25", "0.251")).getFirst();
    assertFalse(d.ok());
    assertEquals("y", d.output());
    assertEquals(Shape.of(2, 2), d.shape());
    assertTrue(d.maxAbs() > d.allowed() && d.maxAbs() < 1e-3, d::toString);
  }

  @Test
  void inputs_are_matched_by_name_and_else_by_position() {
    String ab = "input %a: float32[2]\ninput %b: float32[2]\n%y = Sub(%a, %b)\nreturn %y";
    String ba = "input %b: float32[2]\ninput %a: float32[2]\n%y = Sub(%a, %b)\nreturn %y";
    String pq = "input %p: float32[2]\ninput %q: float32[2]\n%y = Sub(%p, %q)\nreturn %y";
    String qp = "input %q: float32[2]\ninput %p: float32[2]\n%y = Sub(%p, %q)\nreturn %y";
    assertTrue(run(ab, ba).getFirst().ok());
    assertTrue(run(ab, pq).getFirst().ok());
    assertFalse(run(ab, qp).getFirst().ok());
  }

  @Test
  void models_of_other_inputs_are_not_compared() {
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> run(DENSE, DENSE.replace("return", "input %more: float32[2]\nreturn")));
    assertEquals("the models take different inputs: [x] and [x, more]", e.getMessage());
  }

  @Test
  void inputs_of_strings_cannot_be_made_up() {
    UnsupportedModelException e =
        assertThrows(
            UnsupportedModelException.class,
            () -> inputs(model("input %x: string[2]\nreturn %x"), Verification.DEFAULT));
    assertEquals(
        "inputs of type " + DataType.STRING.jsName() + " cannot be generated", e.getMessage());
  }
}
