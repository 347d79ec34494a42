package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
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
        "input only_input: float32[2, 3], seed 42, sizes chosen for [?, 3] (--input_shape)",
        ran.out().lines().findFirst().orElseThrow());
    assertTrue(ran.out().endsWith("equal: 1 output\n"), ran.out());
  }

  @Test
  void differencesAreShownWithTheirPlaceAndBothValues() {
    Ran ran = Ran.tfjs4j("verify", relu, tanh);
    assertEquals(1, ran.status());
    assertTrue(
        ran.out()
            .matches(
                "(?s).*FAIL output only \\[2, 2\\]: largest difference \\S+ \\(allowed \\S+, range"
                    + " \\S+\\), relative \\S+, at \\[\\d, \\d\\]: \\S+ and \\S+\n"
                    + "different: 1 of 1 output\n"),
        ran.out());
  }

  @Test
  void seedSamplesAndShapesChooseTheInputs() {
    Ran ran = Ran.tfjs4j("verify", "--seed=7", "--samples=5", relu, relu);
    assertTrue(ran.out().startsWith("input only_input: float32[5, 3], seed 7"), ran.out());
    Ran shaped = Ran.tfjs4j("verify", "--input_shape=[4,3]", relu, relu);
    assertTrue(shaped.out().startsWith("input only_input: float32[4, 3], seed 42\n"), shaped.out());
  }

  @Test
  void toleranceIsAbsoluteAndRelative() {
    assertEquals(0, Ran.tfjs4j("verify", "--tolerance=100", relu, tanh).status());
    assertEquals(0, Ran.tfjs4j("verify", "--tolerance=0,100", relu, tanh).status());
    assertEquals(2, Ran.tfjs4j("verify", "--tolerance=1,2,3", relu, tanh).status());
  }

  @Test
  void aModelThatDoesNotTakeTheInputsIsNamed() throws IOException {
    Ran ran = Ran.tfjs4j("verify", "--input_shape=[2,4]", relu, relu);
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("error: "), ran.err());
  }

  @Test
  void quietOnlyTellsByItsStatus() {
    Ran ran = Ran.tfjs4j("verify", "-q", relu, tanh);
    assertEquals(1, ran.status());
    assertEquals("", ran.out() + ran.err());
  }
}
