package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds `docs/guide/ops.md` to the vocabulary. `-Ddocs.write=true` writes it anew.
class OpsGuideTest {
  private static Path guide() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("docs/guide"))) {
      at = at.getParent();
    }
    return at.resolve("docs/guide/ops.md");
  }

  private static String row(OpList.Row op) {
    return "| `"
        + op.name()
        + "` | "
        + quoted(op.attributes())
        + " | "
        + quoted(op.aliases())
        + " | "
        + (op.tfjs() ? "yes" : "no")
        + " |";
  }

  private static String quoted(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
  }

  private static String text() {
    return """
    # Ops

    The ops that graphs are made of, for definitions of [custom layers](custom-layers.md) and for readers of
    `tfjs4j explain`. Inputs, attributes and results are TensorFlow's. Types of elements (`T` and the like) and counts
    (`N`) follow from the inputs and are never written. This page is made of the vocabulary itself;
    `tfjs4j ops` prints it.

    | op | attributes | also called | runs in TF.js |
    |---|---|---|---|
    """
        + OpList.rows().stream().map(OpsGuideTest::row).collect(Collectors.joining("\n"))
        + "\n";
  }

  @Test
  void the_guide_lists_every_op() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(guide(), text());
    }
    assertEquals(text(), Files.readString(guide()), "-Ddocs.write=true writes it anew");
  }
}
