package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WeightLayoutTest {
  private static WeightLayout sequential(String... layers) {
    String json =
        "{'class_name':'Sequential','config':{'name':'top','layers':["
            + String.join(",", layers)
            + "]}}";
    return WeightLayout.of(tree(json));
  }

  private static Tree tree(String json) {
    return Json.parse(json.replace('\'', '"'), "test");
  }

  private static String layer(String className, String name, String... more) {
    String config =
        Stream.concat(Stream.of("'name':'" + name + "'"), Stream.of(more))
            .collect(Collectors.joining(","));
    return "{'class_name':'" + className + "','config':{" + config + "}}";
  }

  private static List<String> names(WeightLayout layout) {
    return layout.slots().map(Slot::name).toList();
  }

  private static List<String> paths(WeightLayout layout) {
    return layout.slots().map(Slot::path).toList();
  }

  @Test
  void pathsCountClassesAndNamesAreThoseOfTheLayers() {
    WeightLayout layout =
        sequential(
            layer("Dense", "b"),
            layer("Conv2DTranspose", "c", "'use_bias':false"),
            layer("Dense", "a"));
    assertEquals(List.of("b/kernel", "b/bias", "c/kernel", "a/kernel", "a/bias"), names(layout));
    assertEquals(
        List.of(
            "layers/dense/vars/0",
            "layers/dense/vars/1",
            "layers/conv2d_transpose/vars/0",
            "layers/dense_1/vars/0",
            "layers/dense_1/vars/1"),
        paths(layout));
  }

  @Test
  void trainableWeightsComeFirstInAFile() {
    String inner =
        layer(
            "Sequential",
            "in",
            "'layers':["
                + layer("Dense", "a", "'trainable':false")
                + ","
                + layer("BatchNormalization", "bn")
                + ","
                + layer("Dense", "b")
                + "]");
    assertEquals(
        List.of(
            "bn/gamma",
            "bn/beta",
            "b/kernel",
            "b/bias",
            "a/kernel",
            "a/bias",
            "bn/moving_mean",
            "bn/moving_variance"),
        sequential(inner).owners().getFirst().inFileOrder().stream().map(Slot::name).toList());
  }

  @Test
  void layersOfOneNameInTwoModelsHaveTheModelsInFront() {
    String one = layer("Sequential", "one", "'layers':[" + layer("Dense", "d", "'units':1") + "]");
    String two = layer("Sequential", "two", "'layers':[" + layer("Dense", "d", "'units':2") + "]");
    WeightLayout layout = sequential(one, two);
    assertEquals(
        List.of("one/d/kernel", "one/d/bias", "two/d/kernel", "two/d/bias"), names(layout));
    assertEquals("layers/sequential_1/layers/dense/vars/1", paths(layout).getLast());
  }

  @Test
  void cellsAndDirectionsArePartsOfPaths() {
    WeightLayout layout =
        sequential(
            layer("Bidirectional", "bi", "'layer':" + layer("LSTM", "forward_lstm")),
            layer(
                "RNN",
                "r",
                "'cell':"
                    + layer(
                        "StackedRNNCells",
                        "s",
                        "'cells':["
                            + layer("GRUCell", "x", "'use_bias':false")
                            + ","
                            + layer("GRUCell", "y", "'use_bias':false")
                            + "]")));
    assertEquals(
        List.of(
            "bi/forward_lstm/kernel",
            "bi/forward_lstm/recurrent_kernel",
            "bi/forward_lstm/bias",
            "bi/backward_lstm/kernel"),
        names(layout).subList(0, 4));
    assertEquals("layers/bidirectional/backward_layer/cell/vars/2", paths(layout).get(5));
    assertEquals("r/s/y/recurrent_kernel", names(layout).getLast());
    assertEquals("layers/rnn/cell/cells/gru_cell_1/vars/1", paths(layout).getLast());
    assertEquals("r/RNNCell_1/recurrent_kernel", layout.slots().toList().getLast().tfjsName());
  }

  @Test
  void whatIsForTrainingAloneIsLeftOutAndTheRestKeepsItsPath() {
    Map<String, String> named =
        sequential(layer("Dense", "d"), layer("Own", "o"))
            .byPath(
                new LinkedHashSet<>(
                    List.of(
                        "layers/dense/vars/0",
                        "layers/dense/vars/1",
                        "layers/own/vars/0",
                        "optimizer/vars/3")));
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("d/kernel", "layers/dense/vars/0");
    wanted.put("d/bias", "layers/dense/vars/1");
    wanted.put("layers/own/vars/0", "layers/own/vars/0");
    assertEquals(wanted, named);
  }

  @Test
  void aLayerInTwoModelsIsStoredOnce() {
    String dense = layer("Dense", "d", "'use_bias':false");
    String one = layer("Sequential", "one", "'layers':[" + dense + "]");
    String two = layer("Sequential", "two", "'layers':[" + dense + "]");
    String path = "layers/sequential/layers/dense/vars/0";
    assertEquals(
        Map.of("one/d/kernel", path, "two/d/kernel", path),
        sequential(one, two).byPath(Set.of(path)));
  }

  @Test
  void tensorFlow212CountsLayersWithWeightsTwice() {
    String inner = "'layers':[" + layer("Dense", "x", "'use_bias':false") + "]";
    WeightLayout layout =
        sequential(
            layer("Dense", "a", "'use_bias':false"),
            layer("Sequential", "empty", "'layers':[]"),
            layer("Sequential", "s", inner),
            layer("Dense", "b", "'use_bias':false"),
            layer("Sequential", "t", inner.replace("'x'", "'y'")));
    String at = "_layer_checkpoint_dependencies/";
    assertEquals(
        Map.of(
            "a/kernel", at + "dense/vars/0",
            "x/kernel", at + "sequential_1/" + at + "dense/vars/0",
            "b/kernel", at + "dense_2/vars/0",
            "y/kernel", at + "sequential_3/" + at + "dense/vars/0"),
        layout.byPath(
            Set.of(
                at + "dense/vars/0",
                at + "dense_2/vars/0",
                at + "sequential_1/" + at + "dense/vars/0",
                at + "sequential_3/" + at + "dense/vars/0")));
    assertEquals(
        Map.of(
            "a/kernel", at + "dense/vars/0",
            "x/kernel", at + "sequential_1/" + at + "dense/vars/0",
            "b/kernel", at + "dense_1/vars/0",
            "y/kernel", at + "sequential_2/" + at + "dense/vars/0"),
        layout.byPath(
            Set.of(
                at + "dense/vars/0",
                at + "dense_1/vars/0",
                at + "sequential_1/" + at + "dense/vars/0",
                at + "sequential_2/" + at + "dense/vars/0")));
  }

  @Test
  void pathsAreToldFromNames() {
    assertTrue(WeightLayout.arePaths(Set.of("layers/dense/vars/0")));
    assertFalse(WeightLayout.arePaths(Set.of("layers/kernel", "dense/vars")));
    assertFalse(WeightLayout.arePaths(Set.of()));
  }
}
