package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compiles the programs in `examples/java` as their readers would, and runs them.
class ExampleTest {
  @TempDir Path folder;

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("examples"))) {
      at = at.getParent();
    }
    return at;
  }

  @Test
  void a_model_is_converted_and_verified() throws Exception {
    String out = run("ConvertModel", example("shapes-cnn"), folder.resolve("graph"));
    assertTrue(out.contains("nodes"), out);
    assertTrue(out.lines().anyMatch(l -> l.equals("EQUAL")), out);
    assertTrue(Files.exists(folder.resolve("graph/model.json")));
  }

  @Test
  void a_sequence_is_streamed_through_either_kind_of_model() throws Exception {
    Path layers = example("streaming");
    String out = run("StreamSequence", layers);
    assertTrue(out.startsWith("8 pieces of 5 steps; states [lstm/"), out);
    assertTrue(out.strip().endsWith(", equal"), out);
    Converter.convert(layers, folder.resolve("graph"), ConvertOptions.DEFAULT);
    assertEquals(
        out.lines().findFirst(),
        run("StreamSequence", layers, folder.resolve("graph")).lines().findFirst());
    assertTrue(run("StreamSequence", layers, folder.resolve("graph")).strip().endsWith(", equal"));
  }

  private static Path example(String name) {
    return root().resolve("examples").resolve(name);
  }

  private String run(String program, Path... args) throws Exception {
    compile(root().resolve("examples/java/" + program + ".java"));
    return main(program, args);
  }

  /// Against the module, as others do: what it does not export is not there.
  private void compile(Path source) {
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                folder.toString(),
                "--module-path",
                System.getProperty("java.class.path"),
                "--add-modules",
                "io.github.tfjs4j",
                source.toString());
    assertEquals(0, status, "javac");
  }

  private String main(String program, Path... args) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      Method main = loader.loadClass(program).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) Stream.of(args).map(Path::toString).toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// Whoever is new looks there first.
  @Test
  void the_guide_has_an_example_of_all_that_a_model_does() throws Exception {
    String guide = Files.readString(root().resolve("docs/guide/java.md"));
    List<String> missing =
        Stream.of(InferenceModel.class, GraphModel.class, LayersModel.class)
            .flatMap(c -> Stream.of(c.getDeclaredMethods()))
            .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
            .map(Method::getName)
            .distinct()
            .filter(name -> !Pattern.compile("(?m)^[^`]*\\." + name + "\\(").matcher(guide).find())
            .toList();
    assertEquals(List.of(), missing);
  }

  /// The examples of the guide, one program in the order in which they stand there.
  @Test
  void the_guides_examples_run() throws Exception {
    String guide = Files.readString(root().resolve("docs/guide/java.md"));
    StringBuilder imports = new StringBuilder();
    StringBuilder body = new StringBuilder();
    Matcher block = Pattern.compile("(?ms)^```java$(.*?)^```$").matcher(guide);
    while (block.find()) {
      block
          .group(1)
          .lines()
          .forEach(line -> (line.startsWith("import ") ? imports : body).append(line).append('\n'));
    }
    String program =
        imports
            + "class Guide { public static void main(String[] args) throws Exception {"
            + body.toString()
                .replace("\"my/layers-model\"", "args[0]")
                .replace("\"my/graph-model\"", "args[1]")
            + "}}";
    Files.writeString(folder.resolve("Guide.java"), program);
    compile(folder.resolve("Guide.java"));
    String out = main("Guide", example("shapes-cnn"), folder.resolve("graph"));
    assertTrue(out.contains("Total params"), out);
    assertTrue(out.contains("EQUAL"), out);
  }
}
