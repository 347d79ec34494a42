package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightNamesTest {
  private static Optional<String> find(WeightNames names, List<String> models, String layer) {
    return names.find(models, layer, layer, "kernel");
  }

  @Test
  void a_layer_in_a_model_has_its_own_name_in_tfjs_and_keras_2() {
    WeightNames names = new WeightNames(List.of("dense/kernel", "dense/bias"));
    assertEquals(Optional.of("dense/kernel"), find(names, List.of("outer", "inner"), "dense"));
    assertEquals(Optional.empty(), find(names, List.of(), "dense_1"));
  }

  @Test
  void keras_3_writes_the_models_around_it_in_front() {
    WeightNames names =
        new WeightNames(
            List.of(
                "sequential/dense/kernel",
                "sequential/inner/dense/kernel",
                "sequential/inner/d2/kernel"));
    assertEquals(Optional.of("sequential/dense/kernel"), find(names, List.of(), "dense"));
    assertEquals(
        Optional.of("sequential/inner/dense/kernel"), find(names, List.of("inner"), "dense"));
    assertEquals(Optional.of("sequential/inner/d2/kernel"), find(names, List.of("inner"), "d2"));
  }

  @Test
  void a_name_of_the_enclosing_model_wins_over_one_outside() {
    WeightNames names = new WeightNames(List.of("dense/kernel", "inner/dense/kernel"));
    assertEquals(Optional.of("inner/dense/kernel"), find(names, List.of("inner"), "dense"));
    assertEquals(Optional.of("dense/kernel"), find(names, List.of(), "dense"));
  }

  @Test
  void the_name_of_a_cell_in_between_is_passed_over() {
    WeightNames names =
        new WeightNames(List.of("lstm/lstm_cell_3/kernel", "lstm_1/lstm_cell_4/kernel"));
    assertEquals(Optional.of("lstm/lstm_cell_3/kernel"), find(names, List.of(), "lstm"));
  }

  @Test
  void a_wrapped_layer_goes_by_the_wrapper_s_name() {
    WeightNames flat = new WeightNames(List.of("td/kernel"));
    assertEquals(Optional.of("td/kernel"), flat.find(List.of(), "td", "dense", "kernel"));
    WeightNames both = new WeightNames(List.of("td/dense/kernel"));
    assertEquals(Optional.of("td/dense/kernel"), both.find(List.of(), "td", "dense", "kernel"));
  }

  @Test
  void an_ambiguous_name_is_no_name() {
    WeightNames names = new WeightNames(List.of("a/dense/kernel", "b/dense/kernel"));
    assertEquals(Optional.empty(), find(names, List.of(), "dense"));
  }
}
