package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static Map<String, Tensor> outputs(Tensor... tensors) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (Tensor t : tensors) {
      out.put("y" + out.size(), t);
    }
    return out;
  }

  private static List<Difference> compare(Map<String, Tensor> a, Map<String, Tensor> b) {
    return Differences.of(a, b, Verification.DEFAULT);
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
    assertEquals(3, d.range());
    assertEquals(1e-5 + 3e-4, d.allowed(), 1e-12);
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
  }

  @Test
  void the_range_is_the_magnitude_where_values_lie_close_together_far_from_zero() {
    Difference d = compare(Tensor.floats(101325, 101326), Tensor.floats(101325.01f, 101326));
    assertEquals(101326, d.range());
    assertTrue(d.ok(), "a unit in the last place");
    assertFalse(compare(Tensor.floats(101325, 101326), Tensor.floats(101345, 101326)).ok());
  }

  @Test
  void a_flat_softmax_of_many_classes_has_no_room_for_the_absolute_difference() {
    float[] flat = new float[1000];
    java.util.Arrays.fill(flat, 0.001f);
    float[] other = flat.clone();
    other[7] += 5e-6f;
    assertFalse(compare(Tensor.floats(flat), Tensor.floats(other)).ok());
    other[7] = flat[7] * (1 + 1e-4f);
    assertTrue(compare(Tensor.floats(flat), Tensor.floats(other)).ok());
  }

  @Test
  void zeros_must_be_zeros() {
    assertTrue(compare(Tensor.floats(0, 0), Tensor.floats(0, -0f)).ok());
    assertFalse(compare(Tensor.floats(0, 0), Tensor.floats(0, 1e-9f)).ok());
  }

  @Test
  void a_tolerance_without_a_share_holds_for_every_range() {
    Verification.Options two = Verification.DEFAULT.withTolerance(2);
    assertEquals(
        2, Differences.of("y", Tensor.floats(0, 100), Tensor.floats(1, 100), two).allowed());
  }

  @Test
  void the_share_of_finite_values_is_counted() {
    Tensor half = Tensor.floats(Float.NaN, 1, Float.POSITIVE_INFINITY, 2);
    assertEquals(0.5, compare(half, half).finite());
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
}
