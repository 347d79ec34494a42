package io.github.tfjs4j.app;

import java.util.List;
import java.util.Locale;

/// One argument of a command, in the terms of Python's argparse.
///
/// @param names `--input_format`, or several; a positional argument has one name without dashes
/// @param takes which values it takes
/// @param type what a value must be
/// @param choices what a value may be, empty for anything
/// @param help one or more sentences
/// @param origin whether the original converter has it
record Argument(
    List<String> names, Takes takes, Type type, List<String> choices, String help, Origin origin) {

  /// Which values an argument takes.
  enum Takes {
    /// None, or a truth value after `=`.
    SWITCH,
    /// Exactly one.
    ONE,
    /// One or none; the following argument is taken if it is no option.
    OPTIONAL,
    /// A truth value, or none, which means true; the following argument is taken if it is one.
    TRUTH,
  }

  /// What a value must be, by the names of Python's types.
  enum Type {
    STR,
    INT,
    BOOL;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Arguments of ours must be spelled out: they change the meaning of no abbreviation, and can be
  /// given repeatedly.
  enum Origin {
    ORIGINAL,
    ADDED,
  }

  static Argument positional(String name, String help) {
    return new Argument(List.of(name), Takes.ONE, Type.STR, List.of(), help, Origin.ORIGINAL);
  }

  static Argument one(String name, String help) {
    return new Argument(List.of(name), Takes.ONE, Type.STR, List.of(), help, Origin.ORIGINAL);
  }

  static Argument choice(String name, List<String> choices, String help) {
    return new Argument(List.of(name), Takes.ONE, Type.STR, choices, help, Origin.ORIGINAL);
  }

  static Argument integer(String name, List<String> choices, String help) {
    return new Argument(List.of(name), Takes.ONE, Type.INT, choices, help, Origin.ORIGINAL);
  }

  static Argument optional(String name, String help) {
    return new Argument(List.of(name), Takes.OPTIONAL, Type.STR, List.of(), help, Origin.ORIGINAL);
  }

  static Argument truth(String name, String help) {
    return new Argument(List.of(name), Takes.TRUTH, Type.BOOL, List.of(), help, Origin.ORIGINAL);
  }

  static Argument toggle(List<String> names, String help) {
    return new Argument(names, Takes.SWITCH, Type.BOOL, List.of(), help, Origin.ORIGINAL);
  }

  /// The same argument as one that the original converter does not have.
  Argument added() {
    return new Argument(names, takes, type, choices, help, Origin.ADDED);
  }

  boolean isPositional() {
    return !names.getFirst().startsWith("-");
  }

  /// By which name its values are asked for: `input_format`.
  String key() {
    for (String name : names) {
      if (name.startsWith("--")) {
        return name.substring(2);
      }
    }
    return names.getFirst();
  }

  /// `-v/--version`: how messages speak of it.
  String label() {
    return String.join("/", names);
  }

  /// What stands for its value in usage lines: `{1,2}`, `SIGNATURE_NAME`.
  String placeholder() {
    return choices.isEmpty()
        ? key().toUpperCase(Locale.ROOT)
        : "{" + String.join(",", choices) + "}";
  }

  /// A value in its normal form: a number in decimal, a truth value as `true` or `false`.
  ///
  /// @throws UsageException in argparse's words, where the value is none of the type or not a
  ///   choice
  String accept(String value) {
    String normal =
        switch (type) {
          case STR -> value;
          case INT -> integer(value);
          case BOOL -> truth(value);
        };
    if (!choices.isEmpty() && !choices.contains(normal)) {
      boolean quoted = type == Type.STR;
      List<String> shown = quoted ? choices.stream().map(Argument::quote).toList() : choices;
      throw refuse(
          "invalid choice: "
              + (quoted ? quote(normal) : normal)
              + " (choose from "
              + String.join(", ", shown)
              + ")");
    }
    return normal;
  }

  UsageException refuse(String problem) {
    return new UsageException("argument " + label() + ": " + problem);
  }

  private String integer(String value) {
    // int() also reads spaces around, a plus, and underscores between digits.
    String digits = value.strip();
    if (!digits.matches("[+-]?\\d+(_\\d+)*")) {
      throw invalid(value);
    }
    return new java.math.BigInteger(digits.replace("_", "")).toString();
  }

  private String truth(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "yes", "y", "on" -> "true";
      case "false", "f", "0", "no", "n", "off" -> "false";
      default -> throw invalid(value);
    };
  }

  /// Whether the value after this argument belongs to it: only asked of [Takes#TRUTH].
  boolean isTruth(String value) {
    try {
      truth(value);
      return true;
    } catch (UsageException _) {
      return false;
    }
  }

  private UsageException invalid(String value) {
    return refuse("invalid " + type.label() + " value: " + quote(value));
  }

  /// As Python prints a string.
  private static String quote(String text) {
    boolean single = text.indexOf('\'') >= 0 && text.indexOf('"') < 0;
    String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
    return single ? '"' + escaped + '"' : "'" + escaped.replace("'", "\\'") + "'";
  }
}
