package io.github.tfjs4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Usage lines and help in the layout of argparse, for 80 columns.
final class UsageText {
  private static final int WIDTH = 78;
  private static final int HELP_COLUMN = 24;

  private final ArgumentParser parser;

  UsageText(ArgumentParser parser) {
    this.parser = parser;
  }

  /// `usage: program [-h] [--input_format {...}] ... [input_path]`, wrapped, with a line end.
  String usage() {
    String indent = " ".repeat("usage: ".length() + parser.program().length() + 1);
    List<String> options = new ArrayList<>();
    List<String> positionals = new ArrayList<>();
    for (Argument argument : parser.arguments()) {
      if (argument.isPositional()) {
        positionals.add("[" + argument.key() + "]");
      } else {
        options.add("[" + argument.names().getFirst() + value(argument) + "]");
      }
    }
    List<String> lines = lines(options, indent);
    lines.addAll(lines(positionals, indent));
    return "usage: " + parser.program() + " " + String.join("\n", lines).stripLeading() + "\n";
  }

  private static List<String> lines(List<String> parts, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String part : parts) {
      if (line.length() + part.length() > WIDTH && line.length() > indent.length()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(indent);
      }
      line.append(part).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /// @param description what the program does
  /// @param addedTitle the title above the arguments that the original does not have
  /// @param epilog what is good to know, below
  String help(String description, String addedTitle, String epilog) {
    StringBuilder out = new StringBuilder(usage());
    out.append('\n').append(String.join("\n", wrap(description, WIDTH))).append('\n');
    section(out, "positional arguments", Argument::isPositional);
    section(out, "options", a -> !a.isPositional() && a.origin() == Argument.Origin.ORIGINAL);
    section(out, addedTitle, a -> a.origin() == Argument.Origin.ADDED);
    return out.append('\n').append(epilog).append('\n').toString();
  }

  private void section(
      StringBuilder out, String title, java.util.function.Predicate<Argument> members) {
    out.append('\n').append(title).append(":\n");
    parser.arguments().stream().filter(members).forEach(a -> entry(out, a));
  }

  private static void entry(StringBuilder out, Argument argument) {
    String head =
        argument.isPositional()
            ? "  " + argument.key()
            : argument.names().stream()
                .map(name -> name + value(argument))
                .collect(java.util.stream.Collectors.joining(", ", "  ", ""));
    List<String> help = wrap(argument.help(), WIDTH - HELP_COLUMN);
    boolean fits = head.length() <= HELP_COLUMN - 2;
    out.append(head);
    if (fits) {
      out.append(" ".repeat(HELP_COLUMN - head.length())).append(help.getFirst());
    }
    out.append('\n');
    for (String line : fits ? help.subList(1, help.size()) : help) {
      out.append(" ".repeat(HELP_COLUMN)).append(line).append('\n');
    }
  }

  private static String value(Argument argument) {
    return switch (argument.takes()) {
      case SWITCH -> "";
      case ONE -> " " + argument.placeholder();
      case OPTIONAL, TRUTH -> " [" + argument.placeholder().toUpperCase(Locale.ROOT) + "]";
    };
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
