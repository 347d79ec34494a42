package io.github.tfjs4j.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.LayersModel;
import io.github.tfjs4j.RandomInputs;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookModelsTest {
  @TempDir Path temp;

  @Test
  void they_have_the_parameters_of_the_originals() {
    assertTrue(model(BookModels::mobileNetV2).summary().toString().contains("3,538,984"));
    assertTrue(model(BookModels::mlp).summary().toString().contains("4,906,001"));
  }

  /// Their outputs would prove nothing if they were the same whatever comes in.
  @Test
  void they_answer_otherwise_to_other_inputs() {
    for (Consumer<Path> maker : List.<Consumer<Path>>of(BookModels::mobileNetV2, BookModels::mlp)) {
      LayersModel model = model(maker);
      Tensor one = answer(model, 1);
      Tensor other = answer(model, 2);
      double range =
          IntStream.range(0, one.size()).mapToDouble(one::get).map(Math::abs).max().orElse(0);
      double change =
          IntStream.range(0, one.size())
              .mapToDouble(i -> Math.abs(one.get(i) - other.get(i)))
              .max()
              .orElse(0);
      assertTrue(change > range / 100, change + " of " + range);
    }
  }

  @Test
  void a_seed_makes_the_same_model_again() {
    assertEquals(
        answer(model(BookModels::mlp), 1).get(0), answer(model(BookModels::mlp), 1).get(0));
  }

  private static Tensor answer(LayersModel model, int seed) {
    Map<String, Tensor> outputs = model.predict(new RandomInputs(seed).of(model, Map.of()));
    return outputs.values().iterator().next();
  }

  private LayersModel model(Consumer<Path> maker) {
    maker.accept(temp);
    return LayersModel.load(temp);
  }
}
