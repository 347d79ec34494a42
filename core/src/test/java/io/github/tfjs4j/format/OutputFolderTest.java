package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir Path dir;

  private static void put(OutputFolder output, String name, String text) {
    try (FileChannel c = output.create(name)) {
      c.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void file(String name, String text) {
    Folder.write(dir.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path folder) {
    try (OutputFolder output = OutputFolder.open(folder)) {
      put(output, "group1-shard1of1.bin", "new weights");
      put(output, "model.json", "{\"new\":1}");
      output.commit();
    }
  }

  private static final Map<String, String> NEW =
      Map.of("model.json", "{\"new\":1}", "group1-shard1of1.bin", "new weights");

  @Test
  void missingFoldersAreMade() {
    write(dir.resolve("a/b/c"));
    assertEquals(NEW, Folder.content(dir.resolve("a/b/c")));
  }

  @Test
  void whatIsNotCommittedLeavesNoTrace() {
    try (OutputFolder output = OutputFolder.open(dir.resolve("a/b/c"))) {
      put(output, "model.json", "half");
    }
    assertFalse(Files.exists(dir.resolve("a")));
  }

  @Test
  void anEmptyFolderThatWasThereStays() throws IOException {
    Files.createDirectory(dir.resolve("a"));
    OutputFolder.open(dir.resolve("a/b")).close();
    assertTrue(Files.isDirectory(dir.resolve("a")));
    assertFalse(Files.exists(dir.resolve("a/b")));
  }

  private void oldModel() {
    file(
        "model.json",
        "{\"weightsManifest\":[{\"paths\":[\"group1-shard1of2.bin\",\"./old.bin\",\"group2-shard1of1\",\"notes.txt\",\"../up.bin\"]}]}");
    file("group1-shard1of2.bin", "old 1");
    file("old.bin", "old 2");
    file("group2-shard1of1", "old 3");
    file("group7-shard1of1.bin", "of nobody");
    file("notes.txt", "mine");
    file("sub/model.json", "another");
  }

  @Test
  void theOldModelGoesAndEverythingElseStays() {
    oldModel();
    write(dir);
    assertEquals(
        Map.of(
            "model.json", "{\"new\":1}",
            "group1-shard1of1.bin", "new weights",
            "group7-shard1of1.bin", "of nobody",
            "notes.txt", "mine",
            "sub/model.json", "another"),
        Folder.content(dir));
  }

  @Test
  void theOldModelStaysWhenTheNewOneFails() {
    oldModel();
    Map<String, String> before = Folder.content(dir);
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          try (OutputFolder output = OutputFolder.open(dir)) {
            put(output, "group1-shard1of2.bin", "new");
            throw new IllegalArgumentException("in the middle");
          }
        });
    assertEquals(before, Folder.content(dir));
  }

  @Test
  void theOldModelComesBackWhenAMoveFails() throws IOException {
    oldModel();
    Map<String, String> before = Folder.content(dir);
    OutputFolder output = OutputFolder.open(dir);
    put(output, "group1-shard1of2.bin", "new");
    put(output, "group1-shard2of2.bin", "new");
    put(output, "model.json", "new");
    // One of the new files vanishes before it is moved.
    try (var all = Files.walk(dir)) {
      Files.delete(
          all.filter(p -> p.endsWith("new/group1-shard2of2.bin")).findFirst().orElseThrow());
    }
    ModelException e = assertThrows(ModelException.class, output::commit);
    assertTrue(e.getMessage().startsWith("cannot write the model to " + dir), e.getMessage());
    output.close();
    assertEquals(before, Folder.content(dir));
  }

  @Test
  void aModelWhoseJsonIsBrokenIsReplacedAlone() {
    file("model.json", "{");
    file("group1-shard1of1.bin", "old");
    file("group1-shard1of2.bin", "of nobody");
    write(dir);
    assertEquals("of nobody", Folder.content(dir).get("group1-shard1of2.bin"));
    assertEquals("new weights", Folder.content(dir).get("group1-shard1of1.bin"));
  }

  @Test
  void aFileThatAnotherModelNeedsIsNotOverwritten() {
    file("other.json", "{\"weightsManifest\":[{\"paths\":[\"group1-shard1of1.bin\"]}]}");
    file("group1-shard1of1.bin", "of other");
    Map<String, String> before = Folder.content(dir);
    ModelException e = assertThrows(ModelException.class, () -> write(dir));
    assertTrue(
        e.getMessage().contains("other.json in the same folder needs the file"), e.getMessage());
    assertEquals(before, Folder.content(dir));
  }

  @Test
  void aFileIsNoFolder() {
    file("out", "x");
    ModelException e = assertThrows(ModelException.class, () -> write(dir.resolve("out")));
    assertEquals(
        "Output path \"" + dir.resolve("out") + "\" already exists as a file; give a folder",
        e.getMessage());
    ModelException below =
        assertThrows(ModelException.class, () -> write(dir.resolve("out/below")));
    assertTrue(
        below.getMessage().startsWith("cannot write into the output folder"), below.getMessage());
    assertEquals(Map.of("out", "x"), Folder.content(dir));
  }

  @Test
  void aFolderInTheWayIsNamed() {
    file("model.json/x", "x");
    assertTrue(
        assertThrows(ModelException.class, () -> write(dir))
            .getMessage()
            .contains("holds a folder named model.json"));
    file("b/group1-shard1of1.bin/x", "x");
    assertTrue(
        assertThrows(ModelException.class, () -> write(dir.resolve("b")))
            .getMessage()
            .contains("it is a folder"));
  }

  @Test
  void aFolderThatMayNotBeWrittenIsNamed() throws IOException {
    Path closed =
        Files.createDirectory(
            dir.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    // Root may write everywhere; there is nothing to see then.
    if (!Files.isWritable(closed)) {
      ModelException e = assertThrows(ModelException.class, () -> write(closed));
      assertEquals(
          "cannot write into the output folder " + closed + ": permission denied", e.getMessage());
    }
    assertEquals(Map.of(), Folder.content(closed));
  }

  @Test
  void aLinkToAFolderIsFollowed() throws IOException {
    Path real = Files.createDirectory(dir.resolve("real"));
    Files.createSymbolicLink(dir.resolve("link"), real);
    write(dir.resolve("link"));
    assertEquals(NEW, Folder.content(real));
    assertTrue(Files.isSymbolicLink(dir.resolve("link")));
  }
}
