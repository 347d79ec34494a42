package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsManifestTest {
  @TempDir Path dir;

  private List<WeightGroup> read(String manifest) {
    String json =
        "{\"modelTopology\":{\"class_name\":\"Sequential\"},\"weightsManifest\":" + manifest + "}";
    Folder.write(dir.resolve("model.json"), json.getBytes(StandardCharsets.UTF_8));
    return new TfjsLayersFormat().read(Source.of(dir)).weights();
  }

  private Tensor only(String entry, byte... bytes) {
    Folder.write(dir.resolve("w.bin"), bytes);
    List<WeightGroup> groups = read("[{\"paths\":[\"w.bin\"],\"weights\":[" + entry + "]}]");
    return groups.getFirst().entries().getFirst().data().tensor();
  }

  private void fails(String manifest, String... messages) {
    FormatException e = assertThrows(FormatException.class, () -> read(manifest));
    for (String message : messages) {
      assertTrue(e.getMessage().contains(message), e.getMessage());
    }
    assertTrue(e.getMessage().startsWith(dir.resolve("model.json") + ": "), e.getMessage());
  }

  private void entryFails(String entry, String... messages) {
    Folder.write(dir.resolve("w.bin"), new byte[1024]);
    fails("[{\"paths\":[\"w.bin\"],\"weights\":[" + entry + "]}]", messages);
  }

  @Test
  void everyEncodingIsDecoded() {
    assertArrayEquals(
        new float[] {1, -2},
        only("{\"name\":\"w\",\"shape\":[2],\"dtype\":\"float32\"}", Folder.floats(1, -2))
            .floats());
    assertArrayEquals(
        new int[] {-2},
        only(
                "{\"name\":\"w\",\"shape\":[],\"dtype\":\"int32\"}",
                (byte) -2,
                (byte) -1,
                (byte) -1,
                (byte) -1)
            .ints());
    assertArrayEquals(
        new byte[] {1, 0},
        only("{\"name\":\"w\",\"shape\":[2,1],\"dtype\":\"bool\"}", (byte) 1, (byte) 0).bools());
    assertEquals(
        DataType.COMPLEX64,
        only("{\"name\":\"w\",\"shape\":[1],\"dtype\":\"complex64\"}", Folder.floats(1, 2)).type());
    byte[][] strings =
        only(
                "{\"name\":\"w\",\"shape\":[3],\"dtype\":\"string\"}",
                new byte[] {2, 0, 0, 0, 'h', 'i', 0, 0, 0, 0, 1, 0, 0, 0, '!'})
            .strings();
    assertArrayEquals(new byte[][] {{'h', 'i'}, {}, {'!'}}, strings);
    assertEquals(0, only("{\"name\":\"w\",\"shape\":[0],\"dtype\":\"string\"}").size());
  }

  @Test
  void quantizedWeightsAreDecoded() {
    String head = "{\"name\":\"w\",\"shape\":[2],\"dtype\":\"float32\",\"quantization\":";
    assertArrayEquals(
        new float[] {-1, 126.5f},
        only(
                head
                    + "{\"dtype\":\"uint8\",\"min\":-1,\"scale\":0.5,\"original_dtype\":\"float32\"}}",
                (byte) 0,
                (byte) 255)
            .floats());
    assertArrayEquals(
        new float[] {1, 513},
        only(
                head + "{\"dtype\":\"uint16\",\"min\":1,\"scale\":2}}",
                (byte) 0,
                (byte) 0,
                (byte) 0,
                (byte) 1)
            .floats());
    assertArrayEquals(
        new float[] {1, -2},
        only(head + "{\"dtype\":\"float16\"}}", (byte) 0, (byte) 0x3c, (byte) 0, (byte) 0xc0)
            .floats());
    assertArrayEquals(
        new int[] {0, 7},
        only(
                "{\"name\":\"w\",\"shape\":[2],\"dtype\":\"int32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":0,\"scale\":3.5}}",
                (byte) 0,
                (byte) 2)
            .ints());
  }

  @Test
  void bareCodesStandForThemselves() {
    assertArrayEquals(
        new int[] {7, 200},
        only("{\"name\":\"w\",\"shape\":[2],\"dtype\":\"uint8\"}", (byte) 7, (byte) 200).ints());
    assertArrayEquals(
        new int[] {256},
        only("{\"name\":\"w\",\"shape\":[1],\"dtype\":\"uint16\"}", (byte) 0, (byte) 1).ints());
    assertArrayEquals(
        new float[] {1},
        only("{\"name\":\"w\",\"shape\":[1],\"dtype\":\"float16\"}", (byte) 0, (byte) 0x3c)
            .floats());
  }

  @Test
  void aWeightMayStraddleFilesAndStandAtAnyByte() {
    byte[] bytes = Folder.floats(1, 2, 3);
    Folder.write(dir.resolve("a"), new byte[] {1, bytes[0], bytes[1]});
    Folder.write(dir.resolve("b"), new byte[0]);
    Folder.write(dir.resolve("c"), java.util.Arrays.copyOfRange(bytes, 2, 12));
    WeightGroup group =
        read("""
        [{"paths":["./a","b","c"],"weights":[{"name":"f","shape":[1],"dtype":"bool"},
          {"name":"w","shape":[3],"dtype":"float32"}]}]\
        """)
            .getFirst();
    assertArrayEquals(new float[] {1, 2, 3}, group.entries().get(1).data().tensor().floats());
  }

  @Test
  void bytesBehindTheLastWeightAreToleratedAsInTfjs() {
    assertArrayEquals(
        new float[] {1},
        only("{\"name\":\"w\",\"shape\":[1],\"dtype\":\"float32\"}", Folder.floats(1, 2)).floats());
  }

  @Test
  void aModelMayHaveNoWeights() {
    assertEquals(0, read("[]").size());
    assertEquals(0, read("[{\"paths\":[],\"weights\":[]}]").getFirst().entries().size());
    assertEquals(
        0,
        read("[{\"paths\":[],\"weights\":[{\"name\":\"w\",\"shape\":[3,0],\"dtype\":\"float32\"}]}]")
            .getFirst()
            .entries()
            .getFirst()
            .data()
            .tensor()
            .size());
  }

  @Test
  void allMissingFilesAreNamedAtOnce() {
    Folder.write(dir.resolve("group1-shard1of3.bin"), new byte[4]);
    fails(
        "[{\"paths\":[\"group1-shard1of3.bin\",\"group1-shard2of3.bin\",\"group1-shard3of3.bin\"],\"weights\":[]}]",
        ": weightsManifest[0] promises 3 shards, group1-shard2of3.bin,"
            + " group1-shard3of3.bin are missing beside it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.bin",
        "/etc/passwd",
        "a/../../x",
        "..",
        "..\\\\x",
        "C:\\\\x",
        "http://example.org/x",
        "https:x",
        "",
        "a\\u0000b",
        "sub/../x"
      })
  void pathsThatLeaveTheFolderAreRefused(String path) {
    fails(
        "[{\"paths\":[\"" + path + "\"],\"weights\":[]}]",
        "weightsManifest[0].paths: ",
        "does not name a file in the model's own folder");
  }

  @Test
  void linksThatLeaveTheFolderAreRefused(@TempDir Path elsewhere) throws IOException {
    Folder.write(elsewhere.resolve("secret.bin"), new byte[4]);
    Files.createSymbolicLink(dir.resolve("link.bin"), elsewhere.resolve("secret.bin"));
    fails("[{\"paths\":[\"link.bin\"],\"weights\":[]}]", "it is a link to");
    Files.createSymbolicLink(dir.resolve("sub"), elsewhere);
    fails("[{\"paths\":[\"sub/secret.bin\"],\"weights\":[]}]", "it is a link to");
    Folder.write(dir.resolve("real.bin"), new byte[4]);
    Files.createSymbolicLink(dir.resolve("inside.bin"), Path.of("real.bin"));
    assertEquals(1, read("[{\"paths\":[\"inside.bin\"],\"weights\":[]}]").size());
  }

  @Test
  void aFolderIsNoWeightFile() throws IOException {
    Files.createDirectory(dir.resolve("sub"));
    fails("[{\"paths\":[\"sub\"],\"weights\":[]}]", "sub is not a file");
    fails("[{\"paths\":[\".\"],\"weights\":[]}]", ". is not a file");
  }

  @Test
  void aFileIsNamedOnce() throws IOException {
    Folder.write(dir.resolve("w.bin"), new byte[4]);
    Files.createLink(dir.resolve("same.bin"), dir.resolve("w.bin"));
    String weights = "\"weights\":[{\"name\":\"%s\",\"shape\":[1],\"dtype\":\"float32\"}]}";
    for (String paths :
        List.of("\"w.bin\",\"w.bin\"", "\"w.bin\",\"./w.bin\"", "\"w.bin\",\"same.bin\"")) {
      fails(
          "[{\"paths\":[" + paths + "]," + weights.formatted("w") + "]",
          "the file is named a second time");
    }
    fails(
        "[{\"paths\":[\"w.bin\"],"
            + weights.formatted("w")
            + ",{\"paths\":[\"w.bin\"],"
            + weights.formatted("v")
            + "]",
        "weightsManifest[1].paths: 'w.bin': the file is named a second time");
  }

  @Test
  void stringsAreMeasuredAcrossBlocksAndFiles() {
    byte[] bytes = new byte[3 * 70_000];
    for (int i = 0; i < 3; i++) {
      int length = 70_000 - 4;
      for (int k = 0; k < 4; k++) {
        bytes[i * 70_000 + k] = (byte) (length >> (8 * k));
      }
      bytes[i * 70_000 + 4] = (byte) ('a' + i);
    }
    Folder.write(dir.resolve("a.bin"), java.util.Arrays.copyOf(bytes, 70_002));
    Folder.write(dir.resolve("b.bin"), java.util.Arrays.copyOfRange(bytes, 70_002, bytes.length));
    byte[][] strings =
        read("[{\"paths\":[\"a.bin\",\"b.bin\"],\"weights\":[{\"name\":\"w\",\"shape\":[3],\"dtype\":\"string\"}]}]")
            .getFirst()
            .entries()
            .getFirst()
            .data()
            .tensor()
            .strings();
    assertEquals('c', strings[2][0]);
    assertEquals(70_000 - 4, strings[2].length);
  }

  @Test
  void claimsAreCheckedAgainstTheBytesThatAreThere() {
    entryFails(
        "{\"name\":\"a/k\",\"shape\":[512,1048576],\"dtype\":\"float32\"}",
        "weightsManifest[0].weights[0] 'a/k': float32[512, 1048576] takes 2147483648 bytes from"
            + " byte 0 of its group on, but 1024 are there");
    entryFails(
        "{\"name\":\"w\",\"shape\":[2147483647,2147483647,2147483647],\"dtype\":\"float32\"}",
        "more bytes than can be counted");
    entryFails(
        "{\"name\":\"w\",\"shape\":[4294967296],\"dtype\":\"float32\"}", "shape should hold ints");
    entryFails("{\"name\":\"w\",\"shape\":[-1],\"dtype\":\"float32\"}", "shape should hold ints");
    entryFails("{\"name\":\"w\",\"shape\":[1.5],\"dtype\":\"float32\"}", "shape should hold ints");
    entryFails(
        "{\"name\":\"w\",\"shape\":[2147483647],\"dtype\":\"string\"}",
        "2147483647 strings take at least 4 bytes each, but 1024 bytes are there");
    entryFails("{\"name\":\"w\",\"shape\":[257],\"dtype\":\"float32\"}", "takes 1028 bytes");
  }

  @Test
  void entriesAreChecked() {
    String good = "{\"name\":\"w\",\"shape\":[1],\"dtype\":\"float32\"}";
    entryFails(
        good + "," + good, "weights[1].name: there are two weights 'w'".replace(".name", ""));
    entryFails(
        "{\"name\":\"w\",\"shape\":[1],\"dtype\":\"float99\"}", "'w': unknown dtype 'float99'");
    entryFails(
        "{\"shape\":[1],\"dtype\":\"float32\"}",
        "weights[0].name should be a string, found nothing");
    entryFails("{\"name\":\"w\",\"dtype\":\"float32\"}", "shape should be a list of ints");
    entryFails("7", "weights[0] should be an object, found 7");
    String head = "{\"name\":\"w\",\"shape\":[1],\"dtype\":\"%s\",\"quantization\":%s}";
    entryFails(
        head.formatted("float32", "{\"dtype\":\"uint4\"}"), "unknown quantization dtype \"uint4\"");
    entryFails(
        head.formatted("float32", "{\"dtype\":\"uint8\",\"min\":0}"),
        "doesn't have corresponding metadata min and scale");
    entryFails(head.formatted("int32", "{\"dtype\":\"float16\"}"), "float32 only, not for int32");
    entryFails(
        head.formatted("bool", "{\"dtype\":\"uint8\",\"min\":0,\"scale\":1}"), "not for bool");
    fails("7", "weightsManifest should be a list of groups");
    fails("[7]", "weightsManifest[0] should have a list 'weights'");
    fails("[{\"weights\":[]}]", "weightsManifest[0].paths should be a list");
    fails("[{\"paths\":[1],\"weights\":[]}]", "but holds 1");
  }
}
