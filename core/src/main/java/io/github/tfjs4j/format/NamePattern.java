package io.github.tfjs4j.format;

/// A pattern over weight names as Python's `fnmatch` has it: `*` any run, slashes included, `?` one
/// character, `[seq]` and `[!seq]` one character in or not in a set; a `[` that is never closed is
/// itself.
record NamePattern(String pattern) {
  /// Walks with one point of return (the last star), so the time is at most the product of the
  /// lengths.
  boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && one(p, name.charAt(n))) {
        p = next(p);
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Whether the element at `p`, not a star, takes `c`.
  private boolean one(int p, char c) {
    char first = pattern.charAt(p);
    if (first == '?') {
      return true;
    }
    int end = first == '[' ? close(p) : -1;
    if (end < 0) {
      return first == c;
    }
    boolean negated = pattern.charAt(p + 1) == '!';
    return inSet(negated ? p + 2 : p + 1, end, c) != negated;
  }

  private boolean inSet(int from, int end, char c) {
    for (int i = from; i < end; i++) {
      if (i + 2 < end && pattern.charAt(i + 1) == '-') {
        if (pattern.charAt(i) <= c && c <= pattern.charAt(i + 2)) {
          return true;
        }
        i += 2;
      } else if (pattern.charAt(i) == c) {
        return true;
      }
    }
    return false;
  }

  private int next(int p) {
    int end = pattern.charAt(p) == '[' ? close(p) : -1;
    return end < 0 ? p + 1 : end + 1;
  }

  /// The bracket that closes the set opened at `p`; one right at its start belongs to the set.
  private int close(int p) {
    int from = p + 1;
    if (from < pattern.length() && pattern.charAt(from) == '!') {
      from++;
    }
    return from < pattern.length() ? pattern.indexOf(']', from + 1) : -1;
  }
}
