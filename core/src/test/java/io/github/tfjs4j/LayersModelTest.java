package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.exec.Profile;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.layer.GoldenCase;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersModelTest {
  private static final Path MNIST =
      GoldenCase.all("keras")
          .map(GoldenCase::folder)
          .filter(f -> f.endsWith("cnn_mnist"))
          .findFirst()
          .orElseThrow();

  @Test
  void it_predicts() {
    LayersModel model = LayersModel.load(MNIST);
    Tensor scores = model.predict(Tensor.zeros(DataType.FLOAT, Shape.of(2, 28, 28, 1)));
    assertEquals(Shape.of(2, 10), scores.shape());
  }

  @Test
  void its_layers_are_listed_with_shapes_and_numbers() {
    LayersSummary.Row conv = LayersModel.load(MNIST).layers().get(1);
    assertEquals("conv2d", conv.name());
    assertEquals("Conv2D", conv.className());
    assertEquals("[?, 26, 26, 8]", conv.outputShape());
    assertEquals(3 * 3 * 8 + 8, conv.trainable());
    assertEquals(0, conv.fixed());
    assertEquals(List.of("input_1"), List.copyOf(conv.inputs()));
  }

  @Test
  void what_its_layers_give_is_had_by_their_names() {
    LayersModel model = LayersModel.load(MNIST);
    String input = model.inputs().keySet().iterator().next();
    String output = model.outputs().keySet().iterator().next();
    Map<String, Tensor> inputs = new RandomInputs(42).of(model, Map.of());
    List<Tensor> out = model.execute(inputs, List.of("conv2d", output, input));
    assertEquals(Shape.of(1, 26, 26, 8), out.getFirst().shape());
    assertTrue(out.get(1).sameBits(model.predict(inputs).get(output)));
    assertTrue(out.get(2).sameBits(inputs.get(input)));
    assertTrue(out.get(1).sameBits(model.execute(inputs, List.of(output)).getFirst()));
    ShapeException none =
        assertThrows(ShapeException.class, () -> model.execute(inputs, List.of("conv3d")));
    assertEquals(
        MNIST
            + ": the model has no layer 'conv3d' and no output of that name; similar are conv2d;"
            + " its outputs are ["
            + output
            + "]",
        none.getMessage());
    ShapeException index =
        assertThrows(ShapeException.class, () -> model.execute(inputs, List.of("conv2d:1")));
    assertEquals(MNIST + ": conv2d (Conv2D) has 1 result, not conv2d:1", index.getMessage());
  }

  @Test
  void its_summary_is_a_table() {
    String summary = LayersModel.load(MNIST).summary().toString();
    assertTrue(summary.startsWith("Layer (type)"), summary);
    assertTrue(summary.contains("Total params: 5,258\n"), summary);
    assertTrue(summary.endsWith("Non-trainable params: 0"), summary);
  }

  @Test
  void options_say_how_it_is_read() {
    LayersModel own = LayersModel.load(MNIST);
    LayersModel keras3 =
        LayersModel.load(
            Source.of(MNIST),
            ReadOptions.DEFAULT
                .withSemantics(Semantics.KERAS3)
                .withInputShape(own.inputs().keySet().iterator().next(), Shape.of(1, 28, 28, 1)));
    assertEquals(Semantics.KERAS3, keras3.semantics());
    assertEquals(Shape.of(1, 10), keras3.outputs().values().iterator().next().shape());
    assertThrows(
        ModelException.class,
        () ->
            LayersModel.load(
                Source.of(MNIST),
                ReadOptions.DEFAULT.withInputShape("nothing", Shape.of(1, 28, 28, 1))));
  }

  @Test
  void what_happens_to_its_files_afterwards_changes_nothing(@TempDir Path dir) throws IOException {
    try (Stream<Path> files = Files.list(MNIST)) {
      for (Path file : files.toList()) {
        Files.copy(file, dir.resolve(file.getFileName()));
      }
    }
    LayersModel model = LayersModel.load(dir);
    Map<String, Tensor> inputs = new RandomInputs(42).of(model, Map.of());
    List<Tensor> before = LayersModel.load(MNIST).execute(inputs, List.of("conv2d"));
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".bin")).toList()) {
        Files.write(file, new byte[(int) Files.size(file)]);
      }
    }
    assertTrue(model.execute(inputs, List.of("conv2d")).getFirst().sameBits(before.getFirst()));
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertEquals(
        List.of("dense"),
        model.layers().stream().map(LayersSummary.Row::name).filter("dense"::equals).toList());
    assertTrue(model.execute(inputs, List.of("dense")).getFirst().size() > 0);
  }

  @Test
  void what_a_layer_takes_is_profiled() {
    LayersModel model = LayersModel.load(MNIST).withThreads(1);
    Map<String, Tensor> inputs = new RandomInputs(42).of(model, Map.of());
    List<String> nodes =
        model.profile(inputs, List.of("conv2d")).entries().stream()
            .map(Profile.Entry::node)
            .toList();
    assertTrue(nodes.stream().anyMatch(n -> n.contains("conv2d (Conv2D)")), nodes::toString);
    assertTrue(nodes.stream().noneMatch(n -> n.contains("(Dense)")), nodes::toString);
    String output = model.outputs().keySet().iterator().next();
    assertEquals(
        model.profile(inputs).entries().size(),
        model.profile(inputs, List.of(output)).entries().size());
  }
}
