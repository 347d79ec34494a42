package io.github.tfjs4j.formats.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.LayersModel;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether Keras loads what is written, the judge in `conformance` finds out; here it is read back.
class KerasWritingTest {
  @TempDir Path temp;

  private static Path model(String group, String name) {
    return KerasCases.of(group).stream()
        .filter(f -> f.endsWith(name))
        .findFirst()
        .orElseThrow()
        .resolve("model.json");
  }

  private Path convert(Path model, String format) {
    Path output = temp.resolve("made").resolve(format.equals("keras") ? "m.h5" : "m.keras");
    Converter.convert(
        new Converter.Request(
            Source.of(model),
            output,
            Converter.pair("tfjs_layers_model", format),
            ConvertOptions.DEFAULT));
    return output;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch_normalization_noscale",
        "bidirectional_lstm_concat",
        "dot_normalize",
        "embedding_mask_zero_lstm",
        "functional_layer_reused_chain",
        "functional_multi_io",
        "functional_same_tensor_twice",
        "nested_functional_multi_output",
        "nested_sequential_in_functional",
        "prelu_shared_axes",
        "resnet_block__quant_float16",
        "rnn_stacked_mixed_cells",
        "separable_conv2d_same_s2_mult2",
        "seq2seq_lstm",
        "sequential_mnist_cnn__quant_uint8_sharded_multi_group",
        "text_bilstm_classifier",
        "thresholded_relu",
        "time_distributed_conv2d"
      })
  void whatIsWrittenComputesTheSame(String name) throws IOException {
    Path model = model("layers", name);
    for (String format : new String[] {"keras", "keras_keras"}) {
      KerasGoldenTest.assertGolden(LayersModel.load(convert(model, format)), model.getParent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"activation_hard_sigmoid", "conv2d_act_hardSigmoid", "gru", "lstm"})
  void hardSigmoidIsThatOfTfjsInKeras3(String name) throws IOException {
    Path model = model(name.equals("activation_hard_sigmoid") ? "layers-more" : "layers", name);
    KerasGoldenTest.assertGolden(
        LayersModel.load(convert(model, "keras_keras")), model.getParent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "keras_keras"})
  void whatKerasComputesOtherwiseIsSaidAndNothingIsWritten(String format) throws IOException {
    UnsupportedModelException e =
        assertThrows(
            UnsupportedModelException.class,
            () -> convert(model("layers", "resizing_bilinear_up"), format));
    assertTrue(
        e.getMessage()
            .contains(
                "Keras computes this model otherwise than TF.js because of resizing_Resizing1"
                    + " (Resizing)."),
        e.getMessage());
    assertTrue(e.getMessage().contains("--output_format=tfjs_graph_model"), e.getMessage());
    assertFalse(Files.exists(temp.resolve("made")));
  }

  @Test
  void whatKerasHasNotIsSaidAndNothingIsWritten() {
    UnsupportedModelException e =
        assertThrows(
            UnsupportedModelException.class,
            () -> convert(model("layers-more", "activation_gelu_new"), "keras"));
    assertTrue(
        e.getMessage().contains("(Activation): Keras has no activation gelu_new"), e.getMessage());
    assertFalse(Files.exists(temp.resolve("made")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "keras_keras"})
  void aFileIsReplacedAsAWholeAndItsNeighboursStay(String format) throws IOException {
    Path first = convert(model("layers", "dense"), format);
    byte[] before = Files.readAllBytes(first);
    Path neighbour = first.resolveSibling("other.txt");
    Files.writeString(neighbour, "mine");
    assertThrows(ModelException.class, () -> convert(model("layers", "resizing_nearest"), format));
    assertArrayEquals(before, Files.readAllBytes(first));
    convert(model("layers", "dense"), format);
    assertArrayEquals(before, Files.readAllBytes(first), "the same model gives the same bytes");
    convert(model("layers", "lstm"), format);
    assertFalse(java.util.Arrays.equals(before, Files.readAllBytes(first)));
    assertEquals("mine", Files.readString(neighbour));
    try (Stream<Path> files = Files.list(first.getParent())) {
      assertEquals(2, files.count());
    }
  }
}
