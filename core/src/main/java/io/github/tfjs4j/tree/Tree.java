package io.github.tfjs4j.tree;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A value of a config or of metadata: an object, a list, a string, a number, a truth value, null,
/// or [#MISSING], which is what one finds where there is nothing. Immutable.
///
///     Tree config = Tree.object(Map.of("units", Tree.of(3)));
///     config.path("units").intValue()          // 3
///     config.path("bias").path(0).isMissing()  // true
///
/// Looking never fails; taking a value of another kind is an [IllegalStateException].
public final class Tree implements Iterable<Tree> {
  /// What is not there.
  public static final Tree MISSING = new Tree(Kind.MISSING, "");

  public static final Tree NULL = new Tree(Kind.NULL, "null");

  /// An object without keys.
  public static final Tree EMPTY_OBJECT = object(Map.of());

  private enum Kind {
    OBJECT,
    LIST,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL,
    MISSING
  }

  private final Kind kind;
  private final Object value;

  private Tree(Kind kind, Object value) {
    this.kind = kind;
    this.value = value;
  }

  // ---- making ----

  /// An object with these fields, in the map's order.
  public static Tree object(Map<String, Tree> fields) {
    return new Tree(Kind.OBJECT, Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
  }

  public static Tree list(List<Tree> items) {
    return new Tree(Kind.LIST, List.copyOf(items));
  }

  public static Tree list(Tree... items) {
    return list(List.of(items));
  }

  public static Tree of(String value) {
    return new Tree(Kind.STRING, value);
  }

  public static Tree of(boolean value) {
    return new Tree(Kind.BOOLEAN, value);
  }

  public static Tree of(long value) {
    return new Tree(Kind.NUMBER, value);
  }

  public static Tree of(double value) {
    return new Tree(Kind.NUMBER, value);
  }

  /// A whole number of any size.
  public static Tree of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : new Tree(Kind.NUMBER, value);
  }

  /// This object with another value under `key`, which keeps its place or comes last.
  public Tree with(String key, Tree other) {
    Map<String, Tree> fields = new LinkedHashMap<>(fields());
    fields.put(key, other);
    return object(fields);
  }

  /// This object with all fields of another one, which win.
  public Tree withAll(Tree other) {
    Map<String, Tree> fields = new LinkedHashMap<>(fields());
    fields.putAll(other.fields());
    return object(fields);
  }

  /// This object without `key`.
  public Tree without(String key) {
    Map<String, Tree> fields = new LinkedHashMap<>(fields());
    fields.remove(key);
    return object(fields);
  }

  // ---- looking ----

  public boolean isObject() {
    return kind == Kind.OBJECT;
  }

  public boolean isList() {
    return kind == Kind.LIST;
  }

  /// Whether it is an object or a list.
  public boolean isContainer() {
    return isObject() || isList();
  }

  public boolean isString() {
    return kind == Kind.STRING;
  }

  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /// Whether it is a number that was written as a whole one.
  public boolean isWhole() {
    return isNumber() && !(value instanceof Double);
  }

  /// Whether it is a whole number that an `int` holds.
  public boolean isInt() {
    return isNumber() && value instanceof Long n && n == n.intValue();
  }

  public boolean isBoolean() {
    return kind == Kind.BOOLEAN;
  }

  /// Whether it is `false`.
  public boolean isFalse() {
    return isBoolean() && !booleanValue();
  }

  /// Whether it is `true`.
  public boolean isTrue() {
    return isBoolean() && booleanValue();
  }

  public boolean isNull() {
    return kind == Kind.NULL;
  }

  public boolean isMissing() {
    return kind == Kind.MISSING;
  }

  /// The value under `key`, or [#MISSING].
  public Tree path(String key) {
    return isObject() ? fields().getOrDefault(key, MISSING) : MISSING;
  }

  /// Item `i` of a list, or [#MISSING].
  public Tree path(int i) {
    return isList() && i >= 0 && i < size() ? items().get(i) : MISSING;
  }

  public boolean has(String key) {
    return !path(key).isMissing();
  }

  /// Whether there is something other than null under `key`.
  public boolean hasNonNull(String key) {
    return has(key) && !path(key).isNull();
  }

  /// How many fields or items there are; 0 for what holds none.
  public int size() {
    return isObject() ? fields().size() : items().size();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /// The fields of an object, in its order; none for anything else.
  @SuppressWarnings("unchecked")
  public Map<String, Tree> fields() {
    return isObject() ? (Map<String, Tree>) value : Map.of();
  }

  /// The items of a list; none for anything else.
  @SuppressWarnings("unchecked")
  public List<Tree> items() {
    return isList() ? (List<Tree>) value : List.of();
  }

  /// The values within: items of a list or values of an object's fields.
  public List<Tree> values() {
    return isObject() ? List.copyOf(fields().values()) : items();
  }

  public Stream<Tree> stream() {
    return values().stream();
  }

  /// Over [#values].
  @Override
  public Iterator<Tree> iterator() {
    return values().iterator();
  }

  /// The values under `key` of every object in this tree, at any depth, outer ones first.
  public List<Tree> findAll(String key) {
    List<Tree> found = new ArrayList<>();
    Deque<Tree> todo = new ArrayDeque<>(List.of(this));
    while (!todo.isEmpty()) {
      Tree at = todo.poll();
      if (at.has(key)) {
        found.add(at.path(key));
      }
      todo.addAll(at.values());
    }
    return found;
  }

  // ---- taking ----

  public String stringValue() {
    return (String) of(Kind.STRING);
  }

  /// The string, or empty for anything else.
  public Optional<String> string() {
    return isString() ? Optional.of(stringValue()) : Optional.empty();
  }

  /// The string, or `other` for anything else.
  public String string(String other) {
    return isString() ? stringValue() : other;
  }

  public boolean booleanValue() {
    return (boolean) of(Kind.BOOLEAN);
  }

  public double doubleValue() {
    return ((Number) of(Kind.NUMBER)).doubleValue();
  }

  public long longValue() {
    return ((Number) of(Kind.NUMBER)).longValue();
  }

  /// The number as an `int`; see [#isInt].
  public int intValue() {
    return ((Number) of(Kind.NUMBER)).intValue();
  }

  /// The number: a `Long`, `BigInteger` or `Double`.
  public Number numberValue() {
    return (Number) of(Kind.NUMBER);
  }

  private Object of(Kind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException("a " + kind + " is no " + wanted + ": " + this);
    }
    return value;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Tree t && kind == t.kind && value.equals(t.value);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + value.hashCode();
  }

  /// As JSON has it, for messages.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    print(out);
    return out.toString();
  }

  private void print(StringBuilder out) {
    switch (kind) {
      case OBJECT -> {
        String separator = "{";
        for (Map.Entry<String, Tree> e : fields().entrySet()) {
          out.append(separator);
          quote(e.getKey(), out);
          out.append(':');
          e.getValue().print(out);
          separator = ",";
        }
        out.append(isEmpty() ? "{}" : "}");
      }
      case LIST -> {
        String separator = "[";
        for (Tree item : items()) {
          out.append(separator);
          item.print(out);
          separator = ",";
        }
        out.append(isEmpty() ? "[]" : "]");
      }
      case STRING -> quote(stringValue(), out);
      case NUMBER, BOOLEAN, NULL, MISSING -> out.append(value);
    }
  }

  private static void quote(String s, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
