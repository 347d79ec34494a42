package io.github.tfjs4j.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Questions, asked until the answer is one. Lists are numbered, so that they work in any terminal.
///
/// @param lines where answers come from
/// @param out where questions are printed
record Prompts(Lines lines, PrintStream out) {
  /// One answer of a list.
  ///
  /// @param key what can be typed besides its number
  /// @param label what is shown
  record Option<T>(T value, String key, String label) {}

  /// Anything in one line.
  ///
  /// @param byDefault what an empty answer means
  /// @param problem what is wrong with an answer
  String text(String question, String byDefault, Function<String, Optional<String>> problem) {
    return line(question, byDefault, false, problem);
  }

  /// A file or folder, or a URL.
  ///
  /// @param problem what is wrong with an answer
  String path(String question, Function<String, Optional<String>> problem) {
    return path(line(question, "", true, answer -> problem.apply(path(answer))));
  }

  /// `~` at the start is the user's home, as in a shell.
  static String path(String typed) {
    return typed.equals("~") || typed.startsWith("~/")
        ? System.getProperty("user.home") + typed.substring(1)
        : typed;
  }

  boolean confirm(String question, boolean byDefault) {
    out.println(question);
    while (true) {
      String answer = lines.read(byDefault ? "[Y/n]: " : "[y/N]: ", false).strip();
      switch (answer.toLowerCase(Locale.ROOT)) {
        case "" -> {
          return byDefault;
        }
        case "y", "yes", "true" -> {
          return true;
        }
        case "n", "no", "false" -> {
          return false;
        }
        default -> out.println("Please answer y or n");
      }
    }
  }

  /// One of a list: by its number, its key or its label; an empty answer is the default.
  ///
  /// @param byDefault index of the default
  <T> T choose(String question, List<Option<T>> options, int byDefault) {
    out.println(question);
    for (int i = 0; i < options.size(); i++) {
      out.println(String.format(Locale.ROOT, "%3d) %s", i + 1, options.get(i).label()));
    }
    while (true) {
      String answer = lines.read("[" + (byDefault + 1) + "]: ", false).strip();
      if (answer.isEmpty()) {
        return options.get(byDefault).value();
      }
      for (int i = 0; i < options.size(); i++) {
        Option<T> option = options.get(i);
        if (answer.equals(Integer.toString(i + 1))
            || answer.equals(option.key())
            || answer.equalsIgnoreCase(option.label())) {
          return option.value();
        }
      }
      out.println("Please enter a number from 1 to " + options.size());
    }
  }

  private String line(
      String question,
      String byDefault,
      boolean isPath,
      Function<String, Optional<String>> problem) {
    out.println(question);
    while (true) {
      String typed =
          lines.read(byDefault.isEmpty() ? "> " : "[" + byDefault + "]: ", isPath).strip();
      String answer = typed.isEmpty() ? byDefault : typed;
      Optional<String> wrong = problem.apply(answer);
      if (wrong.isEmpty()) {
        return answer;
      }
      out.println(wrong.get());
    }
  }
}
