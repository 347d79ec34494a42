package io.github.tfjs4j;

import java.util.ArrayList;
import java.util.List;

/// The root of everything that tfjs4j throws about a model: its message says what failed, where,
/// which values disagree, and what to do. Anything else that escapes is a bug of tfjs4j itself.
///
/// Whoever passes it on says the place with [#at] and keeps kind, cause and stack:
///
///     model.json: scores (MatMul): the inner lengths of [?, 32] and [16, 10] differ
///
/// Messages are for people: what they quote of a model goes through [#quoted], and whatever is
/// longer than [#MOST_MESSAGE] is cut.
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Characters of a value that a message quotes.
  static final int MOST_QUOTED = 80;

  /// Characters of what happened, apart from the places.
  static final int MOST_MESSAGE = 1000;

  /// Of more places than this the first and the last are shown.
  private static final int MOST_PLACES = 6;

  /// From the outermost to the innermost.
  private final ArrayList<String> places = new ArrayList<>();

  public ModelException(String message) {
    super(cut(message, MOST_MESSAGE));
  }

  public ModelException(String message, Throwable cause) {
    super(cut(message, MOST_MESSAGE), cause);
  }

  /// Adds a place around those that are known: `throw e.at(layer)`. The same place again adds
  /// nothing.
  ///
  /// @return this exception
  public ModelException at(String place) {
    String shown = cut(place, 2 * MOST_QUOTED);
    if (places.isEmpty() || !places.getFirst().equals(shown)) {
      places.addFirst(shown);
    }
    return this;
  }

  /// Where it happened, from the outermost place to the innermost.
  public List<String> places() {
    return List.copyOf(places);
  }

  /// `place: place: what happened`
  @Override
  public String getMessage() {
    StringBuilder message = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      boolean shown = i < MOST_PLACES / 2 || i >= places.size() - MOST_PLACES / 2;
      message.append(shown ? places.get(i) + ": " : i == MOST_PLACES / 2 ? "...: " : "");
    }
    return message.append(super.getMessage()).toString();
  }

  /// A value of a model as a message shows it, however long it is: a name, a list, a config.
  public static String quoted(Object value) {
    return cut(String.valueOf(value), MOST_QUOTED);
  }

  private static String cut(String text, int most) {
    if (text == null || text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "...";
  }
}
