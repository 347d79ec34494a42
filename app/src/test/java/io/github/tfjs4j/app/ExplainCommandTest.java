package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {
  @TempDir Path temp;

  @Test
  void passesAreListedAndNothingIsWritten() throws IOException {
    Path model = TinyModel.write(temp, "relu");
    Ran ran = Ran.tfjs4j("explain", model.toString());
    assertEquals(0, ran.status());
    assertTrue(ran.out().startsWith("Pass "), ran.out());
    assertTrue(ran.out().contains("lower layers"), ran.out());
    assertTrue(ran.out().contains("FuseIntoProduct "), ran.out());
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void thePassesAsJson() throws IOException {
    Ran ran = Ran.tfjs4j("explain", "--json", TinyModel.write(temp, "relu").toString());
    assertEquals(0, ran.status());
    JsonNode json = JsonMapper.shared().readTree(ran.out());
    assertEquals("tfjs", json.path("semantics").asString());
    assertEquals(32, json.path("weightBytes").asInt());
    int fused = 0;
    int nodes = json.path("nodesBefore").asInt();
    for (JsonNode pass : json.path("passes")) {
      assertEquals(nodes, pass.path("nodesBefore").asInt(), pass::toString);
      nodes = pass.path("nodesAfter").asInt();
      fused += pass.path("rules").path("FuseIntoProduct").asInt(0);
    }
    assertEquals(nodes, json.path("nodesAfter").asInt());
    assertTrue(fused > 0, ran.out());
    assertTrue(json.path("loops").isArray() && json.path("warnings").isArray(), ran.out());
  }

  @Test
  void aMissingFileOfCustomLayersIsCalledThat() throws IOException {
    String model = TinyModel.write(temp, "relu").toString();
    assertEquals(
        "error: nowhere: there is no such file of custom layers\n",
        Ran.tfjs4j("explain", "--custom_layers=nowhere", model).err());
    Path bytes = Files.write(temp.resolve("bytes"), new byte[] {(byte) 0xff});
    assertEquals(
        "error: " + bytes + ": this is no UTF-8 text, so it defines no layers\n",
        Ran.tfjs4j("explain", "--custom_layers=" + bytes, model).err());
  }

  /// A simple recurrence over 5 steps, or over any number.
  private String recurrent(String steps) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("rnn" + steps));
    Files.write(folder.resolve("w.bin"), new byte[12]);
    return Files.writeString(
            folder.resolve("model.json"),
            """
            {"modelTopology": {"class_name": "Sequential", "keras_version": "tfjs-layers 4.22.0",
              "backend": "tensor_flow.js", "config": {"name": "r", "layers": [
                {"class_name": "SimpleRNN", "config": {"name": "rnn", "units": 1, "activation": "tanh", "use_bias": true,
                  "batch_input_shape": [null, %s, 1], "dtype": "float32"}}]}},
             "weightsManifest": [{"paths": ["w.bin"], "weights": [
               {"name": "rnn/kernel", "shape": [1, 1], "dtype": "float32"},
               {"name": "rnn/recurrent_kernel", "shape": [1, 1], "dtype": "float32"},
               {"name": "rnn/bias", "shape": [1], "dtype": "float32"}]}]}
            """
                .formatted(steps))
        .toString();
  }

  @Test
  void theAdviceOnLoopsFitsTheirReason() throws IOException {
    String open = Ran.tfjs4j("explain", recurrent("null")).out();
    assertTrue(open.contains("--max_time_steps=N or --input_shape"), open);
    String asked = Ran.tfjs4j("explain", "--unroll=never", recurrent("5")).out();
    assertTrue(asked.contains("without --unroll=never a known number of time steps"), asked);
    assertFalse(asked.contains("--max_time_steps"), asked);
    String unrolled = Ran.tfjs4j("explain", recurrent("5")).out();
    assertFalse(unrolled.contains("executeAsync"), unrolled);
  }

  @Test
  void aGraphModelIsRefused() throws IOException {
    Path model = TinyModel.write(temp.resolve("in"), "relu");
    String graph = temp.resolve("out").toString();
    Ran.tfjs4j("convert", model.toString(), graph);
    Ran ran = Ran.tfjs4j("explain", graph);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("tfjs_graph_model"), ran.err());
  }
}
