package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardFileTest {
  private static final int SIZE = 5 << 19;

  @TempDir Path dir;
  private Path file;
  private byte[] content;

  @BeforeEach
  void aFile() {
    file = dir.resolve("group1-shard1of1.bin");
    content = new byte[SIZE];
    new java.util.Random(1).nextBytes(content);
    Folder.write(file, content);
  }

  @Test
  void bytesAreReadWhereTheyStand() throws IOException {
    Bytes bytes = ShardFile.read(file);
    assertEquals(SIZE, bytes.size());
    assertArrayEquals(content, bytes.toArray());
    assertArrayEquals(
        Arrays.copyOfRange(content, 7, SIZE - 3), bytes.slice(7, SIZE - 10).toArray());
    Path copy = dir.resolve("copy");
    try (var channel =
        java.nio.channels.FileChannel.open(
            copy,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      bytes.slice(1, SIZE - 1).writeTo(channel);
    }
    assertArrayEquals(Arrays.copyOfRange(content, 1, SIZE), Files.readAllBytes(copy));
  }

  private void fails(Bytes bytes, String message) {
    FormatException e = assertThrows(FormatException.class, bytes::toArray);
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws IOException {
    Bytes bytes = ShardFile.read(file);
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(SIZE / 2);
    }
    fails(bytes, "was changed while the model was read");
    // What was not cut off is no longer trusted either.
    fails(bytes.slice(0, 4), SIZE + " bytes of");
  }

  @Test
  void aFileThatIsOverwrittenIsRefused() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
    Bytes bytes = ShardFile.read(file);
    Files.write(file, new byte[SIZE]);
    fails(bytes, "was changed while the model was read");
  }

  @Test
  void anotherFileInItsPlaceIsRefused() throws IOException {
    Bytes bytes = ShardFile.read(file);
    Files.copy(file, dir.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(dir.resolve("copy"), file, StandardCopyOption.ATOMIC_MOVE);
    fails(bytes, "was changed while the model was read");
    Files.delete(file);
    fails(bytes, "cannot be read: there is no such file");
  }

  @Test
  void aSmallFileIsReadAtOnce() throws IOException {
    byte[] small = {1, 2, 3};
    Folder.write(file, small);
    Bytes bytes = ShardFile.read(file);
    Files.delete(file);
    assertArrayEquals(small, bytes.toArray());
  }

  @Test
  void aPipeIsNoModelAndNoWeightFile() throws Exception {
    Path pipe = dir.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    FormatException e = assertThrows(FormatException.class, () -> Source.of(pipe));
    assertTrue(e.getMessage().contains("no regular file"), e.getMessage());
    Folder.layers(dir, "{\"name\":\"w\",\"shape\":[1],\"dtype\":\"float32\"}", new byte[4]);
    Files.delete(dir.resolve("w.bin"));
    Files.move(pipe, dir.resolve("w.bin"));
    e = assertThrows(FormatException.class, () -> new TfjsLayersFormat().read(Source.of(dir)));
    assertTrue(e.getMessage().contains("w.bin is not a file"), e.getMessage());
  }
}
