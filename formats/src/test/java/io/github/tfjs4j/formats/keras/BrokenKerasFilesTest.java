package io.github.tfjs4j.formats.keras;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that were cut or changed give our own exception, or something whole. `-Dfuzz.rounds=N
/// -Dfuzz.seed=N` tries more.
class BrokenKerasFilesTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 150);
  private static final long SEED = Long.getLong("fuzz.seed", 20261124);

  /// Where a file's structure stands: the numbers behind these words lead elsewhere.
  private static final List<String> SIGNATURES =
      List.of(
          "TREE", "SNOD", "HEAP", "GCOL", "OHDR", "\u0089HDF", "PK\u0001\u0002", "PK\u0003\u0004");

  @TempDir Path dir;

  static List<Path> samples() {
    List<Path> samples = new ArrayList<>();
    for (String group : List.of("keras3", "keras-files")) {
      List<Path> cases = KerasCases.of(group);
      for (int i = 0; i < cases.size(); i += 18) {
        samples.addAll(
            KerasCases.models(cases.get(i)).stream().filter(Files::isRegularFile).toList());
      }
    }
    assertTrue(samples.size() >= 6, samples.toString());
    return samples;
  }

  private void check(byte[] content, Path sample, String what) throws IOException {
    Path file = dir.resolve(sample.getFileName().toString());
    Files.write(file, content);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> read(file, sample + " " + what), sample + " " + what);
  }

  private static void read(Path file, String what) {
    try {
      Source source = Source.of(file);
      Format<?> format = Formats.of(source);
      if (format.read(source) instanceof KerasModel model) {
        model.entries().forEach(e -> e.data().tensor());
      }
    } catch (ModelException e) {
      assertTrue(e.getMessage().length() < 2000, what + ": " + e.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutFilesGiveOurException(Path sample) throws IOException {
    byte[] whole = Files.readAllBytes(sample);
    for (int i = 0; i < 60; i++) {
      int length = (int) ((long) whole.length * i / 60);
      check(Arrays.copyOf(whole, length), sample, "cut at " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changedBytesGiveOurExceptionOrAWholeModel(Path sample) throws IOException {
    byte[] whole = Files.readAllBytes(sample);
    List<Integer> places = places(whole);
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = whole.clone();
      for (int k = 0; k <= round % 3; k++) {
        // Half of them near a signature: most of a file are weights, where any byte will do.
        int at =
            round % 2 == 0
                ? random.nextInt(whole.length)
                : places.get(random.nextInt(places.size())) + random.nextInt(64);
        if (at < whole.length) {
          changed[at] =
              switch (random.nextInt(3)) {
                case 0 -> (byte) (changed[at] ^ 1 << random.nextInt(8));
                case 1 -> (byte) 0xff;
                default -> whole[random.nextInt(whole.length)];
              };
        }
      }
      check(changed, sample, "round " + round + " of seed " + SEED);
    }
  }

  private static List<Integer> places(byte[] whole) {
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    List<Integer> places = new ArrayList<>();
    for (String signature : SIGNATURES) {
      for (int at = text.indexOf(signature); at >= 0; at = text.indexOf(signature, at + 1)) {
        places.add(at);
      }
    }
    return places;
  }

  @Test
  void namesThatLeadOutOfAnArchiveAreRefused() throws IOException {
    Path archive = dir.resolve("model.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : List.of("config.json", "../../model.weights.h5")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write('{');
        zip.closeEntry();
      }
    }
    FormatException e = assertThrows(FormatException.class, () -> Source.of(archive));
    assertTrue(e.getMessage().contains("../../model.weights.h5"), e.getMessage());
  }

  @Test
  void anArchiveThatUnpacksToFarMoreThanItIsIsRefused() throws IOException {
    Path archive = dir.resolve("model.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("config.json"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("model.weights.h5"));
      zip.closeEntry();
    }
    Source source = Source.of(archive);
    Format<?> format = Formats.of(source);
    ModelException e = assertThrows(ModelException.class, () -> format.read(source));
    assertTrue(e.getMessage().contains("unpacks"), e.getMessage());
  }
}
