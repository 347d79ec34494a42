package io.github.tfjs4j.graph;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// How many inputs an op takes, and of which element types: files may name any. Whatever makes a
/// node or runs one asks here first, so that an op's own rules need not.
public final class Operands {
  /// What an input may be.
  public enum Kind {
    /// Anything.
    ANY,
    /// One element of any type.
    SCALAR,
    /// int32: axes, shapes, indices.
    INT,
    /// One int32: an axis, a length.
    INDEX,
    /// bool: conditions.
    BOOL,
    /// string.
    TEXT,
    /// A list of tensors.
    LIST,
    /// The handle of a hash table.
    TABLE;

    private boolean takes(TensorType type) {
      return switch (this) {
        case ANY -> true;
        case SCALAR -> isOne(type.shape());
        case INT -> is(DataType.INT32, type);
        case INDEX -> is(DataType.INT32, type) && isOne(type.shape());
        case BOOL -> is(DataType.BOOL, type);
        case TEXT -> is(DataType.STRING, type);
        case LIST -> is(DataType.VARIANT, type);
        case TABLE -> is(DataType.RESOURCE, type);
      };
    }

    private static boolean is(DataType wanted, TensorType type) {
      return type.type() == wanted || !type.isKnown();
    }

    private static boolean isOne(Shape shape) {
      return !shape.isFullyDefined() || shape.longSize() == 1;
    }

    private String wanted() {
      return switch (this) {
        case ANY -> "anything";
        case SCALAR -> "a scalar";
        case INT -> "int32";
        case INDEX -> "an int32 scalar";
        case BOOL -> "bool";
        case TEXT -> "string";
        case LIST -> "a list of tensors";
        case TABLE -> "the handle of a hash table";
      };
    }
  }

  /// Any inputs.
  public static final Operands FREE =
      new Operands(List.of(Kind.ANY), Kind.ANY, 0, Integer.MAX_VALUE);

  /// No inputs.
  public static final Operands NONE = new Operands(List.of(Kind.ANY), Kind.ANY, 0, 0);

  private final List<Kind> kinds;
  private final Kind last;
  private final int least;
  private final int most;

  private Operands(List<Kind> kinds, Kind last, int least, int most) {
    this.kinds = kinds;
    this.last = last;
    this.least = least;
    this.most = most;
  }

  /// One input of each kind.
  public static Operands of(Kind... kinds) {
    return new Operands(List.of(kinds), kinds[kinds.length - 1], kinds.length, kinds.length);
  }

  /// Exactly this many inputs of any type.
  public static Operands any(int count) {
    return new Operands(List.of(Kind.ANY), Kind.ANY, count, count);
  }

  /// This many inputs of any type or more.
  public static Operands atLeast(int count) {
    return new Operands(List.of(Kind.ANY), Kind.ANY, count, Integer.MAX_VALUE);
  }

  /// One input of any type or more, and a last one.
  public static Operands manyAnd(Kind last) {
    return new Operands(List.of(Kind.ANY), last, 2, Integer.MAX_VALUE);
  }

  /// A first input, and one of any type or more.
  public static Operands oneAndMany(Kind first) {
    return new Operands(List.of(first, Kind.ANY), Kind.ANY, 2, Integer.MAX_VALUE);
  }

  /// @throws ShapeException where there are too few or too many, or one is of the wrong type
  public void check(List<Value> inputs) {
    checkTypes(inputs.stream().map(Value::type).toList());
  }

  /// As [#check] of inputs of these types.
  public void checkTypes(List<TensorType> inputs) {
    if (inputs.size() < least || inputs.size() > most) {
      throw new ShapeException(
          "takes "
              + (least == most ? "" : "at least ")
              + least
              + (least == 1 ? " input" : " inputs")
              + ", but there are "
              + inputs.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      Kind kind = i == inputs.size() - 1 ? last : kinds.get(Math.min(i, kinds.size() - 1));
      if (!kind.takes(inputs.get(i))) {
        throw new ShapeException(
            "input " + i + " is " + inputs.get(i) + ", but should be " + kind.wanted());
      }
    }
  }
}
