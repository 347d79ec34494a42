package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.Ops;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SignatureJsonTest {
  private static final TfjsGraphFormat FORMAT = new TfjsGraphFormat();

  @TempDir Path dir;

  private JsonNode write(TensorFlowModel model) {
    FORMAT.write(model, dir.resolve("out"), WriteOptions.DEFAULT);
    return Folder.json(dir.resolve("out/model.json"));
  }

  private JsonNode write(String after) {
    Graph graph =
        new TextForm(Ops.ALL)
            .parse(
                """
                input %%x: float32[1, 2]
                %%zero = Const float32[1, 2] {0.0, 0.0}
                %%h = PlaceholderWithDefault(%%zero) {dtype=DT_FLOAT, shape=shape[1, 2]}
                %%c = PlaceholderWithDefault(%%zero) {dtype=DT_FLOAT, shape=shape[1, 2]}
                %%sum = AddV2(%%x, %%h)
                %%both = AddV2(%%sum, %%c)
                %%halves = Split(1, %%both) {num_split=2}
                state "lstm/h": %%h, %s
                state "lstm/c": %%c, %%both
                return "y": %%both
                """
                    .formatted(after));
    return write(TensorFlowModel.of(graph));
  }

  private static Set<String> nodes(JsonNode json) {
    Set<String> names = new HashSet<>();
    json.at("/modelTopology/node").forEach(n -> names.add(n.path("name").stringValue()));
    return names;
  }

  @Test
  void statesAreListedAndNotInTheSignature() {
    JsonNode json = write("%sum");
    JsonNode states = json.at("/userDefinedMetadata/states");
    assertEquals(
        "{\"name\":\"lstm/h\",\"input\":\"h\",\"output\":\"sum\",\"shape\":[1,2],\"dtype\":\"float32\"}",
        Folder.text(states.get(0)));
    assertEquals("lstm/c", states.get(1).path("name").stringValue());
    assertEquals(List.of("x"), List.copyOf(json.at("/signature/inputs").propertyNames()));
    assertEquals(List.of("y"), List.copyOf(json.at("/signature/outputs").propertyNames()));
  }

  @Test
  void eachStateHasANodeOfItsOwn() {
    for (String after : List.of("%both", "%halves:1", "%h", "%zero", "%x")) {
      JsonNode json = write(after);
      Set<String> outputs = new HashSet<>(List.of("both"));
      for (JsonNode state : json.at("/userDefinedMetadata/states")) {
        String output = state.path("output").stringValue();
        assertTrue(outputs.add(output), output);
        assertTrue(nodes(json).contains(output), output);
        assertFalse(Set.of("h", "c", "x", "zero", "halves").contains(output), output);
      }
    }
  }

  @Test
  void statesComeBack() {
    write("%h");
    TensorFlowModel back = FORMAT.read(Source.of(dir.resolve("out")));
    assertEquals(List.of("lstm/h", "lstm/c"), List.copyOf(back.graph().states().keySet()));
    assertEquals("h", back.graph().name(back.graph().states().get("lstm/h").before().node()));
    assertTrue(back.graph().states().get("lstm/h").after().op() instanceof Identity);
    JsonNode first = Folder.json(dir.resolve("out/model.json"));
    assertEquals(first.path("userDefinedMetadata"), write(back).path("userDefinedMetadata"));
  }

  @Test
  void whatElseIsCalledStatesIsLeftAsItIs() {
    String json =
        """
        {"modelTopology":{"node":[{"name":"x","op":"Placeholder","attr":{"dtype":{"type":"DT_FLOAT"}}},{"name":"y","op":"Relu","input":["x"]}]},
         "userDefinedMetadata":{"states":["Ohio",{"name":"y","input":"x","output":"y"},{"name":1,"input":[],"output":"z"}]}}\
        """;
    TensorFlowModel m = FORMAT.read(Source.of(Folder.model(dir.resolve("in"), json, new byte[0])));
    assertTrue(m.graph().states().isEmpty());
    JsonNode before = Folder.json(dir.resolve("in/model.json")).path("userDefinedMetadata");
    assertEquals(before, write(m).path("userDefinedMetadata"));
    assertNotEquals(0, before.size());
  }
}
