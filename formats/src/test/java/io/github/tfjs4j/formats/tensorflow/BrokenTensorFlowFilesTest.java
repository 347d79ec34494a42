package io.github.tfjs4j.formats.tensorflow;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.formats.proto.BundleEntryProto;
import io.github.tfjs4j.tensor.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that were cut or changed give our own exception, or something whole. `-Dfuzz.rounds=N
/// -Dfuzz.seed=N` tries more.
class BrokenTensorFlowFilesTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 100);
  private static final long SEED = Long.getLong("fuzz.seed", 20261124);
  private static final String INDEX = "variables/variables.index";

  /// A file of a case.
  record Sample(Path folder, String file) {
    @Override
    public String toString() {
      return folder.getFileName() + "/" + file;
    }
  }

  static List<Sample> samples() {
    return Stream.of(
            "narrowed",
            "table_of_file",
            "v1_partitioned",
            "loops",
            "keras2_gru",
            "frozen_binary",
            "frozen_text",
            "v1_control_flow",
            "saved_text",
            "text")
        .map(TensorFlowCases::named)
        .flatMap(f ->
            Stream.of(
                    "saved_model.pb",
                    "saved_model.pbtxt",
                    "graph.pb",
                    "graph.pbtxt",
                    INDEX,
                    "variables/variables.data-00000-of-00001")
                .filter(name -> Files.exists(f.resolve(name)))
                .map(name -> new Sample(f, name)))
        .toList();
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString().replace('\\', '/'), TensorFlowCases.read(file));
      }
    }
    return files;
  }

  private static void check(Sample sample, byte[] content, String what) throws IOException {
    Map<String, byte[]> files = files(sample.folder());
    files.put(sample.file(), content);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> read(sample, files, sample + " " + what),
        sample + " " + what);
  }

  private static void read(Sample sample, Map<String, byte[]> files, String what) {
    try {
      var selection = TensorFlowCases.selection(sample.folder());
      Source source = source(sample, files);
      TensorFlowModel model =
          sample.file().startsWith("graph")
              ? new FrozenGraphFormat().read(source, selection)
              : new SavedModelFormat().read(source, selection);
      model.values().forEach(TensorSource::tensor);
    } catch (ModelException e) {
      assertTrue(e.getMessage().length() < 3000, what + ": " + e.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }

  private static Source source(Sample sample, Map<String, byte[]> files) {
    return sample.file().startsWith("graph") ? Source.of(files, sample.file()) : Source.of(files);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cut_files_give_our_exception(Sample sample) throws IOException {
    byte[] whole = files(sample.folder()).get(sample.file());
    for (int i = 0; i < 40; i++) {
      int length = (int) ((long) whole.length * i / 40);
      check(sample, Arrays.copyOf(whole, length), "cut at " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changed_bytes_give_our_exception_or_a_whole_model(Sample sample) throws IOException {
    byte[] whole = files(sample.folder()).get(sample.file());
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = whole.clone();
      for (int k = 0; k <= round % 3; k++) {
        int at = random.nextInt(whole.length);
        changed[at] =
            switch (random.nextInt(3)) {
              case 0 -> (byte) (changed[at] ^ 1 << random.nextInt(8));
              case 1 -> (byte) 0xff;
              default -> whole[random.nextInt(whole.length)];
            };
      }
      // The checksums would hide all that is behind them.
      byte[] content = sample.file().equals(INDEX) && round % 2 == 0 ? summed(changed) : changed;
      check(sample, content, "round " + round + " of seed " + SEED);
    }
  }

  /// The first block of an index with the right checksum.
  private static byte[] summed(byte[] index) {
    ByteBuffer bytes = ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN);
    int end = block(bytes);
    if (end > 0 && end + 5 < index.length) {
      bytes.putInt(end + 1, IndexTable.masked(index, 0, end + 1));
    }
    return index;
  }

  /// Where the first block ends: the metaindex begins behind its trailer.
  private static int block(ByteBuffer bytes) {
    long offset = 0;
    int shift = 0;
    for (int at = bytes.limit() - 48; shift < 28; at++, shift += 7) {
      offset |= (bytes.get(at) & 0x7fL) << shift;
      if (bytes.get(at) >= 0) {
        break;
      }
    }
    return (int) offset - 5;
  }

  @Test
  void an_index_that_points_outside_is_refused() throws IOException {
    Path folder = TensorFlowCases.named("keras2_conv_norm");
    Map<String, byte[]> files = files(folder);
    byte[] index = files.get(INDEX);
    byte[] size = BundleEntryProto.newBuilder().setSize(16).build().toByteArray();
    byte[] larger = BundleEntryProto.newBuilder().setSize(127).build().toByteArray();
    int at = find(index, size);
    assertTrue(at > 0);
    System.arraycopy(larger, 0, index, at, larger.length);
    files.put(INDEX, summed(index));
    FormatException e =
        assertThrows(FormatException.class, () -> new SavedModelFormat().read(Source.of(files)));
    assertTrue(e.getMessage().contains("127 bytes"), e.getMessage());
  }

  private static int find(byte[] in, byte[] what) {
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void damaged_values_are_noticed() throws IOException {
    Path folder = TensorFlowCases.named("keras2_conv_norm");
    Map<String, byte[]> files = files(folder);
    files.get("variables/variables.data-00000-of-00001")[0] ^= 1;
    FormatException e =
        assertThrows(FormatException.class, () -> new SavedModelFormat().read(Source.of(files)));
    assertTrue(e.getMessage().contains("checksum"), e.getMessage());
  }

  @Test
  void what_a_file_has_not_is_named_with_what_it_has() {
    Source source = Source.of(TensorFlowCases.named("signatures"));
    ModelException e =
        assertThrows(
            FormatException.class,
            () ->
                new SavedModelFormat()
                    .read(source, io.github.tfjs4j.format.Selection.DEFAULT.withSignature("none")));
    assertTrue(e.getMessage().contains("both, serving_default"), e.getMessage());
    e =
        assertThrows(
            FormatException.class,
            () ->
                new SavedModelFormat()
                    .read(
                        source,
                        io.github.tfjs4j.format.Selection.DEFAULT.withTags(
                            java.util.Set.of("train"))));
    assertTrue(e.getMessage().contains("[serve]"), e.getMessage());
    assertTrue(Formats.of(source).name().equals("tf_saved_model"));
  }
}
