package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What is shown while a command works, and how sizes are printed.
class TerminalTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Terminal terminal(boolean interactive) {
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Terminal(stream, stream, interactive);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void progressIsOneLineThatIsWipedAtTheEnd() {
    try (ProgressLine line = new ProgressLine(terminal(true), 0)) {
      line.at("reading", 0.25);
    }
    assertEquals("\r\u001b[K[######..................]  25% reading\r\u001b[K", text());
  }

  @Test
  void shortWorkShowsNoProgress() {
    try (ProgressLine line = new ProgressLine(terminal(true))) {
      line.at("reading", 0.25);
    }
    assertEquals("", text());
  }

  @Test
  void progressIsForPeopleOnly() {
    try (ProgressLine line = new ProgressLine(terminal(false), 0)) {
      line.at("reading", 0.25);
    }
    assertEquals("", text());
  }

  @Test
  void quietKeepsFailures() {
    Terminal quiet = terminal(true).quiet(true);
    quiet.out().println("a result");
    assertTrue(!quiet.interactive());
    quiet.err().print("a failure");
    assertEquals("a failure", text());
  }

  @Test
  void sizesHaveUnits() {
    assertEquals("0 B", Summary.bytes(0));
    assertEquals("999 B", Summary.bytes(999));
    assertEquals("1.0 kB", Summary.bytes(1000));
    assertEquals("1.0 MB", Summary.bytes(999_990));
    assertEquals("14.2 MB", Summary.bytes(14_155_936));
    assertEquals("1 file", Summary.count(1, "file"));
    assertEquals("0 files", Summary.count(0, "file"));
  }
}
