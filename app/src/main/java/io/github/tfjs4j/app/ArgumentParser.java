package io.github.tfjs4j.app;

import java.util.ArrayList;
import java.util.List;

/// Parses as Python's argparse does, because scripts rely on it: options may be abbreviated, `--name=value` and
/// `--name value` are the same, an option with an optional value takes the next argument if that is no option, `--` ends
/// the options, and mistakes are reported in argparse's words. picocli knows abbreviations only by the parts between
/// dashes and has messages of its own; and without it the command starts 60 ms earlier.
///
/// Two things differ on purpose: truth values are read as such (argparse takes `--strip_debug_ops=False` for true), and
/// positional arguments may stand between options (there, older Pythons call the second one unrecognized).
final class ArgumentParser {
  private final String program;
  private final List<Argument> arguments;

  ArgumentParser(String program, List<Argument> arguments) {
    this.program = program;
    this.arguments = List.copyOf(arguments);
  }

  String program() {
    return program;
  }

  List<Argument> arguments() {
    return arguments;
  }

  /// @throws UsageException where argparse would exit with status 2
  Arguments parse(String... args) {
    return new Run(args).parse();
  }

  /// An option as it stands on the command line.
  ///
  /// @param name the option's full name
  /// @param attached the value behind `=`, or null
  private record Match(Argument argument, String name, String attached) {}

  private final class Run {
    private final String[] args;
    private final int end;
    private final Arguments out = new Arguments();
    private final List<String> plain = new ArrayList<>();
    private final List<String> extras = new ArrayList<>();

    Run(String[] args) {
      this.args = args;
      int dashes = List.of(args).indexOf("--");
      this.end = dashes < 0 ? args.length : dashes;
    }

    Arguments parse() {
      // An ambiguous abbreviation is reported before anything else, wherever it stands.
      boolean[] option = new boolean[end];
      for (int i = 0; i < end; i++) {
        option[i] = isOption(args[i]);
      }
      int i = 0;
      while (i < end) {
        i = option[i] ? option(i) : plain(i);
      }
      plain.addAll(List.of(args).subList(Math.min(end + 1, args.length), args.length));
      List<Argument> positionals = arguments.stream().filter(Argument::isPositional).toList();
      for (int p = 0; p < plain.size(); p++) {
        if (p < positionals.size()) {
          out.put(positionals.get(p), plain.get(p));
        } else {
          extras.add(plain.get(p));
        }
      }
      if (!extras.isEmpty()) {
        throw new UsageException("unrecognized arguments: " + String.join(" ", extras));
      }
      return out;
    }

    private int plain(int i) {
      plain.add(args[i]);
      return i + 1;
    }

    /// @return the index behind the option and its value
    private int option(int i) {
      Match match = match(args[i]);
      if (match == null) {
        extras.add(args[i]);
        return i + 1;
      }
      Argument argument = match.argument();
      if (match.attached() != null) {
        attached(match);
        return i + 1;
      }
      boolean valueFollows = i + 1 < end && !isOption(args[i + 1]);
      boolean takesIt =
          switch (argument.takes()) {
            case SWITCH -> false;
            case ONE, OPTIONAL -> valueFollows;
            case TRUTH -> valueFollows && argument.isTruth(args[i + 1]);
          };
      if (takesIt) {
        out.put(argument, args[i + 1]);
        return i + 2;
      }
      if (argument.takes() == Argument.Takes.ONE) {
        throw argument.refuse("expected one argument");
      }
      out.putBare(argument);
      return i + 1;
    }

    private void attached(Match match) {
      Argument argument = match.argument();
      if (argument.takes() == Argument.Takes.SWITCH && !match.name().startsWith("--")) {
        // -hv: one letter after another.
        Match next = match("-" + match.attached());
        if (next == null || next.name().startsWith("--")) {
          throw argument.refuse("ignored explicit argument '" + match.attached() + "'");
        }
        out.putBare(argument);
        if (next.attached() == null) {
          out.putBare(next.argument());
        } else {
          attached(next);
        }
        return;
      }
      out.put(argument, match.attached());
    }
  }

  /// Whether argparse takes it for an option: `-` alone, negative numbers and texts with spaces are none.
  private boolean isOption(String arg) {
    if (arg.length() < 2 || arg.charAt(0) != '-') {
      return false;
    }
    if (match(arg) != null) {
      return true;
    }
    return !arg.matches("-\\d+|-\\d*\\.\\d+") && arg.indexOf(' ') < 0;
  }

  /// The option that `arg` names, in full or by a prefix that names no other; null if there is none.
  private Match match(String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    String attached = equals < 0 ? null : arg.substring(equals + 1);
    List<Match> prefixed = new ArrayList<>();
    for (Argument argument : arguments) {
      if (argument.isPositional()) {
        continue;
      }
      for (String option : argument.names()) {
        if (option.equals(name)) {
          return new Match(argument, option, attached);
        }
        if (arg.startsWith("--")) {
          if (argument.origin() == Argument.Origin.ORIGINAL && option.startsWith(name)) {
            prefixed.add(new Match(argument, option, attached));
          }
        } else if (option.length() == 2 && arg.startsWith(option)) {
          prefixed.add(new Match(argument, option, arg.substring(2)));
        }
      }
    }
    if (prefixed.size() > 1) {
      List<String> options = prefixed.stream().map(Match::name).toList();
      throw new UsageException(
          "ambiguous option: " + arg + " could match " + String.join(", ", options));
    }
    return prefixed.isEmpty() ? null : prefixed.getFirst();
  }
}
