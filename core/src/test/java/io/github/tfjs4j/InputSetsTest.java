package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Verification.InputSet;
import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InputSetsTest {
  private static RunnableModel model(String text) {
    return new RunnableModel(new TextForm(Ops.ALL).parse(text));
  }

  private static Map<String, Tensor> inputs(RunnableModel model, Verification.Options options) {
    return new InputSets(model, model, options).all().getFirst().feeds();
  }

  @Test
  void inputs_depend_on_the_seed_alone() {
    RunnableModel model =
        model("input %x: float32[?, 3]\ninput %b: bool[4]\ninput %i: int32[5]\nreturn %x");
    Map<String, Tensor> once = inputs(model, Verification.DEFAULT);
    Map<String, Tensor> again = inputs(model, Verification.DEFAULT);
    assertEquals(List.of("x", "b", "i"), List.copyOf(once.keySet()));
    once.forEach((name, t) -> assertTrue(t.sameBits(again.get(name)), name));
    Verification.Options other = Verification.DEFAULT.withSeed(43);
    assertFalse(once.get("x").sameBits(inputs(model, other).get("x")));
    assertEquals(Shape.of(2, 3), once.get("x").shape());
    for (float v : once.get("x").floats()) {
      assertTrue(v >= -1 && v <= 1, () -> "" + v);
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

  @Test
  void more_numbers_than_a_picture_has_are_not_made_up() {
    RunnableModel model = model("input %x: float32[?, 300000000]\nreturn %x");
    LimitException e =
        assertThrows(LimitException.class, () -> inputs(model, Verification.DEFAULT));
    assertTrue(e.getMessage().contains("600000000 made-up numbers"), e.getMessage());
    assertTrue(e.getMessage().contains("--input_shape"), e.getMessage());
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

  @Test
  void inputs_of_strings_cannot_be_made_up() {
    UnsupportedModelException e =
        assertThrows(
            UnsupportedModelException.class,
            () -> inputs(model("input %x: string[2]\nreturn %x"), Verification.DEFAULT));
    assertEquals(
        "inputs of type " + DataType.STRING.jsName() + " cannot be generated", e.getMessage());
  }

  // ---- several sets ----

  private static List<InputSet> sets(String text) {
    return new InputSets(model(text), model(text), Verification.DEFAULT).all();
  }

  private static List<String> labels(String text) {
    return sets(text).stream().map(s -> s.labels().get("x")).toList();
  }

  private static double min(Tensor t) {
    double min = Double.POSITIVE_INFINITY;
    for (int i = 0; i < t.size(); i++) {
      min = Math.min(min, t.get(i));
    }
    return min;
  }

  private static double max(Tensor t) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < t.size(); i++) {
      max = Math.max(max, t.get(i));
    }
    return max;
  }

  @Test
  void numbers_are_small_and_larger_since_a_clip_may_be_far_out() {
    assertEquals(List.of("-1 to 1", "-10 to 10"), labels("input %x: float32[?, 3]\nreturn %x"));
  }

  @Test
  void pictures_have_pixels() {
    assertEquals(
        List.of("-1 to 1", "0 to 255"), labels("input %x: float32[?, 8, 8, 3]\nreturn %x"));
  }

  private static final String RESCALED =
      """
      input %x: float32[?, 4, 4, 3]
      %size = Const int32[2] {8, 8}
      %large = ResizeBilinear(%x, %size) {align_corners=false, half_pixel_centers=true}
      %small = Mul(%large, 0.00784313725490196)
      %y = Sub(%small, 1.0)
      %z = Relu(%y)
      return %z
      """;

  @Test
  void what_a_model_rescales_is_fed_as_large_as_it_expects() {
    List<InputSet> sets = sets(RESCALED);
    assertEquals(2, sets.size());
    Tensor x = sets.getLast().feeds().get("x");
    assertEquals(0, min(x), 1e-3);
    assertEquals(255, max(x), 1e-3);
  }

  @Test
  void edges_are_among_the_values() {
    Tensor x = sets("input %x: float32[?, 100]\nreturn %x").getFirst().feeds().get("x");
    assertEquals(-1, min(x));
    assertEquals(1, max(x));
    assertTrue(
        java.util.stream.IntStream.range(0, x.size()).anyMatch(i -> x.get(i) == 0), x::toString);
  }

  @Test
  void a_padded_sequence_is_among_the_sets_of_a_model_that_masks() {
    Tensor x =
        sets("""
        input %x: float32[?, 4, 1]
        %ok = NotEqual(%x, -5.0)
        %y = Cast(%ok) {DstT=DT_FLOAT}
        return %y
        """)
            .getLast()
            .feeds()
            .get("x");
    assertTrue(x.get(0) != -5 && x.get(2) != -5 && x.get(3) == -5, x::toString);
    // The last sample begins with the mark instead.
    assertTrue(x.get(4) == -5 && x.get(5) == -5 && x.get(6) != -5, x::toString);
  }

  @Test
  void the_other_model_may_say_what_the_first_does_not() {
    RunnableModel folded = model("input %x: float32[?, 3]\n%y = Relu(%x)\nreturn %y");
    RunnableModel plain =
        model(
            "input %in: float32[?, 3]\n%s = Sub(%in, 50.0)\n%d = Mul(%s, 0.5)\n"
                + "%y = Relu(%d)\nreturn %y");
    List<InputSet> sets = new InputSets(folded, plain, Verification.DEFAULT).all();
    assertEquals(
        "48 to 52, what the model scales to about -1 to 1", sets.getLast().labels().get("x"));
  }

  @Test
  void a_given_interval_takes_the_place_of_all_guesses() {
    RunnableModel model = model(RESCALED);
    List<InputSet> sets =
        new InputSets(
                model, model, Verification.DEFAULT.withIntervals(Map.of("x", new Interval(3, 4))))
            .all();
    for (InputSet set : sets) {
      assertEquals("3 to 4, given", set.labels().get("x"));
      assertTrue(min(set.feeds().get("x")) >= 3 && max(set.feeds().get("x")) <= 4);
    }
  }

  @Test
  void a_given_tensor_is_fed_as_it_is() {
    RunnableModel model = model("input %x: float32[?, 2]\nreturn %x");
    Tensor given = Tensor.of(new float[] {7, 8, 9, 10}, 2, 2);
    for (InputSet set :
        new InputSets(model, model, Verification.DEFAULT.withInputs(Map.of("x", given))).all()) {
      assertTrue(given.sameBits(set.feeds().get("x")));
    }
  }
}
