package io.github.tfjs4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parses as Python's argparse does, because scripts rely on it: options may be abbreviated,
/// `--name=value` and `--name value` are the same, an option with an optional value takes the next
/// argument if that is no option, `--` ends the options, and mistakes are reported in argparse's
/// words. picocli abbreviates by the parts between dashes, takes optional values by other rules and
/// has messages of its own; and its reflection costs a start more than this parser does.
///
/// Three things differ on purpose: truth values are read as such (argparse takes
/// `--strip_debug_ops=False` for true), switches accept one after `=`, and positional arguments may
/// stand between options (there, Pythons before 3.13 call the second one unrecognized).
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
  /// @param attached the value behind `=`
  private record Match(Argument argument, String name, Optional<String> attached) {}

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
      Optional<Match> match = match(args[i]);
      if (match.isEmpty()) {
        extras.add(args[i]);
        return i + 1;
      }
      Argument argument = match.get().argument();
      if (match.get().attached().isPresent()) {
        attached(argument, match.get().name(), match.get().attached().get());
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

    private void attached(Argument argument, String name, String value) {
      if (argument.takes() != Argument.Takes.SWITCH || name.startsWith("--")) {
        out.put(argument, value);
        return;
      }
      // -hv: one letter after another.
      Match next =
          match("-" + value)
              .filter(m -> !m.name().startsWith("--"))
              .orElseThrow(() -> argument.refuse("ignored explicit argument '" + value + "'"));
      out.putBare(argument);
      if (next.attached().isPresent()) {
        attached(next.argument(), next.name(), next.attached().get());
      } else {
        out.putBare(next.argument());
      }
    }
  }

  /// Whether argparse takes it for an option: `-` alone, negative numbers and texts with spaces are
  /// none.
  private boolean isOption(String arg) {
    if (arg.length() < 2 || arg.charAt(0) != '-') {
      return false;
    }
    if (match(arg).isPresent()) {
      return true;
    }
    return !arg.matches("-\\d+|-\\d*\\.\\d+") && arg.indexOf(' ') < 0;
  }

  /// The option that `arg` names, in full or by a prefix that names no other.
  private Optional<Match> match(String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    Optional<String> attached =
        equals < 0 ? Optional.empty() : Optional.of(arg.substring(equals + 1));
    List<Match> prefixed = new ArrayList<>();
    for (Argument argument : arguments) {
      if (argument.isPositional()) {
        continue;
      }
      for (String option : argument.names()) {
        if (option.equals(name)) {
          return Optional.of(new Match(argument, option, attached));
        }
        if (arg.startsWith("--")) {
          if (argument.origin() == Argument.Origin.ORIGINAL && option.startsWith(name)) {
            prefixed.add(new Match(argument, option, attached));
          }
        } else if (option.length() == 2 && arg.startsWith(option)) {
          prefixed.add(new Match(argument, option, Optional.of(arg.substring(2))));
        }
      }
    }
    if (prefixed.size() > 1) {
      List<String> options = prefixed.stream().map(Match::name).toList();
      throw new UsageException(
          "ambiguous option: " + arg + " could match " + String.join(", ", options));
    }
    return prefixed.stream().findFirst();
  }
}
