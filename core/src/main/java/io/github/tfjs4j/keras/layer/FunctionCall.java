package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Arguments;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A call of a [Function]: its arguments by the functions' own names for them, of which each is a
/// tensor, a literal or a list. In Keras 3 what is no tensor may stand in the layer's config.
record FunctionCall(LayerCall call, Function function, Arguments arguments) {
  static FunctionCall of(LayerCall call, Function function) {
    return new FunctionCall(call, function, call.arguments());
  }

  Tf tf() {
    return call.tf();
  }

  boolean isKeras3() {
    return call.semantics() == Semantics.KERAS3;
  }

  // ---- what is given ----

  /// The argument as it stands, or [Tree#MISSING].
  Tree get(String parameter) {
    int position = 0;
    while (!function.parameters().get(position).getFirst().equals(parameter)) {
      position++;
    }
    for (String name : function.parameters().get(position)) {
      Tree named = arguments.get(name, -1);
      if (!named.isMissing()) {
        return named;
      }
      if (call.config().json().has(name)) {
        return call.config().get(name);
      }
    }
    return arguments.get("", position);
  }

  /// Whether it is given, and not `null`.
  boolean has(String parameter) {
    Tree given = get(parameter);
    return !given.isMissing() && !given.isNull();
  }

  ModelException wrong(String parameter, String wanted) {
    Tree given = get(parameter);
    String found = given.isMissing() ? "nothing" : ModelException.quoted(given.toString());
    return new FormatException(
        "argument '" + parameter + "' should be " + wanted + ", found " + found);
  }

  double d(String parameter, double byDefault) {
    return literal(parameter, byDefault, "a number", Tree::isNumber, Tree::doubleValue);
  }

  int i(String parameter, int byDefault) {
    return literal(parameter, byDefault, "an int", Tree::isInt, Tree::intValue);
  }

  boolean b(String parameter, boolean byDefault) {
    return literal(parameter, byDefault, "true or false", Tree::isBoolean, Tree::booleanValue);
  }

  String s(String parameter, String byDefault) {
    return literal(parameter, byDefault, "a string", Tree::isString, Tree::stringValue);
  }

  private <T> T literal(
      String parameter,
      T byDefault,
      String wanted,
      Predicate<Tree> is,
      java.util.function.Function<Tree, T> read) {
    if (!has(parameter)) {
      return byDefault;
    }
    Tree given = plain(get(parameter));
    if (!is.test(given)) {
      throw wrong(parameter, wanted);
    }
    return read.apply(given);
  }

  /// An int or a list of ints; empty where none is given.
  Optional<int[]> ints(String parameter) {
    if (!has(parameter)) {
      return Optional.empty();
    }
    Tree given = plain(get(parameter));
    List<Tree> items = given.isList() ? given.items() : List.of(given);
    int[] ints = new int[items.size()];
    for (int k = 0; k < ints.length; k++) {
      Tree item = plain(items.get(k));
      if (!item.isInt()) {
        throw wrong(parameter, "an int or a list of ints");
      }
      ints[k] = item.intValue();
    }
    return Optional.of(ints);
  }

  /// The axes of `x` that are named, counted from the front; all of them where none is.
  int[] axes(String parameter, Value x) {
    int rank = rank(x);
    return ints(parameter)
        .map(a -> IntStream.of(a).map(k -> checked(parameter, k, rank)).toArray())
        .orElseGet(() -> IntStream.range(0, rank).toArray());
  }

  int axis(String parameter, int byDefault, int rank) {
    return checked(parameter, i(parameter, byDefault), rank);
  }

  private int checked(String parameter, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw wrong(parameter, "an axis of " + rank);
    }
    return axis < 0 ? axis + rank : axis;
  }

  /// The rank of `x`, which must be known.
  static int rank(Value x) {
    if (!x.shape().hasRank()) {
      throw new ShapeException("takes an input of known rank, found " + x.type());
    }
    return x.shape().rank();
  }

  /// The element type that is named.
  Optional<DataType> type(String parameter) {
    if (!has(parameter)) {
      return Optional.empty();
    }
    Tree given = get(parameter);
    String name = given.path("config").path("name").string(given.string(""));
    return Optional.of(
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "float16", "bfloat16", "float32", "float64", "half", "double" -> DataType.FLOAT;
          case "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64" ->
              DataType.INT32;
          case "bool" -> DataType.BOOL;
          default -> throw wrong(parameter, "a type such as float32");
        });
  }

  /// What is serialized as an object, as what it is.
  private static Tree plain(Tree given) {
    return switch (given.path("class_name").string("")) {
      case "__numpy__" -> given.path("config").path("value");
      case "__tensor__" -> given.path("config").path("value");
      case "__tuple__" -> given.path("items");
      default -> given;
    };
  }

  // ---- tensors ----

  /// The argument as a tensor: a constant where it is a literal.
  Value value(String parameter) {
    return value(parameter, get(parameter), Optional.empty());
  }

  /// The same, cast to `type`.
  Value value(String parameter, DataType type) {
    return tf().cast(value(parameter, get(parameter), Optional.of(type)), type);
  }

  /// The same as floats.
  Value floats(String parameter) {
    return value(parameter, DataType.FLOAT);
  }

  /// A list of tensors, or one tensor.
  List<Value> values(String parameter) {
    Tree given = plain(get(parameter));
    if (!given.isList()) {
      return List.of(value(parameter));
    }
    return common(given.items().stream().map(t -> value(parameter, t, Optional.empty())).toList());
  }

  /// Two or more arguments as tensors of one type: literals take that of the tensors, but where a
  /// fraction meets ints all are floats.
  List<Value> same(String... parameters) {
    DataType type = DataType.BOOL;
    for (String parameter : parameters) {
      type = wider(type, typeOf(get(parameter)));
    }
    List<Value> values = new ArrayList<>();
    for (String parameter : parameters) {
      values.add(value(parameter, type));
    }
    return values;
  }

  private List<Value> common(List<Value> values) {
    DataType type = DataType.BOOL;
    for (Value v : values) {
      type = wider(type, v.dataType());
    }
    DataType all = type;
    return values.stream().map(v -> tf().cast(v, all)).toList();
  }

  private static DataType wider(DataType a, DataType b) {
    if (a == b || b == DataType.BOOL) {
      return a;
    }
    return a == DataType.BOOL || b != DataType.INT32 ? b : a;
  }

  private DataType typeOf(Tree argument) {
    if (Arguments.isTensor(argument)) {
      return arguments.tensor(argument).dataType();
    }
    Tree given = plain(argument);
    if (given.isList()) {
      DataType type = DataType.BOOL;
      for (Tree item : given) {
        type = wider(type, typeOf(item));
      }
      return type;
    }
    return given.isInt()
        ? DataType.INT32
        : given.isBoolean() ? DataType.BOOL : given.isString() ? DataType.STRING : DataType.FLOAT;
  }

  private Value value(String parameter, Tree argument, Optional<DataType> wanted) {
    if (Arguments.isTensor(argument)) {
      return arguments.tensor(argument);
    }
    Tree given = plain(argument);
    if (given.isList() && given.size() == 1 && Arguments.isTensor(given.path(0))) {
      // Some versions write a list around a single tensor.
      return arguments.tensor(given.path(0));
    }
    if (!arguments.tensors(given).isEmpty()) {
      return tf().pack(
              0, common(given.items().stream().map(t -> value(parameter, t, wanted)).toList()));
    }
    DataType type = wanted.orElseGet(() -> typeOf(given));
    return tf().constant(
            Numbers.of(given, type)
                .orElseThrow(() -> wrong(parameter, "a tensor, a number or a list of numbers")));
  }
}
