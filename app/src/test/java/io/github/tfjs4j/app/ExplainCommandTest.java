package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir Path temp;

  @Test
  void passesAreListedAndNothingIsWritten() throws IOException {
    Path model = TinyModel.write(temp, "relu");
    Ran ran = Ran.tfjs4j("explain", model.toString());
    assertEquals(0, ran.status());
    assertTrue(ran.out().startsWith("Pass "), ran.out());
    assertTrue(ran.out().contains("lower layers"), ran.out());
    assertTrue(ran.out().contains("FuseIntoProduct "), ran.out());
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aGraphModelIsRefused() throws IOException {
    Path model = TinyModel.write(temp.resolve("in"), "relu");
    String graph = temp.resolve("out").toString();
    Ran.tfjs4j("convert", model.toString(), graph);
    Ran ran = Ran.tfjs4j("explain", graph);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("tfjs_graph_model"), ran.err());
  }
}
