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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static String model(String... weights) {
    return "{\"weightsManifest\":[{\"paths\":[\"" + String.join("\",\"", weights) + "\"]}]}";
  }

  private static void write(Path folder) {
    try (OutputFolder output = OutputFolder.open(folder)) {
      String name = output.free("group1-shard1of1.bin");
      put(output, name, "new weights");
      put(output, "model.json", model(name));
      output.commit();
    }
  }

  private static final String NEW_MODEL = model("group1-shard1of1.bin");

  private static final Map<String, String> NEW =
      Map.of("model.json", NEW_MODEL, "group1-shard1of1.bin", "new weights");

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
            "model.json", NEW_MODEL,
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
    put(output, "group1-shard1of2.2.bin", "new");
    put(output, "group1-shard2of2.bin", "new");
    put(output, "model.json", "new");
    // One of the new files vanishes before it is moved.
    try (var all = Files.walk(dir)) {
      Files.delete(
          all.filter(p -> p.endsWith(OutputFolder.WORK + "/group1-shard2of2.bin"))
              .findFirst()
              .orElseThrow());
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
    assertEquals("old", Folder.content(dir).get("group1-shard1of1.bin"));
    assertEquals("new weights", Folder.content(dir).get("group1-shard1of1.2.bin"));
  }

  @Test
  void aFileOfSomebodyElseIsNotOverwritten() {
    file("group1-shard1of1.bin", "of nobody");
    write(dir);
    assertEquals(
        Map.of(
            "model.json", model("group1-shard1of1.2.bin"),
            "group1-shard1of1.bin", "of nobody",
            "group1-shard1of1.2.bin", "new weights"),
        Folder.content(dir));
  }

  @Test
  void aFileThatAnotherModelNeedsToo() {
    file("model.json", "{\"weightsManifest\":[{\"paths\":[\"a.bin\",\"b.bin\",\"c.bin\"]}]}");
    file("other.json", "{\"weightsManifest\":[{\"paths\":[\"./b.bin\"]}]}");
    file("broken.json", "[\"c.bin\", what");
    file("a.bin", "of the old alone");
    file("b.bin", "of both");
    file("c.bin", "of both");
    write(dir);
    assertEquals(
        java.util.Set.of(
            "model.json", "group1-shard1of1.bin", "other.json", "broken.json", "b.bin", "c.bin"),
        Folder.content(dir).keySet());
  }

  @Test
  void namesThatNoFileCanHaveDoNoHarm() {
    file(
        "model.json",
        "{\"weightsManifest\":[{\"paths\":[\"a\\u0000.bin\",\"b\\n1 2 c.bin\",7,\"\\ud800.bin\"]}]}");
    file("b\n1 2 c.bin", "old");
    file("c.bin", "of nobody");
    write(dir);
    assertEquals("of nobody", Folder.content(dir).get("c.bin"));
  }

  /// A model of two shards that is about to be written.
  private OutputFolder about() throws IOException {
    OutputFolder output = OutputFolder.open(dir);
    String name = output.free("group1-shard1of2.bin");
    put(output, name, "new 1");
    put(output, output.free("group1-shard2of2.bin"), "new 2");
    put(output, "model.json", model(name, "group1-shard2of2.bin"));
    return output;
  }

  @FunctionalInterface
  private interface Step {
    void of(OutputFolder output) throws IOException;
  }

  private static final List<Step> STEPS =
      List.of(
          OutputFolder::recordWeights,
          OutputFolder::placeWeights,
          OutputFolder::replaceModel,
          OutputFolder::close);

  /// What is there when a process is killed after some steps, seen by others: a copy, as the lock
  /// lives as long as this process.
  private Path killedAfter(int steps) throws IOException {
    Path copy = dir.resolveSibling(dir.getFileName() + "-" + steps);
    try (OutputFolder output = about()) {
      for (Step step : STEPS.subList(0, steps)) {
        step.of(output);
      }
      try (var all = Files.walk(dir)) {
        for (Path p : all.toList()) {
          Files.copy(p, copy.resolve(dir.relativize(p)), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return copy;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aKillLeavesOneWholeModelAndTheNextWriterClearsUp(int steps) throws IOException {
    oldModel();
    Map<String, String> old = Folder.content(dir);
    Path killed = killedAfter(steps);
    Map<String, String> left = Folder.content(killed);
    if (steps < 3) {
      assertTrue(left.entrySet().containsAll(old.entrySet()), left::toString);
    } else {
      assertEquals("new 1", left.get("group1-shard1of2.2.bin"));
      assertEquals("new 2", left.get("group1-shard2of2.bin"));
      assertTrue(left.get("model.json").contains("group1-shard1of2.2.bin"));
    }
    OutputFolder.open(killed).close();
    Map<String, String> cleared = Folder.content(killed);
    if (steps < 3) {
      assertEquals(old, cleared);
    } else {
      assertFalse(cleared.containsKey("old.bin"));
      assertEquals("of nobody", cleared.get("group7-shard1of1.bin"));
    }
    write(killed);
    assertEquals(
        java.util.Set.of(
            "model.json",
            "group1-shard1of1.bin",
            "group7-shard1of1.bin",
            "notes.txt",
            "sub/model.json"),
        Folder.content(killed).keySet());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aWriterThatEndsEarlyLeavesNoTrace(int steps) throws IOException {
    oldModel();
    Map<String, String> old = Folder.content(dir);
    try (OutputFolder output = about()) {
      for (Step step : STEPS.subList(0, steps)) {
        step.of(output);
      }
    }
    Map<String, String> after = Folder.content(dir);
    if (steps < 3) {
      assertEquals(old, after);
    } else {
      assertEquals("new 1", after.get("group1-shard1of2.2.bin"));
      assertFalse(after.containsKey("old.bin"));
    }
    assertFalse(Files.exists(dir.resolve(OutputFolder.WORK)));
  }

  @Test
  void aFileThatCameInTheMeantimeIsNotTakenForALeftover() throws IOException {
    Path killed = killedAfter(2);
    file("../" + killed.getFileName() + "/group1-shard1of2.bin", "new 3");
    OutputFolder.open(killed).close();
    assertEquals(Map.of("group1-shard1of2.bin", "new 3"), Folder.content(killed));
  }

  @Test
  void aSpoiltRecordDoesNotStandInTheWay() throws IOException {
    Folder.write(
        dir.resolve(OutputFolder.WORK).resolve("own"), new byte[] {0, (byte) 0xff, '\n', ' '});
    write(dir);
    assertEquals(NEW, Folder.content(dir));
  }

  @Test
  void anotherWriterHasToWait() throws Exception {
    OutputFolder first = about();
    ModelException e =
        assertThrows(ModelException.class, () -> OutputFolder.open(dir, Duration.ofMillis(50)));
    assertTrue(e.getMessage().contains("somebody else has been writing"), e.getMessage());
    Thread waiting = Thread.ofPlatform().start(() -> write(dir));
    Thread.sleep(50);
    assertTrue(waiting.isAlive());
    first.commit();
    first.close();
    waiting.join();
    assertEquals(NEW, Folder.content(dir));
  }

  @Test
  void manyWritersOfOneFolderLeaveOneWholeModel() throws Exception {
    Path out = dir.resolve("a/b");
    List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean fails = i % 2 == 0;
      writers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, e) -> failed.add(e))
              .start(() -> {
                for (int k = 0; k < 10; k++) {
                  if (fails) {
                    OutputFolder.open(out).close();
                  } else {
                    write(out);
                  }
                }
              }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(List.of(), failed);
    Map<String, String> content = Folder.content(out);
    assertEquals(2, content.size(), content::toString);
    assertTrue(content.containsValue("new weights"), content::toString);
    assertFalse(Files.exists(out.resolve(OutputFolder.WORK)));
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
    write(dir.resolve("b"));
    assertEquals("new weights", Folder.content(dir.resolve("b")).get("group1-shard1of1.2.bin"));
    file("c/" + OutputFolder.WORK, "x");
    assertThrows(ModelException.class, () -> write(dir.resolve("c")));
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
  @Timeout(20)
  void aLinkToNowhereIsNoFolder() throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));
    ModelException e = assertThrows(ModelException.class, () -> write(dir.resolve("link/below")));
    assertTrue(e.getMessage().startsWith("cannot write into the output folder"), e.getMessage());
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
