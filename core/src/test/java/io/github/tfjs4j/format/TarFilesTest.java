package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFilesTest {
  @TempDir Path dir;

  private Source source(byte[] archive) throws IOException {
    Path file = dir.resolve("model.tar.gz");
    Files.write(file, archive);
    return Source.of(file);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void an_archive_is_a_folder() throws IOException {
    byte[] tar = TarArchive.of(Map.of("./a.txt", bytes("one"), "./sub/b.txt", new byte[1000]));
    for (byte[] archive : new byte[][] {tar, TarArchive.packed(tar)}) {
      Source source = source(archive);
      assertTrue(source.main().isEmpty());
      assertArrayEquals(bytes("one"), source.bytes("a.txt").toArray());
      assertEquals(1000, source.bytes("sub/b.txt").size());
      assertFalse(source.has("b.txt"));
    }
  }

  @Test
  void its_only_folder_does_not_count() throws IOException {
    byte[] tar = TarArchive.of(Map.of("model/a.txt", bytes("one"), "model/sub/b.txt", bytes("2")));
    assertTrue(source(TarArchive.packed(tar)).has("sub/b.txt"));
  }

  @Test
  void long_names_stand_before_their_files() throws IOException {
    String name = "n".repeat(150);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarArchive.entry("././@LongLink", 'L', bytes(name + "\0"), out);
    TarArchive.entry("n", '0', bytes("1"), out);
    TarArchive.entry("pax", 'x', bytes("12 path=b.txt\n"), out);
    TarArchive.entry("n", '0', bytes("2"), out);
    Source source = source(out.toByteArray());
    assertArrayEquals(bytes("1"), source.bytes(name).toArray());
    assertArrayEquals(bytes("2"), source.bytes("b.txt").toArray());
  }

  @Test
  void links_are_no_files() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarArchive.entry("a.txt", '0', bytes("1"), out);
    TarArchive.entry("passwd", '2', new byte[0], out);
    assertFalse(source(out.toByteArray()).has("passwd"));
  }

  @Test
  void names_that_lead_out_are_refused() {
    for (String name : new String[] {"../evil", "/etc/passwd", "a/../../b"}) {
      byte[] tar = TarArchive.of(Map.of(name, bytes("1")));
      FormatException e = assertThrows(FormatException.class, () -> source(tar));
      assertTrue(e.getMessage().contains("leads out"), e.getMessage());
    }
  }

  @Test
  void what_unpacks_to_far_more_than_it_is_is_refused() throws IOException {
    byte[] packed = TarArchive.packed(TarArchive.of(Map.of("a", new byte[100 << 20])));
    LimitException e = assertThrows(LimitException.class, () -> source(packed));
    assertTrue(e.getMessage().contains("unpacks"), e.getMessage());
  }

  @Test
  void broken_archives_give_our_exception_or_a_folder() throws IOException {
    byte[] tar = TarArchive.of(Map.of("a.txt", bytes("one"), "sub/b.txt", new byte[3000]));
    Random random = new Random(7);
    for (byte[] whole : new byte[][] {tar, TarArchive.packed(tar)}) {
      for (int round = 0; round < 300; round++) {
        byte[] changed = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        try {
          source(changed);
        } catch (ModelException _) {
          // As it should be.
        }
      }
    }
  }
}
