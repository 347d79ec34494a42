package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
  private static final Path CASES = Path.of("../conformance/cases");

  @TempDir Path temp;
  private String relu;
  private String tanh;

  @BeforeEach
  void writeModels() throws IOException {
    relu = TinyModel.write(temp.resolve("relu"), "relu").toString();
    tanh = TinyModel.write(temp.resolve("tanh"), "tanh").toString();
  }

  @Test
  void aModelEqualsItself() {
    Ran ran = Ran.tfjs4j("verify", relu, relu);
    assertEquals(0, ran.status());
    assertEquals(
        List.of(
            "A (tfjs_layers_model " + relu + ")",
            "B (tfjs_layers_model " + relu + ")",
            "seed 42",
            "sizes chosen for only_input [?, 3] (--input_shape)",
            "inputs 1: only_input float32[2, 3], -1 to 1",
            "inputs 2: only_input float32[2, 3], -10 to 10"),
        ran.out().lines().limit(6).toList());
    assertTrue(ran.out().endsWith("equal: 1 output on 2 sets of inputs\n"), ran.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras/residual_bn/model.h5",
        "keras3/k3_cnn/model.keras",
        "saved-model/keras2_conv_norm",
        "saved-model/frozen_binary/graph.pb"
      })
  void aConversionOfFilesOfOthersIsProved(String file) {
    String model = CASES.resolve(file).toString();
    String graph = temp.resolve("graph").toString();
    assertEquals(0, Ran.tfjs4j("convert", "-q", model, graph).status());
    Ran ran = Ran.tfjs4j("verify", model, graph);
    assertEquals(0, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("B (tfjs_graph_model " + graph + ")\n"), ran.out());
  }

  @Test
  void oneOfTheSignaturesOfASavedModelIsCompared() {
    String model = CASES.resolve("saved-model/signatures").toString();
    String graph = temp.resolve("graph").toString();
    String both = "--signature_name=both";
    Ran converted = Ran.tfjs4j("convert", "-q", both, "--saved_model_tags=serve", model, graph);
    assertEquals(0, converted.status(), converted.err());
    Ran ran = Ran.tfjs4j("verify", both, "--saved_model_tags=serve", model, graph);
    assertEquals(0, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("output gap ") && ran.out().contains("output sum "), ran.out());
    assertEquals(1, Ran.tfjs4j("verify", model, graph).status(), "its other signature");
  }

  @Test
  void differencesAreShownWithTheirPlaceAndBothValues() {
    Ran ran = Ran.tfjs4j("verify", relu, tanh);
    assertEquals(1, ran.status());
    assertTrue(
        ran.out()
            .matches(
                "(?s).*FAIL output only \\[2, 2\\]: largest difference \\S+ \\(allowed \\S+, range"
                    + " \\S+\\), relative \\S+, at \\[\\d, \\d\\]: A \\S+, B \\S+, inputs \\d\n"
                    + "different: 1 of 1 output\n"),
        ran.out());
  }

  @Test
  void seedSamplesAndShapesChooseTheInputs() {
    Ran ran = Ran.tfjs4j("verify", "--seed=7", "--samples=5", relu, relu);
    assertTrue(ran.out().contains("seed 7\n"), ran.out());
    assertTrue(ran.out().contains("only_input float32[5, 3]"), ran.out());
    Ran shaped = Ran.tfjs4j("verify", "--input_shape=[4,3]", relu, relu);
    assertTrue(shaped.out().contains("only_input float32[4, 3]"), shaped.out());
  }

  @Test
  void toleranceIsAbsoluteAndRelative() {
    assertEquals(0, Ran.tfjs4j("verify", "--tolerance=100", relu, tanh).status());
    assertEquals(0, Ran.tfjs4j("verify", "--tolerance=0,100", tanh, relu).status());
    assertEquals(2, Ran.tfjs4j("verify", "--tolerance=1,2,3", relu, tanh).status());
  }

  @Test
  void aModelThatDoesNotTakeTheInputsIsNamed() throws IOException {
    Ran ran = Ran.tfjs4j("verify", "--input_shape=[2,4]", relu, relu);
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("error: "), ran.err());
  }

  @Test
  void theModelThatCannotBeReadIsNamed() {
    Ran ran = Ran.tfjs4j("verify", relu, temp.resolve("nowhere").toString());
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("error: B: "), ran.err());
    assertTrue(ran.err().contains("nowhere"), ran.err());
  }

  @Test
  void outputsThatProveNothingHaveAStatusOfTheirOwn() throws IOException {
    String none = TinyModel.write(temp.resolve("none"), "linear", Float.NaN).toString();
    Ran ran = Ran.tfjs4j("verify", none, none);
    assertEquals(3, ran.status());
    assertTrue(ran.out().contains("?    output only [2, 2]"), ran.out());
    assertTrue(ran.out().contains("     no value of it is a finite number\n"), ran.out());
    assertTrue(ran.out().endsWith("undecided: 1 of 1 output\n"), ran.out());
  }

  // ---- inputs that are given ----

  @Test
  void anIntervalIsForOneInputOrForAll() {
    for (String range : List.of("5,6", "only_input=5,6")) {
      Ran ran = Ran.tfjs4j("verify", "--input_range=" + range, relu, relu);
      assertTrue(
          ran.out().contains("inputs 1: only_input float32[2, 3], 5 to 6, given"), ran.out());
    }
    Ran none = Ran.tfjs4j("verify", "--input_range=other=5,6", relu, relu);
    assertEquals(2, none.status());
    assertTrue(none.err().contains("there is no input 'other'"), none.err());
    assertEquals(2, Ran.tfjs4j("verify", "--input_range=6,5", relu, relu).status());
    assertEquals(2, Ran.tfjs4j("verify", "--input_range=6", relu, relu).status());
  }

  @Test
  void valuesAreTakenFromAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("x.json"), "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]");
    for (String input : List.of(file.toString(), "only_input=" + file)) {
      Ran ran = Ran.tfjs4j("verify", "--input", input, relu, relu);
      assertEquals(0, ran.status(), ran.out() + ran.err());
      assertTrue(ran.out().contains("only_input float32[3, 3], given"), ran.out());
    }
    Ran missing = Ran.tfjs4j("verify", "--input=only_input=nowhere.npy", relu, relu);
    assertEquals(2, missing.status());
    assertTrue(missing.err().contains("there is no such file: 'nowhere.npy'"), missing.err());
  }

  @Test
  void quietOnlyTellsByItsStatus() {
    Ran ran = Ran.tfjs4j("verify", "-q", relu, tanh);
    assertEquals(1, ran.status());
    assertEquals("", ran.out() + ran.err());
  }
}
