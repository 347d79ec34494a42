package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.GraphModel;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models with hash tables, from file to result and back.
class HashTablesTest {
  @TempDir private Path dir;

  private static final byte[] WEIGHTS =
      ByteBuffer.allocate(20)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(3)
          .putInt(5)
          .putInt(30)
          .putInt(50)
          .putInt(-1)
          .array();

  private static final String TABLE =
      "\"op\":\"HashTableV2\",\"attr\":{\"key_dtype\":{\"type\":\"DT_INT64\"},\"value_dtype\":{\"type\":\"DT_INT32\"},"
          + "\"container\":{\"s\":\"\"},\"shared_name\":{\"s\":\"\"},\"use_node_name_sharing\":{\"b\":true}}";

  private static String constant(String name) {
    return "{\"name\":\"" + name + "\",\"op\":\"Const\"}";
  }

  /// A model that looks `x` up.
  ///
  /// @param inputs more inputs of the signature
  /// @param main the node that is the table
  /// @param fill the node that fills the table `filled` in the initializer
  private Path model(String inputs, String main, String fill, String initializerSignature) {
    String json =
        """
        {"format":"graph-model","signature":{"inputs":{"x":{"name":"x:0","dtype":"DT_INT32","tensorShape":{"dim":[{"size":"-1"}]}}%s},
            "outputs":{"y":{"name":"y"},"n":{"name":"n"}}},
         "modelTopology":{"node":[{"name":"x","op":"Placeholder","attr":{"dtype":{"type":"DT_INT32"},"shape":{"shape":{"dim":[{"size":"-1"}]}}}},
            %s, %s, {"name":"y","op":"LookupTableFindV2","input":["table","x","none"]},{"name":"n","op":"LookupTableSizeV2","input":["table"]}]},
         "modelInitializer":{"node":[%s,%s,%s]}%s,
         "weightsManifest":[{"paths":["w.bin"],"weights":[{"name":"keys","shape":[2],"dtype":"int32"},
            {"name":"values","shape":[2],"dtype":"int32"},{"name":"none","shape":[],"dtype":"int32"}]}]}\
        """
            .formatted(
                inputs,
                constant("none"),
                main,
                constant("keys"),
                constant("values"),
                fill,
                initializerSignature);
    return Folder.model(dir.resolve("in"), json, WEIGHTS);
  }

  private Path shared() {
    return model(
        "",
        "{\"name\":\"table\"," + TABLE + "}",
        "{\"name\":\"table\","
            + TABLE
            + "},{\"name\":\"fill\",\"op\":\"LookupTableImportV2\",\"input\":[\"table\",\"keys\",\"values\"]}",
        "");
  }

  private Path captured(String fill) {
    return model(
        ",\"t\":{\"name\":\"table:0\",\"dtype\":\"DT_RESOURCE\",\"tensorShape\":{},\"resourceId\":7}",
        "{\"name\":\"table\",\"op\":\"Placeholder\",\"attr\":{\"dtype\":{\"type\":\"DT_RESOURCE\"},\"shape\":{\"shape\":{}}}}",
        "{\"name\":\"filled\","
            + TABLE
            + "},{\"name\":\"fill\",\"op\":\""
            + fill
            + "\",\"input\":[\"filled\",\"keys\",\"values\"]}",
        ",\"initializerSignature\":{\"outputs\":{\"out\":{\"name\":\"filled\",\"resourceId\":7}}}");
  }

  private static void assertLooksUp(GraphModel model) {
    assertEquals(List.of("x"), List.copyOf(model.inputs().keySet()));
    for (int again = 0; again < 2; again++) {
      Map<String, Tensor> y = model.predict(Map.of("x", Tensor.ints(5, 4, 3)));
      assertArrayEquals(new int[] {50, -1, 30}, y.get("y").ints());
      assertArrayEquals(new int[] {2}, y.get("n").ints());
    }
  }

  private void assertIsWrittenBack(Path model) {
    TfjsGraphFormat format = new TfjsGraphFormat();
    format.write(format.read(Source.of(model)), dir.resolve("out"), WriteOptions.DEFAULT);
    assertLooksUp(GraphModel.load(dir.resolve("out")));
    for (String key : List.of("modelInitializer", "initializerSignature")) {
      assertEquals(
          Folder.json(dir.resolve("in/model.json")).path(key),
          Folder.json(dir.resolve("out/model.json")).path(key));
    }
  }

  @Test
  void nodes_of_one_name_are_one_table() {
    assertLooksUp(GraphModel.load(shared()));
    assertIsWrittenBack(shared());
  }

  @Test
  void an_input_that_is_a_table_is_that_of_the_initializer() {
    assertLooksUp(GraphModel.load(captured("LookupTableImportV2")));
    assertIsWrittenBack(captured("InitializeTableV2"));
  }

  @Test
  void a_table_of_an_unknown_making_is_refused_when_it_is_needed() {
    GraphModel model = GraphModel.load(captured("InitializeTableFromTextFileV2"));
    Exception e =
        assertThrows(
            UnsupportedModelException.class,
            () -> model.predict(Map.of("x", Tensor.ints(5, 4, 3))));
    assertTrue(e.getMessage().contains("InitializeTableFromTextFileV2"), e.getMessage());
  }
}
