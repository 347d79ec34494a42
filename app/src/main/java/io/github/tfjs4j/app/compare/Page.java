package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// One HTML file with everything in it: what came out, and the scripts that draw it and that
/// measure once more where a server gives the models.
public final class Page {
  private Page() {}

  /// Writes the page, or replaces it, in one step.
  ///
  /// @param text the same for those who run no scripts
  public static void write(Board board, String text, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path work = Files.createTempFile(folder, ".tfjs4j-compare", ".html");
      try {
        Files.writeString(work, of(board, text, Tree.NULL));
        Files.move(work, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(work);
      }
    } catch (IOException e) {
      throw new ModelException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /// The page that can measure.
  ///
  /// @param key without which the server takes no results
  static String live(Board board, String key, boolean hasTfjs) {
    return of(board, "", Tree.object(Map.of("key", Tree.of(key), "tfjs", Tree.of(hasTfjs))));
  }

  private static String of(Board board, String text, Tree live) {
    Tree data = board.tree().with("live", live);
    // No text within JSON ends a script.
    String json = Json.text(data).replace("<", "\\u003c");
    return resource("compare.html")
        .replace("{{TEXT}}", escaped(text))
        .replace("{{SCRIPT}}", resource("measure.mjs") + resource("page.mjs"))
        .replace("{{DATA}}", json);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
