package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tree.Tree;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A parameter of a layer that a text file defines: what its values must be, and what it is where a
/// config does not say.
///
/// @param kind empty for a parameter that takes whatever the config has
/// @param byDefault in the text form; empty where a config must give the value
record CustomParameter(Optional<Kind> kind, Optional<String> byDefault) {
  enum Kind {
    INT,
    FLOAT,
    BOOL,
    STRING,
    INTS,
    FLOATS;

    private boolean isList() {
      return this == INTS || this == FLOATS;
    }

    private boolean isWhole() {
      return this == INT || this == INTS;
    }

    /// For messages.
    private String wanted() {
      return switch (this) {
        case INT -> "an int";
        case FLOAT -> "a number";
        case BOOL -> "true or false";
        case STRING -> "a string";
        case INTS -> "a list of ints";
        case FLOATS -> "a list of numbers";
      };
    }
  }

  /// @throws IllegalArgumentException with what is wrong, where the two do not go together
  static CustomParameter of(Optional<String> kind, Optional<String> byDefault) {
    Optional<Kind> found = byDefault.map(CustomParameter::kindOf);
    if (kind.isEmpty()) {
      return new CustomParameter(found, byDefault);
    }
    Kind wanted = kind(kind.get());
    if (found.isPresent() && !takes(wanted, found.get())) {
      throw new IllegalArgumentException(
          "the default " + byDefault.get() + " is not " + wanted.wanted());
    }
    return new CustomParameter(Optional.of(wanted), byDefault);
  }

  private static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no type of parameters, they are int, float, bool, string, ints, floats");
  }

  private static boolean takes(Kind wanted, Kind found) {
    return wanted == found
        || (wanted == Kind.FLOAT && found == Kind.INT)
        || (wanted == Kind.FLOATS && found == Kind.INTS)
        || (wanted.isList() && found.isList() && found == Kind.INTS);
  }

  private static Kind kindOf(String literal) {
    if (literal.startsWith("\"")) {
      return Kind.STRING;
    }
    if (literal.equals("true") || literal.equals("false")) {
      return Kind.BOOL;
    }
    if (!literal.startsWith("[")) {
      return isInt(literal) ? Kind.INT : Kind.FLOAT;
    }
    String items = literal.substring(1, literal.length() - 1).strip();
    boolean ints = true;
    for (String item : items.isEmpty() ? new String[0] : items.split(",", -1)) {
      ints &= isInt(item.strip());
    }
    return ints ? Kind.INTS : Kind.FLOATS;
  }

  private static boolean isInt(String literal) {
    try {
      if (literal.matches("[+-]?\\d+")) {
        Integer.parseInt(literal);
        return true;
      }
      if (literal.matches("[+-]?[0-9.][0-9.eE+-]*") && Float.isFinite(Float.parseFloat(literal))) {
        return false;
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new IllegalArgumentException("'" + literal + "' is no number of float32 or int32");
  }

  /// The value of `config`, or the default, in the text form.
  ///
  /// @param attribute whether it stands in an attribute: there a number of no declared kind is an
  ///   int if it is whole; as an operand it is float32
  String text(String name, Config config, boolean attribute, String where) {
    if (!config.has(name)) {
      return byDefault
          .map(this::spelled)
          .orElseThrow(() ->
              new FormatException(
                  "the config has no '" + name + "', and " + where + " gives no default for it"));
    }
    Tree value = config.get(name);
    if (kind.isPresent() && !suits(value, kind.get())) {
      throw config.wrong(name, kind.get().wanted());
    }
    if (value.isString()) {
      return '"' + value.stringValue().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    if (value.isBoolean()) {
      return value.toString();
    }
    if (value.isNumber()) {
      return number(value, kind.map(Kind::isWhole).orElse(attribute));
    }
    if (value.isList() && value.stream().allMatch(Tree::isNumber)) {
      boolean whole = kind.map(Kind::isWhole).orElse(value.stream().allMatch(Tree::isWhole));
      return value.stream().map(v -> number(v, whole)).collect(Collectors.joining(", ", "[", "]"));
    }
    throw config.wrong(name, "a number, true, false, a string or a list of numbers");
  }

  /// A default of a declared float may be written without a point.
  private String spelled(String literal) {
    return kind.filter(k -> k == Kind.FLOAT).isPresent()
        ? Float.toString(Float.parseFloat(literal))
        : literal;
  }

  private static boolean suits(Tree value, Kind kind) {
    return switch (kind) {
      case INT -> isInt(value);
      case FLOAT -> value.isNumber();
      case BOOL -> value.isBoolean();
      case STRING -> value.isString();
      case INTS -> value.isList() && value.stream().allMatch(CustomParameter::isInt);
      case FLOATS -> value.isList() && value.stream().allMatch(Tree::isNumber);
    };
  }

  private static boolean isInt(Tree value) {
    return value.isNumber()
        && value.doubleValue() == Math.rint(value.doubleValue())
        && Math.abs(value.doubleValue()) <= Integer.MAX_VALUE;
  }

  private static String number(Tree value, boolean whole) {
    return whole && isInt(value)
        ? Integer.toString(value.intValue())
        : Float.toString((float) value.doubleValue());
  }
}
