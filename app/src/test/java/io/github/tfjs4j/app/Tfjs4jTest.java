package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class Tfjs4jTest {
  private static final List<String> COMMANDS =
      List.of("convert", "explain", "verify", "run", "compare", "inspect", "ops", "completion");

  @Test
  void withoutACommandItNamesThem() {
    Ran ran = Ran.tfjs4j();
    assertEquals(2, ran.status());
    assertEquals(
        """
        tfjs4j: error: expected a command: convert, explain, verify, run, compare, inspect, ops, completion
        Try 'tfjs4j --help'.
        """,
        ran.err());
  }

  @Test
  void anUnknownCommandIsRefused() {
    Ran ran = Ran.tfjs4j("inspekt", "model.json");
    assertEquals(2, ran.status());
    assertEquals(
        """
        tfjs4j: error: unknown command 'inspekt'
        Did you mean: tfjs4j inspect or tfjs4j explain?
        Try 'tfjs4j --help'.
        """,
        ran.err());
    assertEquals(ran.err(), Ran.tfjs4j("help", "inspekt").err());
    assertEquals(
        "tfjs4j inspect: error: unexpected argument 'b'\nTry 'tfjs4j inspect --help'.\n",
        Ran.tfjs4j("inspect", "a", "b").err());
  }

  @Test
  void helpIsACommandToo() {
    assertEquals(Ran.tfjs4j("--help"), Ran.tfjs4j("help"));
    assertEquals(Ran.tfjs4j("verify", "--help"), Ran.tfjs4j("help", "verify"));
  }

  @Test
  void anUnknownOptionIsRefused() {
    Ran ran = Ran.tfjs4j("inspect", "--jason", "model.json");
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("tfjs4j inspect: error: Unknown option: '--jason'"), ran.err());
  }

  @Test
  void helpListsTheCommandsAndStatuses() {
    Ran ran = Ran.tfjs4j("--help");
    assertEquals(0, ran.status());
    COMMANDS.forEach(c -> assertTrue(ran.out().contains("\n  " + c + " "), c));
    assertTrue(ran.out().contains("Exit status: 0 done"), ran.out());
  }

  @Test
  void eachCommandHasHelp() {
    for (String command : COMMANDS) {
      Ran ran = Ran.tfjs4j(command, "--help");
      assertEquals(0, ran.status(), command);
      assertTrue(ran.out().startsWith("Usage: tfjs4j " + command), ran.out());
    }
  }

  @Test
  void theVersionNamesThatOfTfjs() {
    Ran ran = Ran.tfjs4j("--version");
    assertEquals(0, ran.status());
    assertTrue(ran.out().contains("TensorFlow.js 4.22.0"), ran.out());
  }
}
