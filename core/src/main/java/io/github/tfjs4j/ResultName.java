package io.github.tfjs4j;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What a user calls a result by: `scores`, or `split:1` for the second of several.
record ResultName(String of, int index) {
  private static final int MOST_SUGGESTED = 5;

  static ResultName of(String text) {
    int colon = text.lastIndexOf(':');
    return colon > 0 && text.substring(colon + 1).matches("\\d{1,6}")
        ? new ResultName(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)))
        : new ResultName(text, 0);
  }

  /// @param what begins the message: `the graph has no node`
  /// @param outputs which have names of their own
  /// @param known all names that there are
  ShapeException unknown(String what, Collection<String> outputs, Collection<String> known) {
    List<String> similar = similar(known);
    return new ShapeException(
        what
            + " '"
            + ModelException.quoted(of)
            + "' and no output of that name"
            + (similar.isEmpty()
                ? "; there are " + ModelException.quoted(known)
                : "; similar are " + String.join(", ", similar))
            + "; its outputs are "
            + ModelException.quoted(outputs));
  }

  /// @param owner what it is the result of, for people
  ShapeException beyond(String owner, int results) {
    return new ShapeException(
        of
            + " ("
            + owner
            + ") has "
            + results
            + (results == 1 ? " result" : " results")
            + ", not "
            + of
            + ":"
            + index);
  }

  /// The names of which few letters differ, or that hold this one.
  private List<String> similar(Collection<String> known) {
    String wanted = ModelException.quoted(of).toLowerCase(Locale.ROOT);
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(c -> c.distance <= Math.max(1, wanted.length() / 3))
        .sorted(Comparator.comparingInt(Candidate::distance))
        .limit(MOST_SUGGESTED)
        .map(c -> ModelException.quoted(c.name))
        .toList();
  }

  /// How many letters must be changed, added or left out; 1 where one is a part of the other.
  private static int distance(String a, String b) {
    if ((a.length() > 2 && b.contains(a)) || (b.length() > 2 && a.contains(b))) {
      return 1;
    }
    if (Math.abs(a.length() - b.length()) > a.length() / 3 + 1) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
