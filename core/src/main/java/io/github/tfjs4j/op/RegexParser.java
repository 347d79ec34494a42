package io.github.tfjs4j.op;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.UnsupportedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a regular expression as JavaScript does without flags, in lower case: TF.js leaves nothing
/// else of it. What needs more than one way through the text, references back and looks around, is
/// refused, as TensorFlow does.
final class RegexParser {
  private static final int MOST_DEPTH = 200;
  private static final int MOST_LENGTH = 100_000;

  /// As in TensorFlow.
  private static final int MOST_COUNT = 1000;

  static final int UNBOUNDED = -1;

  /// A part of an expression.
  sealed interface Node {
    /// Whether it matches the empty text.
    boolean nullable();
  }

  /// One character of a set.
  ///
  /// @param ranges the first and the last character of each
  record One(String ranges, boolean negated) implements Node {
    @Override
    public boolean nullable() {
      return false;
    }

    private boolean isOne() {
      return ranges.length() == 2 && ranges.charAt(0) == ranges.charAt(1);
    }

    boolean holds(char c) {
      for (int i = 0; i < ranges.length(); i += 2) {
        if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
          return !negated;
        }
      }
      return negated;
    }
  }

  /// A place, not a character.
  enum Place implements Node {
    BEGIN,
    END,
    WORD_BOUNDARY;

    @Override
    public boolean nullable() {
      return true;
    }

    boolean holds(String text, int at) {
      return switch (this) {
        case BEGIN -> at == 0;
        case END -> at == text.length();
        case WORD_BOUNDARY -> isWord(text, at - 1) != isWord(text, at);
      };
    }

    private static boolean isWord(String text, int at) {
      return at >= 0 && at < text.length() && WORD.holds(text.charAt(at));
    }
  }

  record Sequence(List<Node> parts, boolean nullable) implements Node {}

  record Choice(List<Node> options, boolean nullable) implements Node {}

  record Group(int number, Node body, boolean nullable) implements Node {}

  /// @param most or [#UNBOUNDED]
  /// @param greedy whether more is tried first
  /// @param firstGroup the first group within
  /// @param groups the number of the last one
  record Repeat(
      Node body, int least, int most, boolean greedy, int firstGroup, int groups, boolean nullable)
      implements Node {}

  private static final One DIGIT = new One("09", false);
  private static final One WORD = new One("azAZ09__", false);
  private static final One SPACE =
      new One(
          "\t\r  \u00a0\u00a0\u1680\u1680\u2000\u200a\u2028\u2029\u202f\u202f\u205f\u205f\u3000\u3000\ufeff\ufeff",
          false);
  private static final One ANY = new One("\n\n\r\r\u2028\u2029", true);

  private final String pattern;
  private final Map<String, Integer> names = new HashMap<>();
  private int at;
  private int depth;
  private int groups;

  RegexParser(String pattern) {
    this.pattern = pattern;
  }

  /// The number of groups, once it has been read.
  int groups() {
    return groups;
  }

  /// The groups that have names.
  Map<String, Integer> names() {
    return names;
  }

  Node parse() {
    if (pattern.length() > MOST_LENGTH) {
      throw new LimitException(
          "a regular expression of "
              + pattern.length()
              + " characters is longer than "
              + MOST_LENGTH);
    }
    Node node = choice();
    if (at < pattern.length()) {
      throw wrong("a ) has no (");
    }
    return node;
  }

  private UnsupportedModelException wrong(String what) {
    return new UnsupportedModelException(
        "the regular expression '"
            + UnsupportedModelException.quoted(pattern)
            + "' is not understood at "
            + at
            + ": "
            + what);
  }

  private boolean take(String text) {
    boolean is = pattern.startsWith(text, at);
    at += is ? text.length() : 0;
    return is;
  }

  private Node choice() {
    if (++depth > MOST_DEPTH) {
      throw wrong("groups are more than " + MOST_DEPTH + " deep");
    }
    List<Node> options = new ArrayList<>();
    do {
      options.add(sequence());
    } while (take("|"));
    depth--;
    return options.size() == 1
        ? options.getFirst()
        : new Choice(options, options.stream().anyMatch(Node::nullable));
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      int before = groups;
      parts.add(repeated(atom(), before + 1));
    }
    return new Sequence(parts, parts.stream().allMatch(Node::nullable));
  }

  private Node repeated(Node body, int firstGroup) {
    int least;
    int most = UNBOUNDED;
    if (take("*")) {
      least = 0;
    } else if (take("+")) {
      least = 1;
    } else if (take("?")) {
      least = 0;
      most = 1;
    } else {
      int[] counts = counts();
      if (counts.length == 0) {
        return body;
      }
      least = counts[0];
      most = counts[1];
    }
    boolean greedy = !take("?");
    return new Repeat(body, least, most, greedy, firstGroup, groups, least == 0 || body.nullable());
  }

  /// `{2}`, `{2,}` or `{2,3}`; any other brace stands for itself.
  private int[] counts() {
    String near = pattern.substring(at, Math.min(at + 21, pattern.length()));
    int end = at + near.indexOf('}');
    if (!near.matches("\\{[0-9]{1,9}(,[0-9]{0,9})?}.*")) {
      return new int[0];
    }
    String[] parts = pattern.substring(at + 1, end).split(",", -1);
    int least = Integer.parseInt(parts[0]);
    String last = parts[parts.length - 1];
    int most = last.isEmpty() ? UNBOUNDED : Integer.parseInt(last);
    if (Math.max(least, most) > MOST_COUNT || (most != UNBOUNDED && most < least)) {
      throw wrong("counts go up, to " + MOST_COUNT + " at most");
    }
    at = end + 1;
    return new int[] {least, most};
  }

  private Node atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> set();
      case '.' -> ANY;
      case '^' -> Place.BEGIN;
      case '$' -> Place.END;
      case '\\' -> take("b") ? Place.WORD_BOUNDARY : escape();
      case '*', '+', '?' -> throw wrong("there is nothing to repeat");
      default -> {
        at--;
        if (counts().length > 0) {
          throw wrong("there is nothing to repeat");
        }
        at++;
        yield one(c);
      }
    };
  }

  private static One one(char c) {
    return new One(String.valueOf(new char[] {c, c}), false);
  }

  private Node group() {
    int number = 0;
    if (!take("?:")) {
      number = ++groups;
      if (take("?")) {
        name(number);
      }
    }
    Node body = choice();
    if (!take(")")) {
      throw wrong("a ( has no )");
    }
    return number == 0 ? body : new Group(number, body, body.nullable());
  }

  /// `<name>`
  private void name(int group) {
    int end = pattern.indexOf('>', at);
    String name = end < 0 ? "" : pattern.substring(at, end);
    if (!name.matches("<[a-z_$][a-z0-9_$]*")) {
      throw wrong("groups look neither back nor ahead, and have no flags");
    }
    names.put(name.substring(1), group);
    at = end + 1;
  }

  /// What stands behind a backslash.
  private One escape() {
    if (at == pattern.length()) {
      throw wrong("nothing follows a backslash");
    }
    char c = pattern.charAt(at++);
    return switch (c) {
      case 'd' -> DIGIT;
      case 'w' -> WORD;
      case 's' -> SPACE;
      case 't' -> one('\t');
      case 'n' -> one('\n');
      case 'v' -> one('\u000b');
      case 'f' -> one('\f');
      case 'r' -> one('\r');
      case '0' -> one('\0');
      case 'x' -> number(2, c);
      case 'u' -> number(4, c);
      default -> {
        if ((c >= '1' && c <= '9') || (c == 'k' && !names.isEmpty())) {
          throw wrong("references back to a group are not available");
        }
        yield one(c);
      }
    };
  }

  /// A character by its number; without one the letter stands for itself.
  private One number(int digits, char letter) {
    String hex = pattern.substring(at, Math.min(at + digits, pattern.length()));
    if (!hex.matches("[0-9a-f]{" + digits + "}")) {
      return one(letter);
    }
    at += digits;
    return one((char) Integer.parseInt(hex, 16));
  }

  private One set() {
    boolean negated = take("^");
    StringBuilder ranges = new StringBuilder();
    while (!take("]")) {
      if (at == pattern.length()) {
        throw wrong("a [ has no ]");
      }
      One from = member();
      boolean isRange =
          pattern.startsWith("-", at) && !pattern.startsWith("-]", at) && at + 1 < pattern.length();
      if (!isRange) {
        ranges.append(from.ranges);
        continue;
      }
      at++;
      One to = member();
      if (from.isOne() && to.isOne()) {
        if (from.ranges.charAt(0) > to.ranges.charAt(0)) {
          throw wrong("a range goes up");
        }
        ranges.append(from.ranges.charAt(0)).append(to.ranges.charAt(0));
      } else {
        ranges.append(from.ranges).append("--").append(to.ranges);
      }
    }
    return new One(ranges.toString(), negated);
  }

  private One member() {
    char c = pattern.charAt(at++);
    return c != '\\' ? one(c) : take("b") ? one('\b') : escape();
  }
}
