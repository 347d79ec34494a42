package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionCommandTest {
  /// What bash offers for the last of `words`, split as bash does it.
  private static List<String> offered(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c"));
    command.add(
        Ran.tfjs4j("completion").out()
            + """
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _tfjs4j
            ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
            """);
    command.add("bash");
    command.addAll(List.of(words));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, bash.waitFor(), lines::toString);
    return lines;
  }

  @Test
  void commandsAreOffered() throws Exception {
    assertEquals(
        List.of("convert", "explain", "verify", "run", "compare", "inspect", "ops", "completion"),
        offered("tfjs4j", ""));
    assertEquals(List.of("verify"), offered("/usr/bin/tfjs4j", "ve"));
    assertEquals(List.of("inspect"), offered("tfjs4j", "help", "i"));
  }

  @Test
  void optionsAreOffered() throws Exception {
    List<String> quantize = List.of("--quantize_float16", "--quantize_uint8", "--quantize_uint16");
    assertEquals(quantize, offered("tfjs4j", "convert", "--quantize"));
    assertEquals(quantize, offered("bin/tensorflowjs_converter", "--quantize"));
    assertEquals(List.of("--dryrun"), offered("tensorflowjs_wizard", "--"));
    assertTrue(offered("tfjs4j", "verify", "a", "b", "-").contains("--tolerance"));
    assertFalse(offered("tfjs4j", "convert", "-").contains("--batch"), "hidden");
  }

  @Test
  void valuesAreOffered() throws Exception {
    assertEquals(
        List.of("keras2", "keras3"), offered("tfjs4j", "explain", "--semantics", "=", "k"));
    assertEquals(
        List.of("tfjs", "keras2", "keras3"), offered("tfjs4j", "explain", "--semantics", "="));
    assertEquals(List.of("tfjs"), offered("tfjs4j", "convert", "--semantics", "t"));
    assertEquals(List.of("tfjs", "tfjs-wasm"), offered("tfjs4j", "verify", "--with", "=", "tf"));
    assertEquals(
        List.of("--semantics=tfjs"), offered("tfjs4j", "convert", "--semantics=t"), "in zsh");
    assertEquals(
        List.of("tfjs_layers_model", "tfjs_graph_model"),
        offered("tensorflowjs_converter", "--output_format", "tfjs"));
  }

  @Test
  void filesAndFoldersAreLeftToTheShell() throws Exception {
    assertEquals(List.of(), offered("tfjs4j", "convert", ""));
    assertEquals(List.of(), offered("tfjs4j", "convert", "--custom_layers", "=", "a"));
    assertEquals(List.of(), offered("tensorflowjs_converter", "model"));
    assertTrue(Ran.tfjs4j("completion").out().contains("complete -o default -F"));
  }
}
