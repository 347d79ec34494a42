package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The command on cases of the conformance suite: their files go in as they are, and what comes out
/// in files are the numbers that TF.js computes.
class RunGoldenTest {
  private static final Path CASES = Path.of("../conformance/cases");

  /// One in this many.
  private static final int STEP = 12;

  @TempDir Path temp;

  static List<Path> cases() throws IOException {
    List<Path> some = new ArrayList<>();
    for (String kind : List.of("ops", "layers")) {
      try (Stream<Path> all = Files.list(CASES.resolve(kind))) {
        List<Path> found =
            all.filter(f -> Files.exists(f.resolve("golden.json")))
                .filter(RunGoldenTest::isComplete)
                .sorted()
                .toList();
        for (int i = 0; i < found.size(); i += STEP) {
          some.add(found.get(i));
        }
      }
    }
    assertTrue(some.size() > 20, () -> "only " + some.size() + " cases");
    return some;
  }

  /// The files of large models lie elsewhere.
  private static boolean isComplete(Path folder) {
    if (!Files.exists(folder.resolve("model.json"))) {
      return false;
    }
    return Json.read(folder.resolve("model.json")).path("weightsManifest").stream()
        .flatMap(group -> group.path("paths").stream())
        .allMatch(path -> Files.exists(folder.resolve(path.stringValue())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itGivesTheGoldenNumbers(Path folder) throws IOException {
    Tree golden = Json.read(folder.resolve("golden.json"));
    List<String> args =
        new ArrayList<>(List.of("run", folder.toString(), "--out", temp.toString()));
    for (Tree in : golden.path("inputs")) {
      args.add("--input");
      args.add(
          in.path("name").stringValue()
              + shapeOf(in)
              + "="
              + folder.resolve(in.path("file").stringValue()));
    }
    Ran ran = Ran.tfjs4j(args.toArray(String[]::new));
    assertEquals(0, ran.status(), ran.err());
    Tree index = Json.read(temp.resolve("outputs.json"));
    assertEquals(golden.path("outputs").size(), index.size());
    for (int i = 0; i < index.size(); i++) {
      assertClose(tensor(golden.path("outputs").path(i), folder), tensor(index.path(i), temp));
    }
  }

  /// Strings lie in JSON, which has shapes of its own.
  private static String shapeOf(Tree in) {
    boolean bare = !in.path("dtype").stringValue().equals("string") && in.path("shape").size() > 0;
    return bare
        ? ":" + in.path("shape").stream().map(Tree::toString).collect(Collectors.joining("x"))
        : "";
  }

  private static Tensor tensor(Tree of, Path folder) {
    Shape shape = Shape.of(of.path("shape").stream().mapToInt(Tree::intValue).toArray());
    DataType type = DataType.ofJs(of.path("dtype").stringValue());
    return InputFile.read(
        folder.resolve(of.path("file").stringValue()), new TensorType(type, shape));
  }

  private static void assertClose(Tensor wanted, Tensor found) {
    assertEquals(wanted.shape(), found.shape());
    assertEquals(wanted.type(), found.type());
    if (wanted.type() == DataType.STRING) {
      assertTrue(wanted.sameBits(found));
      return;
    }
    double most = 0;
    for (int i = 0; i < wanted.size(); i++) {
      most = Double.isFinite(wanted.get(i)) ? Math.max(most, Math.abs(wanted.get(i))) : most;
    }
    for (int i = 0; i < wanted.size(); i++) {
      double a = wanted.get(i);
      double b = found.get(i);
      boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= 1e-6 + 1e-4 * most;
      assertTrue(same, "element " + i + " should be " + a + ", is " + b);
    }
  }
}
