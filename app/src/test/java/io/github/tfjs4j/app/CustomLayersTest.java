package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two examples of a layer with weights of one's own, on the command line.
class CustomLayersTest {
  @TempDir Path temp;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private Path model;

  private static Path examples() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("examples"))) {
      at = at.getParent();
    }
    return at.resolve("examples");
  }

  @BeforeEach
  void writeModel() throws IOException {
    model = Files.createDirectories(temp.resolve("model"));
    ByteBuffer weights = ByteBuffer.allocate(8 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8; i++) {
      weights.putFloat(0.5f + i);
    }
    Files.write(model.resolve("weights.bin"), weights.array());
    Files.writeString(
        model.resolve("model.json"),
        """
        {"modelTopology": {"class_name": "Sequential", "keras_version": "2.15.0",
          "config": {"name": "s", "layers": [
            {"class_name": "GroupNormalization", "config": {"name": "norm", "groups": 2,
              "epsilon": 0.001, "batch_input_shape": [null, 3, 2, 4], "dtype": "float32"}}]}},
         "weightsManifest": [{"paths": ["weights.bin"], "weights": [
           {"name": "norm/gamma", "shape": [4], "dtype": "float32"},
           {"name": "norm/beta", "shape": [4], "dtype": "float32"}]}]}
        """);
  }

  @AfterEach
  void forgetPlugins() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private Ran convert(Path to, String... options) {
    List<String> args = new ArrayList<>(List.of("convert"));
    args.addAll(List.of(options));
    args.addAll(List.of(model.toString(), to.toString()));
    return Ran.tfjs4j(args.toArray(String[]::new));
  }

  private Path jar() throws IOException {
    Path classes = Files.createDirectories(temp.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                System.err,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                classes.toString(),
                examples().resolve("java/GroupNormalization.java").toString());
    assertEquals(0, status);
    Path jar = temp.resolve("group-normalization.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("GroupNormalization.class"));
      Files.copy(classes.resolve("GroupNormalization.class"), out);
      out.putNextEntry(new JarEntry("META-INF/services/io.github.tfjs4j.keras.Layer"));
      out.write("GroupNormalization\n".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  @Test
  void text_and_java_say_the_same() throws IOException {
    assertEquals(0, convert(temp.resolve("none")).status(), "built in, too");
    Path text = temp.resolve("text");
    Ran ran =
        convert(
            text,
            "--custom_layers",
            examples().resolve("custom-layers/group-normalization.layers").toString());
    assertEquals(0, ran.status(), ran.err());
    assertFalse(ran.out().contains("warning"), ran.out());
    Path java = temp.resolve("java");
    ran = convert(java, "--plugin", jar().toString());
    assertEquals(0, ran.status(), ran.err());
    ran = Ran.tfjs4j("verify", text.toString(), java.toString());
    assertEquals(0, ran.status(), ran.out() + ran.err());
  }

  @Test
  void weights_that_a_definition_forgets_are_named() throws IOException {
    Path forgets =
        Files.writeString(
            temp.resolve("forgets.layers"),
            """
            layer GroupNormalization {
              input %x
              weight %gamma: float32[4]
              %y = Mul(%x, %gamma)
              return %y
            }
            """);
    Ran ran = convert(temp.resolve("out"), "--custom_layers", forgets.toString());
    assertEquals(0, ran.status(), ran.err());
    assertTrue(
        ran.out().contains("warning: 1 weight of the model is read by no layer: norm/beta"),
        ran.out());
  }

  @Test
  void a_plugin_that_is_not_there_is_named() {
    Ran ran = convert(temp.resolve("out"), "--plugin", "no/such.jar");
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("--plugin no/such.jar: there is no such file"), ran.err());
  }
}
