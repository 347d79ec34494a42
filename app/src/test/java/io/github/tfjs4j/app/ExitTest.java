package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ExitTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int report(boolean debug, Throwable failure) {
    return new Exit(debug, Exit.BUG)
        .report(failure, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void modelFailuresAreTheirMessage() {
    assertEquals(1, report(true, new FormatException("model.json: it is empty")));
    assertEquals("error: model.json: it is empty\n", text());
  }

  @Test
  void fileFailuresNameTheFile() {
    assertEquals(1, report(false, new UncheckedIOException(new NoSuchFileException("a/b"))));
    assertEquals("error: no such file or folder: a/b\n", text());
  }

  @Test
  void namesThatTheSystemCannotHaveNameTheLocale() {
    assertEquals(
        1, report(false, new java.nio.file.InvalidPathException("gr??e", "Malformed input")));
    assertEquals(
        "error: not a file name: gr??e (Malformed input); names that are not ASCII need a UTF-8"
            + " locale, as LC_ALL=C.UTF-8\n",
        text());
  }

  @Test
  void usageIsStatusTwo() {
    assertEquals(2, report(false, new UsageException("no")));
  }

  @Test
  void memoryComesWithAdvice() {
    assertEquals(1, report(false, new OutOfMemoryError("Java heap space")));
    assertTrue(text().contains("JDK_JAVA_OPTIONS=-Xmx"), text());
  }

  @Test
  void anythingElseIsOurBugAndSaysSo() {
    assertEquals(70, report(false, new IllegalStateException("what now")));
    assertTrue(text().contains("a bug of tfjs4j"), text());
    assertTrue(text().contains("java.lang.IllegalStateException: what now"), text());
    assertTrue(text().contains("Please report it"), text());
    assertFalse(text().contains("\tat "), text());
  }

  @Test
  void debugShowsWhere() {
    report(true, new IllegalStateException("what now"));
    assertTrue(text().contains("\tat io.github.tfjs4j.app.ExitTest"), text());
  }
}
