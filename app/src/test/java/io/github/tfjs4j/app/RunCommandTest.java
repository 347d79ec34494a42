package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  /// The kernel is -0.9, -0.65, -0.4, -0.15, 0.1, 0.35; the bias 0.6, 0.85.
  private static final String INPUT = "[[1, 0, 0], [0, 2, 4]]";

  @TempDir Path temp;
  private String model;
  private String input;

  @BeforeEach
  void writeModel() throws IOException {
    model = TinyModel.write(temp.resolve("model"), "linear").toString();
    input = Files.writeString(temp.resolve("x.json"), INPUT).toString();
  }

  private static Tree json(Ran ran) {
    assertEquals(0, ran.status(), ran.err());
    return Json.parse(ran.out(), "what was printed");
  }

  private static void assertFails(int status, String message, Ran ran) {
    assertEquals(status, ran.status(), ran.err());
    assertTrue(ran.err().contains(message), ran.err());
    assertEquals("", ran.out());
  }

  // ---- what is printed ----

  @Test
  void outputsAreShownInATable() {
    Ran ran = Ran.tfjs4j("run", model, "--input", input);
    assertEquals(0, ran.status(), ran.err());
    assertEquals(
        """
        input only_input: float32[2, 3]
        Output  Type     Shape        Min     Max     Mean  First values
        --------------------------------------------------------------------------------------
        only    float32  [2, 2]  -0.30000  1.9500  0.51250  -0.30000, 0.20000, 0.20000, 1.9500
        --------------------------------------------------------------------------------------
        """,
        ran.out());
  }

  @Test
  void jsonHasAllValues() {
    Tree output =
        json(Ran.tfjs4j("run", "--json", model, "--input", "only_input=" + input))
            .path("outputs")
            .path(0);
    assertEquals("only", output.path("name").stringValue());
    assertEquals("float32", output.path("dtype").stringValue());
    assertEquals(
        "[2, 2]", "[" + output.path("shape").path(0) + ", " + output.path("shape").path(1) + "]");
    List<Tree> values = output.path("values").stream().flatMap(Tree::stream).toList();
    assertEquals(-0.3, values.get(0).doubleValue(), 1e-6);
    assertEquals(1.95, values.get(3).doubleValue(), 1e-6);
  }

  @Test
  void whatIsNoNumberIsAWordInJsonAndRemarkedInTheTable() throws IOException {
    String none = TinyModel.write(temp.resolve("none"), "linear", Float.NaN).toString();
    Tree values = json(Ran.tfjs4j("run", "--json", none, "--input", input)).path("outputs");
    assertEquals("NaN", values.path(0).path("values").path(0).path(0).stringValue());
    String table = Ran.tfjs4j("run", none, "--input", input).out();
    assertTrue(table.contains("NaN, NaN, NaN, NaN (4 are no finite number)"), table);
  }

  // ---- files ----

  @Test
  void outputsAreWrittenToFilesWithAnIndex() throws IOException {
    Path out = temp.resolve("a/b");
    Ran ran = Ran.tfjs4j("run", model, "--input", input, "--out", out.toString());
    assertEquals(0, ran.status(), ran.err());
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(
          List.of("only.npy", "outputs.json"),
          files.map(f -> f.getFileName().toString()).sorted().toList());
    }
    assertEquals(
        "[{\"name\":\"only\",\"dtype\":\"float32\",\"shape\":[2,2],\"file\":\"only.npy\"}]",
        Json.text(Json.read(out.resolve("outputs.json"))));
    var again =
        InputFile.read(
            out.resolve("only.npy"), io.github.tfjs4j.tensor.TensorType.of(DataType.FLOAT, 2, 2));
    assertEquals(1.95f, again.floats()[3], 1e-6);
  }

  @Test
  void aFailureLeavesTheFolderAsItWas() throws IOException {
    Path out = temp.resolve("out");
    assertFails(
        1,
        "no layer 'nothing'",
        Ran.tfjs4j("run", model, "--input", input, "--output=nothing", "--out", out.toString()));
    assertFalse(Files.exists(out));
    Files.createDirectories(out.resolve("only.npy/in the way"));
    Ran ran = Ran.tfjs4j("run", model, "--input", input, "--out", out.toString());
    assertEquals(1, ran.status());
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(List.of(out.resolve("only.npy")), files.toList());
    }
  }

  // ---- inputs ----

  @Test
  void inputsAreMadeUpByASeed() {
    String made = Ran.tfjs4j("run", model, "--random", "42", "--json").out();
    assertEquals(made, Ran.tfjs4j("run", model, "--random=42", "--json").out());
    assertFalse(made.equals(Ran.tfjs4j("run", model, "--random=43", "--json").out()));
    Ran three = Ran.tfjs4j("run", model, "--random=1", "--batch=3", "--input_range=2,2");
    assertTrue(three.out().contains("input only_input: float32[3, 3]\n"), three.out());
    assertTrue(three.out().contains("[3, 2]"), three.out());
  }

  @Test
  void bareValuesTakeAShapeBehindTheName() throws IOException {
    String bare = Files.write(temp.resolve("x.bin"), new byte[24]).toString();
    for (String text :
        List.of(bare, "only_input=" + bare, "only_input:2x3=" + bare, ":2x3=" + bare)) {
      Ran ran = Ran.tfjs4j("run", model, "--input", text);
      assertTrue(ran.out().startsWith("input only_input: float32[2, 3]\n"), ran.out() + ran.err());
    }
    assertFails(
        1, "input 'only_input' is [?, 3]", Ran.tfjs4j("run", model, "--input=:3x2=" + bare));
  }

  @Test
  void mistakesInInputsAreNamed() throws IOException {
    assertFails(
        1,
        "nothing is given for input only_input float32[?, 3]: give --input NAME=FILE, or"
            + " --random SEED",
        Ran.tfjs4j("run", model));
    assertFails(2, "no such file: 'nowhere.npy'", Ran.tfjs4j("run", model, "--input=nowhere.npy"));
    assertFails(
        2,
        "two files for 'only_input'",
        Ran.tfjs4j("run", model, "--input=" + input, "--input=" + input));
    String four = Files.writeString(temp.resolve("four.json"), "[[1, 2, 3, 4]]").toString();
    assertFails(
        1,
        "input 'only_input': " + four + ": holds [1, 4], the input takes [?, 3]",
        Ran.tfjs4j("run", model, "--input", four));
    assertFails(
        1,
        "the model's inputs are [only_input]",
        Ran.tfjs4j("run", model, "--input_shape=y=[1,3]", "--random=1"));
    assertFails(2, "--batch", Ran.tfjs4j("run", model, "--random=1", "--batch=0"));
    assertFails(2, "--random", Ran.tfjs4j("run", model, "--random=x"));
    assertFails(1, "nowhere", Ran.tfjs4j("run", "nowhere", "--random=1"));
  }

  // ---- outputs ----

  @Test
  void layersAndNodesAreAskedForByName() throws IOException {
    Tree outputs =
        json(Ran.tfjs4j(
                "run", "--json", model, "--input", input, "--output=only_input", "--output=only"))
            .path("outputs");
    assertEquals("only_input", outputs.path(0).path("name").stringValue());
    assertEquals("[[1,0,0],[0,2,4]]", Json.text(outputs.path(0).path("values")).replace(".0", ""));
    assertEquals("only", outputs.path(1).path("name").stringValue());
    assertFails(
        1,
        "no layer 'onli' and no output of that name; similar are only",
        Ran.tfjs4j("run", model, "--input", input, "--output=onli"));
    String graph = temp.resolve("graph").toString();
    assertEquals(0, Ran.tfjs4j("convert", "-q", model, graph).status());
    assertFails(
        1,
        "there is no input 'y', the inputs are [only_input]",
        Ran.tfjs4j("run", graph, "--input_shape=y=[1,3]", "--random=1"));
    assertFails(
        1,
        "input 'only_input' is [?, 3], not [1, 4]",
        Ran.tfjs4j("run", graph, "--input_shape=[1,4]", "--random=1"));
    assertEquals(
        1,
        json(Ran.tfjs4j("run", "--json", graph, "--random=1", "--output=only"))
            .path("outputs")
            .size());
    assertFails(1, "no node 'none'", Ran.tfjs4j("run", graph, "--random=1", "--output=none"));
  }

  // ---- the largest values ----

  @Test
  void theLargestValuesAreNamed() throws IOException {
    String labels = Files.writeString(temp.resolve("labels.txt"), "cat\ndog\n").toString();
    Ran ran = Ran.tfjs4j("run", model, "--input", input, "--labels", labels, "--top=1");
    assertTrue(
        ran.out()
            .endsWith(
                """
                only, row 0:
                Index    Value  Label
                ---------------------
                    1  0.20000  dog
                ---------------------
                only, row 1:
                Index   Value  Label
                --------------------
                    1  1.9500  dog
                --------------------
                """),
        ran.out());
    Tree rows =
        json(Ran.tfjs4j("run", "--json", model, "--input", input, "--labels", labels))
            .path("outputs")
            .path(0)
            .path("top");
    assertEquals(2, rows.size());
    assertEquals(
        List.of("dog", "cat"),
        rows.path(0).stream().map(e -> e.path("label").stringValue()).toList());
    assertEquals(0, rows.path(0).path(1).path("index").intValue());
    Tree bare = json(Ran.tfjs4j("run", "--json", model, "--input", input, "--top=9"));
    assertEquals(2, bare.path("outputs").path(0).path("top").path(0).size());
  }

  @Test
  void labelsMustBeAsManyAsValues() throws IOException {
    String labels = Files.writeString(temp.resolve("labels.txt"), "cat\n").toString();
    assertFails(
        1,
        "labels.txt: has 1 label, but no output has so many values in a row; they are only"
            + " float32[2, 2]",
        Ran.tfjs4j("run", model, "--input", input, "--labels", labels));
    assertFails(2, "--labels", Ran.tfjs4j("run", model, "--random=1", "--labels=nowhere"));
    assertFails(2, "--top", Ran.tfjs4j("run", model, "--random=1", "--top=0"));
  }

  // ---- archives ----

  @Test
  void anArchiveIsForAllInputsThatItsArraysAreCalledAs() throws IOException {
    Path npz = temp.resolve("x.npz");
    for (String name : List.of("only_input", "other")) {
      writeNpz(npz, name);
      Ran ran = Ran.tfjs4j("run", model, "--input", npz.toString());
      assertTrue(ran.out().startsWith("input only_input: float32[2, 3]\n"), ran.out() + ran.err());
    }
    writeNpz(npz, "a", "b");
    assertFails(
        1,
        "its arrays are [a, b], and no input is called so: [only_input]",
        Ran.tfjs4j("run", model, "--input", npz.toString()));
    assertFails(
        1,
        "has no array 'only_input', its arrays are [a, b]",
        Ran.tfjs4j("run", model, "--input", "only_input=" + npz));
    Files.write(npz, new byte[30]);
    assertFails(1, "is no .npz file", Ran.tfjs4j("run", model, "--input", npz.toString()));
    assertFails(1, "is no .npz file", Ran.tfjs4j("run", model, "--input", "only_input=" + npz));
  }

  private static void writeNpz(Path file, String... names) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        NpyFile.write(Tensor.of(new float[6], 2, 3), zip);
        zip.closeEntry();
      }
    }
  }

  // ---- times ----

  @Test
  void timesAreTaken() {
    Tree times =
        json(
            Ran.tfjs4j(
                "run", "--json", model, "--random=1", "--repeat=3", "--warmup=2", "--threads=2"));
    assertEquals(
        List.of("loadMs", "firstMs", "medianMs", "minMs", "runs", "threads"),
        List.copyOf(times.fields().keySet()));
    assertEquals(3, times.path("runs").intValue());
    assertEquals(2, times.path("threads").intValue());
    assertTrue(times.path("minMs").doubleValue() <= times.path("medianMs").doubleValue());
    String text = Ran.tfjs4j("run", model, "--random=1", "--repeat=2", "--threads=1").out();
    assertTrue(text.strip().endsWith(" ms of 2 runs on 1 thread"), text);
    assertFails(2, "--threads", Ran.tfjs4j("run", model, "--random=1", "--threads=0"));
    assertFails(2, "--repeat", Ran.tfjs4j("run", model, "--random=1", "--repeat=0"));
    assertFails(2, "--warmup", Ran.tfjs4j("run", model, "--random=1", "--warmup=-1"));
  }

  @Test
  void nodesAreProfiled() {
    Tree profile =
        json(Ran.tfjs4j("run", "--json", model, "--random=1", "--profile")).path("profile");
    assertTrue(profile.size() > 0);
    for (Tree node : profile) {
      assertEquals(
          List.of(
              "node",
              "op",
              "kernel",
              "dtype",
              "shape",
              "runs",
              "ms",
              "share",
              "multiplyAdds",
              "gflops",
              "ofPeak"),
          List.copyOf(node.fields().keySet()));
    }
    assertTrue(
        profile.stream().anyMatch(n -> n.path("node").stringValue().contains("only (Dense)")),
        profile::toString);
    for (Tree node : profile) {
      boolean isProduct = node.path("multiplyAdds").longValue() > 0;
      assertEquals(isProduct, node.path("gflops").isNumber(), node.toString());
      assertEquals(isProduct, node.path("ofPeak").isNumber(), node.toString());
    }
    // Three inputs and two units.
    assertEquals(6, profile.stream().mapToLong(n -> n.path("multiplyAdds").longValue()).sum());
    String text = Ran.tfjs4j("run", model, "--random=1", "--profile", "--repeat=1").out();
    assertTrue(text.contains("  GFLOP/s  Of peak  Runs  Kernel "), text);
    assertTrue(text.contains("Profiled run: "), text);
    assertTrue(text.contains("Peak: "), text);
    Ran layer = Ran.tfjs4j("run", "--json", model, "--random=1", "--profile", "--output=only");
    assertTrue(
        json(layer).path("profile").stream()
            .anyMatch(n -> n.path("node").stringValue().contains("only (Dense)")),
        layer::out);
  }
}
