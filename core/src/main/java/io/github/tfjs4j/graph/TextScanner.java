package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;

/// The characters of a [TextForm], read one after another.
final class TextScanner {
  private final String text;
  private int at;

  TextScanner(String text) {
    this.text = text;
  }

  /// Where the next character is.
  int at() {
    return at;
  }

  /// Goes back to where [#at] was.
  void back(int to) {
    at = to;
  }

  /// What has been read since [#at] was `from`.
  String since(int from) {
    return text.substring(from, at);
  }

  boolean looksAt(String what) {
    return text.startsWith(what, at);
  }

  /// Passes over `what` if it comes next.
  boolean takeText(String what) {
    boolean there = looksAt(what);
    at += there ? what.length() : 0;
    return there;
  }

  /// Passes over the colon of `:1`, but not over that before a type.
  boolean takeIndexColon() {
    boolean there =
        looksAt(":") && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    at += there ? 1 : 0;
    return there;
  }

  /// Skips blanks and, where a statement may begin, line ends and comments.
  void skipSpace(boolean lines) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')) {
        at++;
      } else {
        return;
      }
    }
  }

  char peek() {
    if (at >= text.length()) {
      throw error("unexpected end: a graph ends with 'return'");
    }
    return text.charAt(at);
  }

  boolean take(char c) {
    skipSpace(false);
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      skipSpace(false);
      return true;
    }
    return false;
  }

  void expect(char c) {
    if (!take(c)) {
      throw error("expected '" + c + "'");
    }
  }

  boolean word(String word) {
    skipSpace(false);
    int end = at + word.length();
    if (text.startsWith(word, at) && (end == text.length() || !isNameChar(text.charAt(end)))) {
      at = end;
      skipSpace(false);
      return true;
    }
    return false;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /// After a statement there is nothing more on its line.
  void endOfStatement() {
    skipSpace(false);
    if (!isAtEnd() && text.charAt(at) != '\n' && text.charAt(at) != '}') {
      throw error("expected the end of the line");
    }
  }

  String name() {
    skipSpace(false);
    if (!takeText("%")) {
      throw error("expected '%'");
    }
    return bareOrString();
  }

  /// A name, in quotes where it has characters that end a bare one.
  String bareOrString() {
    return looksAt("\"") ? string() : bare();
  }

  String bare() {
    int start = at;
    while (at < text.length() && isNameChar(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw error("expected a name");
    }
    return text.substring(start, at);
  }

  /// `name` as [#bareOrString] reads it.
  static String printed(String name) {
    boolean bare = !name.isEmpty() && name.chars().allMatch(c -> isNameChar((char) c));
    return bare ? name : TextEscapes.quote(name);
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '/' || c == '.' || c == '-';
  }

  String number() {
    skipSpace(false);
    int start = at;
    while (at < text.length() && (isNameChar(text.charAt(at)) || text.charAt(at) == '+')) {
      at++;
    }
    if (start == at) {
      throw error("expected a number");
    }
    return text.substring(start, at);
  }

  String string() {
    return TextEscapes.string(quoted(), this);
  }

  /// A string of any bytes.
  byte[] bytes() {
    return TextEscapes.bytes(quoted(), this);
  }

  /// What stands between quotes, escapes and all.
  private String quoted() {
    expectRaw('"');
    int start = at;
    while (peek() != '"') {
      if (text.charAt(at) == '\n') {
        throw error("a string ends on the line on which it begins");
      }
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    return text.substring(start, at - 1);
  }

  private void expectRaw(char c) {
    skipSpace(false);
    if (peek() != c) {
      throw error("expected '" + c + "'");
    }
    at++;
  }

  FormatException error(String what) {
    return new FormatException(place(what));
  }

  /// `line 3`, where the scanner stands.
  String line() {
    String before = text.substring(0, Math.min(at, text.length()));
    return "line " + (1 + before.chars().filter(c -> c == '\n').count());
  }

  /// `what` and where the scanner stands.
  String place(String what) {
    int end = text.indexOf('\n', at);
    String rest = text.substring(Math.min(at, text.length()), end < 0 ? text.length() : end);
    String here = rest.isBlank() ? "" : ", at '" + ModelException.quoted(rest.strip()) + "'";
    return line() + ": " + what + here;
  }
}
