package io.github.tfjs4j.op;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.op.RegexParser.Choice;
import io.github.tfjs4j.op.RegexParser.Group;
import io.github.tfjs4j.op.RegexParser.Node;
import io.github.tfjs4j.op.RegexParser.One;
import io.github.tfjs4j.op.RegexParser.Place;
import io.github.tfjs4j.op.RegexParser.Repeat;
import io.github.tfjs4j.op.RegexParser.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A regular expression that is run, not searched: all ways to match go through the text side by
/// side, ordered by which of them JavaScript would try first, so a match takes no more than the
/// length of the expression times that of the text. What is left, many long ways to many short
/// matches, is counted.
final class Regex {
  /// Steps of a program, and of making it.
  private static final int MOST_PARTS = 10_000;

  /// Groups that a replacement can name.
  private static final int MOST_GROUPS = 99;

  private static final long STEPS = 1L << 28;
  private static final long STEPS_A_CHARACTER = 1000;

  /// One step.
  private sealed interface Step {}

  private record Match() implements Step {}

  private record Read(One set) implements Step {}

  private record Stand(Place place) implements Step {}

  /// Goes on at several steps, the first of them first.
  private record Go(List<Integer> to) implements Step {}

  /// Notes where a group begins or ends.
  private record Note(int slot) implements Step {}

  /// Forgets the groups of the round before.
  private record Forget(int from, int to) implements Step {}

  private final List<Step> steps = new ArrayList<>();
  private final int slots;
  private final Map<String, Integer> names;
  private final Ways first;
  private final Ways second;
  private int parts;
  private long left;

  /// A way to match that has come to a step.
  private static final class Way {
    private final int step;
    private final int[] slots;

    private Way(int step, int[] slots) {
      this.step = step;
      this.slots = slots;
    }
  }

  /// @param pattern in lower case
  /// @throws io.github.tfjs4j.UnsupportedModelException where it is not understood
  Regex(String pattern) {
    RegexParser parser = new RegexParser(pattern);
    Node node = parser.parse();
    this.slots = 2 * (1 + Math.min(parser.groups(), MOST_GROUPS));
    this.names = parser.names();
    add(node);
    steps.add(new Match());
    this.first = new Ways();
    this.second = new Ways();
  }

  // ---- making the program ----

  private void count() {
    if (++parts > MOST_PARTS) {
      throw new LimitException(
          "a regular expression of more than " + MOST_PARTS + " parts, counts multiplied out");
    }
  }

  private void add(Node node) {
    count();
    switch (node) {
      case One one -> steps.add(new Read(one));
      case Place place -> steps.add(new Stand(place));
      case Sequence sequence -> sequence.parts().forEach(this::add);
      case Choice choice -> add(choice);
      case Group group -> {
        note(2 * group.number());
        add(group.body());
        note(2 * group.number() + 1);
      }
      case Repeat repeat -> add(repeat);
    }
  }

  private void note(int slot) {
    if (slot < slots) {
      steps.add(new Note(slot));
    }
  }

  /// A step that is told later where it goes.
  private int later() {
    count();
    steps.add(new Match());
    return steps.size() - 1;
  }

  private void add(Choice choice) {
    int fork = later();
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (Node option : choice.options()) {
      begins.add(steps.size());
      add(option);
      ends.add(later());
    }
    steps.set(fork, new Go(begins));
    ends.forEach(end -> steps.set(end, new Go(List.of(steps.size()))));
  }

  private void add(Repeat repeat) {
    boolean open = repeat.most() == RegexParser.UNBOUNDED;
    // A last round that must be, and may be followed by more, is the loop itself, unless it may be
    // empty: then the rounds that may follow must not be.
    boolean loops = open && repeat.least() > 0 && !repeat.body().nullable();
    for (int i = 0; i < repeat.least() - (loops ? 1 : 0); i++) {
      round(repeat);
    }
    if (loops) {
      int begin = steps.size();
      round(repeat);
      int fork = later();
      steps.set(fork, fork(repeat, begin, fork + 1));
    } else if (open) {
      int fork = later();
      round(repeat);
      steps.set(later(), new Go(List.of(fork)));
      steps.set(fork, fork(repeat, fork + 1, steps.size()));
    } else {
      List<Integer> forks = new ArrayList<>();
      for (int i = repeat.least(); i < repeat.most(); i++) {
        forks.add(later());
        round(repeat);
      }
      forks.forEach(fork -> steps.set(fork, fork(repeat, fork + 1, steps.size())));
    }
  }

  private static Go fork(Repeat repeat, int more, int enough) {
    return new Go(repeat.greedy() ? List.of(more, enough) : List.of(enough, more));
  }

  private void round(Repeat repeat) {
    int from = Math.min(2 * repeat.firstGroup(), slots);
    int to = Math.min(2 * (repeat.groups() + 1), slots);
    if (from < to) {
      count();
      steps.add(new Forget(from, to));
    }
    add(repeat.body());
  }

  // ---- running it ----

  /// Ways in the order in which JavaScript would try them, each step at most once.
  private final class Ways {
    private final List<Way> all = new ArrayList<>();
    private final boolean[] seen = new boolean[steps.size()];

    private void clear() {
      all.clear();
      Arrays.fill(seen, false);
    }

    private void add(Way from, String text, int at) {
      Deque<Way> open = new ArrayDeque<>();
      open.push(from);
      while (!open.isEmpty()) {
        Way way = open.pop();
        if (seen[way.step]) {
          continue;
        }
        seen[way.step] = true;
        spend(1);
        switch (steps.get(way.step)) {
          case Match _, Read _ -> all.add(way);
          case Stand stand -> {
            if (stand.place.holds(text, at)) {
              open.push(new Way(way.step + 1, way.slots));
            }
          }
          case Go go -> {
            spend(go.to.size());
            go.to.reversed().forEach(to -> open.push(new Way(to, way.slots)));
          }
          case Note note -> open.push(noted(way, note.slot, note.slot + 1, at));
          case Forget forget -> open.push(noted(way, forget.from, forget.to, -1));
        }
      }
    }

    private Way noted(Way way, int from, int to, int at) {
      spend(slots);
      int[] other = way.slots.clone();
      Arrays.fill(other, from, to, at);
      return new Way(way.step + 1, other);
    }
  }

  private void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw new LimitException(
          "the regular expression takes too long on this text: too many long ways to a match");
    }
  }

  /// The slots of the first match at `from` or behind: where it and its groups begin and end, -1
  /// for groups that take no part.
  private Optional<int[]> find(String text, int from) {
    int[] none = new int[slots];
    Arrays.fill(none, -1);
    Ways now = this.first;
    Ways next = this.second;
    now.clear();
    Optional<int[]> best = Optional.empty();
    for (int at = from; at <= text.length(); at++) {
      if (best.isEmpty()) {
        int[] begin = none.clone();
        begin[0] = at;
        now.add(new Way(0, begin), text, at);
      } else if (now.all.isEmpty()) {
        break;
      }
      spend(1 + steps.size() / 8);
      next.clear();
      for (Way way : now.all) {
        if (steps.get(way.step) instanceof Read read) {
          spend(1 + read.set.ranges().length() / 2);
          if (at < text.length() && read.set.holds(text.charAt(at))) {
            next.add(new Way(way.step + 1, way.slots), text, at + 1);
          }
        } else {
          int[] match = way.slots.clone();
          match[1] = at;
          best = Optional.of(match);
          break;
        }
      }
      Ways swap = now;
      now = next;
      next = swap;
    }
    return best;
  }

  /// The text with `rewrite` in the place of the first match, or of every one; in it, `$1` stands
  /// for a group, `$<name>` for one by its name, `$&` for the match, ``$` `` and `$'` for what is
  /// before and behind it, `$$` for a dollar.
  ///
  /// @throws LimitException where it takes too long or becomes too large
  String replace(String text, String rewrite, boolean all) {
    left = STEPS + STEPS_A_CHARACTER * text.length();
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int from = 0;
    while (from <= text.length()) {
      Optional<int[]> match = find(text, from);
      if (match.isEmpty()) {
        break;
      }
      int begin = match.get()[0];
      int end = match.get()[1];
      out.append(text, copied, begin);
      expand(rewrite, text, match.get(), out);
      Text.requireRoom(out.length());
      copied = end;
      from = end == begin ? end + 1 : end;
      if (!all) {
        break;
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  private void expand(String rewrite, String text, int[] match, StringBuilder out) {
    spend(rewrite.length());
    int i = 0;
    while (i < rewrite.length()) {
      char kind = i + 1 < rewrite.length() ? rewrite.charAt(i + 1) : ' ';
      if (rewrite.charAt(i) != '$') {
        out.append(rewrite.charAt(i++));
        continue;
      }
      i += 2;
      switch (kind) {
        case '$' -> out.append('$');
        case '&' -> append(text, match[0], match[1], out);
        case '`' -> append(text, 0, match[0], out);
        case '\'' -> append(text, match[1], text.length(), out);
        default -> i += reference(rewrite, i - 1, text, match, out) - 1;
      }
    }
  }

  private static void append(String text, int from, int to, StringBuilder out) {
    Text.requireRoom((long) out.length() + to - from);
    out.append(text, from, to);
  }

  /// Appends the group that is named at `at`; a dollar where none is.
  ///
  /// @return how many characters its name takes
  private int reference(String rewrite, int at, String text, int[] match, StringBuilder out) {
    if (rewrite.startsWith("<", at) && !names.isEmpty()) {
      int close = rewrite.indexOf('>', at);
      if (close > 0) {
        group(names.getOrDefault(rewrite.substring(at + 1, close), 0), text, match, out);
        return close + 1 - at;
      }
    }
    for (int digits = 2; digits > 0; digits--) {
      int number = number(rewrite, at, digits);
      if (number > 0 && 2 * number < slots) {
        group(number, text, match, out);
        return digits;
      }
    }
    out.append('$');
    return 0;
  }

  /// The number of so many digits, or -1.
  private static int number(String text, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      if (i >= text.length() || text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static void group(int group, String text, int[] match, StringBuilder out) {
    if (group > 0 && 2 * group < match.length && match[2 * group + 1] >= 0) {
      append(text, match[2 * group], match[2 * group + 1], out);
    }
  }
}
