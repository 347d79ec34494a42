package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Extras;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownReshapesTest {
  private static KerasModel model(String input, String target) {
    Tree topology =
        Json.parse(
            """
            {"class_name":"Sequential","config":{"name":"s","layers":[
             {"class_name":"InputLayer","config":{"name":"x","batch_input_shape":%s}},
             {"class_name":"Reshape","config":{"name":"r","target_shape":%s}}]}}\
            """
                .formatted(input, target),
            "test");
    return new KerasModel(topology, List.of(), Tree.MISSING, About.NOTHING, Extras.NONE);
  }

  private static String target(KerasModel model) {
    return KnownReshapes.of(model, ReadOptions.DEFAULT)
        .topology()
        .path("config")
        .path("layers")
        .path(1)
        .path("config")
        .path("target_shape")
        .toString();
  }

  @Test
  void aLengthThatFollowsIsSaid() {
    assertEquals("[8,3]", target(model("[null,4,6]", "[-1,3]")));
  }

  @Test
  void aLengthThatDoesNotFollowStaysOpen() {
    assertEquals("[-1,3]", target(model("[null,null,6]", "[-1,3]")));
  }

  @Test
  void aModelWithoutOpenLengthsStaysAsItIs() {
    KerasModel model = model("[null,4,6]", "[8,3]");
    assertSame(model, KnownReshapes.of(model, ReadOptions.DEFAULT));
  }
}
