package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConvertCommandTest {
  @TempDir Path temp;
  private String in;
  private String out;

  @BeforeEach
  void writeModel() throws IOException {
    in = TinyModel.write(temp.resolve("in"), "relu").getParent().toString();
    out = temp.resolve("out").toString();
  }

  private Ran convert(String... options) {
    List<String> args = new ArrayList<>(List.of("convert"));
    args.addAll(List.of(options));
    args.add(in);
    args.add(out);
    return Ran.tfjs4j(args.toArray(String[]::new));
  }

  private JsonNode written() {
    return JsonMapper.shared().readTree(Path.of(out).resolve("model.json").toFile());
  }

  @Test
  void inAndOutSuffice() {
    Ran ran = convert();
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    assertEquals("graph-model", written().path("format").asString());
    assertTrue(ran.out().matches("(?s).*/out: \\d+ nodes -> \\d+, weights 32 B .*"), ran.out());
  }

  @Test
  void whatSomebodyMayMissIsNotReplacedUnasked() throws IOException {
    out = in;
    for (String to : List.of("tfjs_graph_model", "tfjs_layers_model")) {
      Ran ran = convert("--output_format=" + to);
      assertEquals(1, ran.status());
      assertEquals(
          "error: "
              + in
              + " is the input, and becomes a "
              + to
              + ": give another folder, or --overwrite if that is what you want\n",
          ran.err());
    }
    assertTrue(Files.exists(temp.resolve("in/weights.bin")));
    out = temp.resolve("out").toString();
    assertEquals(0, convert("--output_format=tfjs_layers_model").status());
    assertTrue(
        convert().err().contains("/out holds a tfjs_layers_model, and becomes a tfjs_graph_model"));
    assertEquals("layers-model", written().path("format").asString());
    assertEquals(0, convert("--output_format=tfjs_layers_model", "--quantize_uint8").status());
    assertEquals(0, convert("--overwrite").status());
    assertEquals(0, convert().status());
    Files.writeString(temp.resolve("out/model.json"), "{\"mine\":1}");
    assertTrue(convert().err().contains("/out holds a model.json that is no model, and becomes"));
    out = in;
    assertEquals(0, convert("--overwrite").status());
  }

  @Test
  void bothPathsMustBeThere() {
    Ran ran = Ran.tfjs4j("convert", in);
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("expected IN and OUT"), ran.err());
  }

  @Test
  void anOptionalValueIsNotTheNextArgument() {
    assertEquals(0, convert("--quantize_uint8", "--control_flow_v2").status());
    assertTrue(written().path("weightsManifest").toString().contains("uint8"));
  }

  @Test
  void anOptionalValueIsAttached() {
    assertEquals(
        0, convert("--output_format=tfjs_layers_model", "--quantize_float16=*bias").status());
    JsonNode weights = written().path("weightsManifest").path(0).path("weights");
    assertFalse(weights.path(0).has("quantization"), weights.toString());
    assertEquals("float16", weights.path(1).path("quantization").path("dtype").asString());
  }

  @Test
  void wrongValuesAreUsageErrors() {
    for (String option :
        List.of(
            "--semantics=keras9",
            "--quantization_bytes=3",
            "--weight_shard_size_bytes=many",
            "--strip_debug_ops=perhaps",
            "--input_shape=[a]",
            "--tolerance=-1",
            "--samples=0",
            "--with=python")) {
      Ran ran = convert(option);
      assertEquals(2, ran.status(), option);
      assertTrue(ran.err().startsWith("tfjs4j convert: error: "), ran.err());
    }
  }

  @Test
  void otherMistakesAreStatusOne() {
    Ran ran = convert("--signature_name=x");
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("error: The --signature_name flag"), ran.err());
  }

  @Test
  void aLongestSequenceIsAPositiveNumberAndNoLoop() {
    Ran none = convert("--max_time_steps=0");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("takes a number from 1 to 100000, but got 0"), none.err());
    Ran both = convert("--max_time_steps=5", "--unroll=never");
    assertEquals(1, both.status());
    assertTrue(both.err().contains("leave one of them out"), both.err());
    assertEquals(0, convert("--max_time_steps=5").status());
  }

  @Test
  void whatAModelMayComeToIsAnOption() {
    Ran none = convert("--max_nodes=0");
    assertEquals(1, none.status());
    assertTrue(none.err().contains("--max_nodes takes a number from 1 on, but got 0"), none.err());
    Ran few = convert("--max_nodes=1");
    assertEquals(1, few.status());
    assertTrue(few.err().contains("--max_nodes=N allows more"), few.err());
    assertEquals(0, convert("--max_nodes=99", "--max_bytes=99999999999999999999").status());
  }

  @Test
  void modelsOfOtherFormatsAreRecognised() throws IOException {
    Path keras = temp.resolve("model.h5");
    Files.write(keras, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0});
    in = keras.toString();
    Ran ran = convert();
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("error: " + in + ": is no sound HDF5 file: "), ran.err());
    assertEquals(ran.err(), Ran.tfjs4j("inspect", in).err());

    in = "https://example.org/model/model.json";
    assertTrue(convert().err().contains(": URLs are not read; download the model"));

    in = temp.resolve("nowhere").toString();
    assertEquals("error: " + in + ": there is no such file or folder\n", convert().err());
  }

  @Test
  void verifyRunsBoth() {
    Ran ran = convert("--verify");
    assertEquals(0, ran.status());
    assertTrue(ran.out().contains("ok   output only [2, 2]: largest difference"), ran.out());
    assertTrue(ran.out().endsWith("equal: 1 output on 2 sets of inputs\n"), ran.out());
  }

  @Test
  void verifyFailsWhereTheToleranceIsTooSmall() {
    Ran ran = convert("--verify", "--quantize_uint8", "--tolerance=1e-9");
    assertEquals(1, ran.status());
    assertTrue(ran.out().endsWith("different: 1 of 1 output\n"), ran.out());
  }

  @Test
  void explainListsThePasses() {
    Ran ran = convert("--explain");
    assertTrue(ran.out().contains("Rules applied"), ran.out());
    assertTrue(ran.out().contains("FuseIntoProduct "), ran.out());
  }

  @Test
  void quietPrintsNothing() {
    Ran ran = convert("--quiet", "--explain", "--verify");
    assertEquals("", ran.out() + ran.err());
    assertEquals(0, ran.status());
  }

  // ---- batches ----

  private Ran batch(String lines, String... more) throws IOException {
    Path file = Files.writeString(temp.resolve("batch.tsv"), lines);
    List<String> args = new ArrayList<>(List.of("convert", "--batch", file.toString()));
    args.addAll(List.of(more));
    return Ran.tfjs4j(args.toArray(String[]::new));
  }

  @Test
  void aBatchConvertsEachLine() throws IOException {
    Ran ran = batch(in + "\t" + out + "\n\n" + in + "/model.json\t" + out + "2\n");
    assertEquals("ok\t" + out + "\nok\t" + out + "2\n", ran.out());
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    assertEquals("graph-model", written().path("format").asString());
  }

  @Test
  void aLineMayHaveOptionsOfItsOwn() throws IOException {
    Ran ran =
        batch(
            in + "\t" + out + "\t--output_format=tfjs_layers_model\t--quantize_uint16\n",
            "--weight_shard_size_bytes=4",
            "--output_format=tfjs_graph_model");
    assertEquals("ok\t" + out + "\n", ran.out());
    assertEquals("layers-model", written().path("format").asString());
    assertEquals(4, written().path("weightsManifest").path(0).path("paths").size());
  }

  @Test
  void aFailureIsOneLineAndTheOthersGoOn() throws IOException {
    Ran ran = batch("nowhere\ta\n" + in + "\t" + out + "\nx\n" + in + "\tb\t--nope\n");
    assertEquals(1, ran.status());
    List<String> lines = ran.out().lines().toList();
    assertEquals("error\ta\tnowhere: there is no such file or folder", lines.get(0));
    assertEquals("ok\t" + out, lines.get(1));
    assertTrue(lines.get(2).startsWith("error\tx\ta line of a batch is IN<TAB>OUT"), lines.get(2));
    assertTrue(lines.get(3).startsWith("error\tb\tUnknown option: '--nope'"), lines.get(3));
    assertEquals(4, lines.size());
  }

  @Test
  void aBatchCanVerify() throws IOException {
    Ran ran = batch(in + "\t" + out + "\t--quantize_uint8\n", "--verify", "--tolerance=0");
    assertEquals("error\t" + out + "\tthe models differ: tfjs4j verify shows where\n", ran.out());
    assertEquals(1, ran.status());
  }

  @Test
  void aBatchThatIsNotThereIsReported() {
    Ran ran = Ran.tfjs4j("convert", "--batch=nowhere.tsv");
    assertEquals(1, ran.status());
    assertEquals("error: no such file or folder: nowhere.tsv\n", ran.err());
  }

  @Test
  void aPatternThatMatchesNothingIsAWarning() {
    Ran ran = convert("--quantize_uint8=*kernel,batch_norm*");
    assertEquals(0, ran.status());
    assertTrue(
        ran.out()
            .contains("warning: the pattern 'batch_norm*' of quantization to uint8 matches none"),
        ran.out());
    assertTrue(!ran.out().contains("pattern '*kernel'"), ran.out());
  }

  @Test
  void aGraphModelIsStoredAnew() {
    assertEquals(0, convert().status());
    in = out;
    out = temp.resolve("small").toString();
    assertEquals(0, convert("--quantize_float16").status());
    assertEquals(
        "float16", written().at("/weightsManifest/0/weights/0/quantization/dtype").stringValue());
  }
}
