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

  String name() {
    expect('%');
    return bare();
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
    expectRaw('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        char escaped = peek();
        at++;
        c = escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      }
      out.append(c);
    }
    at++;
    return out.toString();
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
