package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Converter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/// Holds the table of pairs in `docs/guide/command-line.md`, and what the converter says of them,
/// to [Converter#pairs]. `-Ddocs.write=true` writes the table anew.
class PairsGuideTest {
  private static final Path GUIDE = Path.of("../docs/guide/command-line.md");
  private static final String HEAD = "| input | output |\n|---|---|\n";

  private static String table() {
    Map<String, StringJoiner> rows = new LinkedHashMap<>();
    Converter.pairs()
        .forEach(pair ->
            rows.computeIfAbsent(pair.from().name(), _ -> new StringJoiner("`, `", "`", "`"))
                .add(pair.to().name()));
    StringBuilder table = new StringBuilder(HEAD);
    rows.forEach(
        (from, to) -> table.append("| `").append(from).append("` | ").append(to).append(" |\n"));
    return table.toString();
  }

  @Test
  void theGuideListsEveryPair() throws IOException {
    String text = Files.readString(GUIDE);
    int start = text.indexOf(HEAD);
    int end = text.indexOf("\n\n", start) + 1;
    assertTrue(start >= 0 && end > start, "there is no table");
    if (Boolean.getBoolean("docs.write")) {
      text = text.substring(0, start) + table() + text.substring(end);
      Files.writeString(GUIDE, text);
      end = start + table().length();
    }
    assertEquals(table(), text.substring(start, end), "-Ddocs.write=true writes it anew");
  }

  @Test
  void helpAndMessagesListEveryPair() {
    String help = Ran.converter("--help").out();
    Converter.pairs().forEach(pair -> assertTrue(help.contains(pair.toString()), help));
    String refused =
        Ran.converter("--input_format=tf_saved_model", "--output_format=keras_keras", "in", "out")
            .err();
    assertTrue(
        refused.startsWith(
            "error: Unsupported input_format - output_format pair: tf_saved_model - keras_keras\n"),
        refused);
    Converter.pairs().stream()
        .filter(pair -> pair.from().name().equals("tf_saved_model"))
        .forEach(pair -> assertTrue(refused.contains(pair.to().name()), refused));
  }
}
