package io.github.tfjs4j.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;

/// Lines that a person edits in a terminal. The one class that knows JLine: nothing else loads it.
final class EditedLines implements Lines {
  private static final Size USUAL = Size.of(80, 24);

  private final org.jline.terminal.Terminal terminal;
  private final LineReader plain;
  private final LineReader paths;

  private EditedLines(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
    this.plain = reader(LineReaderBuilder.builder().terminal(terminal));
    this.paths =
        reader(
            LineReaderBuilder.builder()
                .terminal(terminal)
                .parser((line, cursor, _) -> new WholeLine(line, cursor))
                .completer((_, line, to) -> complete(line.line().substring(0, line.cursor()), to)));
  }

  private static LineReader reader(LineReaderBuilder builder) {
    // A ! or a \ is one; what is pasted is typed.
    return builder
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.BRACKETED_PASTE, false)
        .build();
  }

  static EditedLines open() throws IOException {
    // By stty, which needs no native library; what a terminal is able to is not asked: some never
    // answer.
    org.jline.terminal.Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
            .graphemeCluster(false)
            .encoding(StandardCharsets.UTF_8)
            .build();
    if (terminal.getSize().getColumns() <= 0 || terminal.getSize().getRows() <= 0) {
      terminal.setSize(USUAL);
    }
    return new EditedLines(terminal);
  }

  @Override
  public String read(String prompt, boolean isPath) {
    try {
      return (isPath ? paths : plain).readLine(prompt);
    } catch (UserInterruptException _) {
      throw new NoAnswerException(NoAnswerException.INTERRUPTED);
    } catch (EndOfFileException _) {
      throw new NoAnswerException(Exit.FAILED);
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files and folders whose paths begin so.
  private static void complete(String typed, List<Candidate> to) {
    int name = typed.lastIndexOf(File.separatorChar) + 1;
    String folder = typed.substring(0, name);
    File[] files = new File(folder.isEmpty() ? "." : Prompts.path(folder)).listFiles();
    if (files == null) {
      return;
    }
    for (File file : files) {
      if (file.isHidden() && !typed.startsWith(".", name)) {
        continue;
      }
      String path = folder + file.getName();
      to.add(
          file.isDirectory()
              ? new Candidate(path + File.separator, file.getName(), null, null, null, null, false)
              : new Candidate(path, file.getName(), null, null, null, null, true));
    }
  }

  /// A path may have spaces: all of the line is one word.
  private record WholeLine(String line, int cursor) implements CompletingParsedLine {
    @Override
    public String word() {
      return line;
    }

    @Override
    public int wordCursor() {
      return cursor;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(line);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor;
    }

    @Override
    public int rawWordLength() {
      return line.length();
    }
  }
}
