package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
  private static final String ENTRY = "{\"name\":\"w\",\"shape\":[1],\"dtype\":\"float32\"}";

  @TempDir Path dir;

  private Path zip(String name, Map<String, byte[]> files) throws IOException {
    Path file = dir.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> e : files.entrySet()) {
        out.putNextEntry(new ZipEntry(e.getKey()));
        out.write(e.getValue());
      }
    }
    return file;
  }

  private Map<String, byte[]> model(String folder) throws IOException {
    Path in = Folder.layers(dir.resolve("in"), ENTRY, Folder.floats(7));
    Map<String, byte[]> files = new HashMap<>();
    for (String name : new String[] {"model.json", "w.bin"}) {
      files.put(folder + name, Files.readAllBytes(in.resolve(name)));
    }
    return files;
  }

  private static void assertReads(Source source) {
    assertEquals(Formats.TFJS_LAYERS_MODEL, Formats.of(source));
    KerasModel model = Formats.TFJS_LAYERS_MODEL.read(source);
    assertArrayEquals(new float[] {7}, model.values().findFirst().orElseThrow().tensor().floats());
  }

  @Test
  void aModelIsReadFromAFolderAFileAnArchiveAndMemory() throws IOException {
    Map<String, byte[]> files = model("");
    assertReads(Source.of(dir.resolve("in")));
    assertReads(Source.of(dir.resolve("in/model.json")));
    assertReads(Source.of(dir.resolve("in/model.json").toString()));
    assertReads(Source.of(files));
    assertReads(Source.of(zip("flat.zip", files)));
    assertReads(Source.of(zip("deep.zip", model("my model/"))));
  }

  @Test
  void messagesNameTheFolderAndTheFile() throws IOException {
    model("");
    Files.delete(dir.resolve("in/w.bin"));
    for (Path path : new Path[] {dir.resolve("in"), dir.resolve("in/model.json")}) {
      FormatException e =
          assertThrows(
              FormatException.class, () -> Formats.TFJS_LAYERS_MODEL.read(Source.of(path)));
      assertTrue(
          e.getMessage().startsWith(dir.resolve("in/model.json") + ": weightsManifest[0] promises"),
          e.getMessage());
    }
  }

  @Test
  void urlsAreNotRead() {
    for (String url : new String[] {"https://a.b/model.json", "HTTP://a", "gs://b/m", "file://x"}) {
      FormatException e = assertThrows(FormatException.class, () -> Source.of(url));
      assertEquals(
          url
              + ": URLs are not read; download the model, weight files included, and give its folder",
          e.getMessage());
    }
  }

  private void known(String name, String file, byte[] content) throws IOException {
    Path path = dir.resolve(file);
    Folder.write(path, content);
    known(name, Source.of(path));
  }

  private void known(String name, Source source) {
    assertEquals(name, Formats.of(source).name());
    UnsupportedModelException e =
        assertThrows(UnsupportedModelException.class, () -> Formats.of(source).read(source));
    assertTrue(
        e.getMessage()
            .contains("(" + name + "), which is not read yet; read are tfjs_layers_model"),
        e.getMessage());
    assertTrue(e.getMessage().contains("Until then, "), e.getMessage());
  }

  @Test
  void formatsThatAreNotReadYetAreNamed() throws IOException {
    byte[] hdf5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n', 0};
    known("keras", "model.h5", hdf5);
    known("keras", "disguised.json", hdf5);
    byte[] saved = {8, 1, 0x12, (byte) 0x80, 8, 0x0a, 0};
    known("tf_saved_model", "saved/saved_model.pb", saved);
    known("tf_saved_model", Source.of(dir.resolve("saved")));
    Folder.write(dir.resolve("saved/keras_metadata.pb"), new byte[1]);
    known("keras_saved_model", Source.of(dir.resolve("saved")));
    byte[] frozen = {0x0a, (byte) 0x83, 1, 0x0a, 1, 'x', 0x12, 1, 'y'};
    known("tf_frozen_model", "frozen.pb", frozen);
    Map<String, byte[]> keras = Map.of("config.json", hdf5, "model.weights.h5", hdf5);
    known("keras_keras", Source.of(zip("model.keras", keras)));
  }

  @Test
  void whatIsNoModelSaysHowItBegins() {
    Folder.write(dir.resolve("x"), "hello".getBytes(StandardCharsets.UTF_8));
    FormatException text =
        assertThrows(FormatException.class, () -> Formats.of(Source.of(dir.resolve("x"))));
    assertTrue(
        text.getMessage().contains("it begins with the bytes 68 65 6c 6c 6f; read are"),
        text.getMessage());
    FormatException folder = assertThrows(FormatException.class, () -> Formats.of(Source.of(dir)));
    assertEquals(
        dir + ": there is no model.json in it; read are tfjs_layers_model, tfjs_graph_model",
        folder.getMessage());
  }

  @Test
  void aZipThatIsCutIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(zip("whole.zip", model("")));
    for (int n = 4; n < whole.length; n += 7) {
      Folder.write(dir.resolve("cut.zip"), java.util.Arrays.copyOf(whole, n));
      assertThrows(
          FormatException.class,
          () -> Formats.TFJS_LAYERS_MODEL.read(Source.of(dir.resolve("cut.zip"))));
    }
  }

  @Test
  void whatIsFoundOutIsFoundOutOnce() {
    Source source = Source.of(Map.of());
    String first = source.known(String.class, _ -> new String("a"));
    assertSame(first, source.known(String.class, _ -> "b"));
    assertEquals(Optional.empty(), source.main());
    assertEquals(Optional.empty(), source.path());
  }
}
