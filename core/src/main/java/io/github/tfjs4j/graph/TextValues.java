package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/// Reads what a [TextForm] says of values: types, constants, attributes.
final class TextValues {
  /// Elements of a constant that a few characters stand for.
  private static final int MOST_RANDOM = 1 << 24;

  /// How deep trees may nest.
  private static final int DEEPEST = 500;

  private final TextScanner in;

  TextValues(TextScanner in) {
    this.in = in;
  }

  // ---- types ----

  TensorType type() {
    String name = in.take('?') ? "?" : in.bare();
    DataType type =
        switch (name) {
          case "?" -> DataType.INVALID;
          case "variant" -> DataType.VARIANT;
          case "resource" -> DataType.RESOURCE;
          default -> parse(name, DataType::ofJs);
        };
    return new TensorType(type, shape());
  }

  private Shape shape() {
    in.expect('[');
    List<Integer> dims = new ArrayList<>();
    while (!in.take(']')) {
      if (in.takeText("...")) {
        in.expect(']');
        return Shape.UNKNOWN;
      }
      dims.add(in.take('?') ? Shape.UNKNOWN_DIM : length());
      in.take(',');
    }
    return Shape.of(dims);
  }

  private int length() {
    int length = parse(in.number(), Integer::parseInt);
    if (length < 0) {
      throw in.error("a length is at least 0, or ? for unknown, but this is " + length);
    }
    return length;
  }

  // ---- constants ----

  Tensor constant() {
    TensorType type = type();
    if (!type.shape().isFullyDefined()) {
      throw in.error("the shape of a constant is known, but this is " + type);
    }
    if (in.word("random")) {
      return random(type);
    }
    in.expect('{');
    if (in.takeText("...")) {
      throw in.error("the elements of this constant have been left out");
    }
    return type.type() == DataType.STRING
        ? Tensor.adoptStrings(strings(type).toArray(byte[][]::new), type.shape())
        : numbers(type);
  }

  private Tensor random(TensorType type) {
    in.expect('(');
    long seed = parse(in.number(), Long::parseLong);
    in.expect(')');
    if (type.type() != DataType.FLOAT || type.shape().longSize() > MOST_RANDOM) {
      throw in.error(
          "random elements are float32 and at most " + MOST_RANDOM + ", but these are " + type);
    }
    Random random = new Random(seed);
    float[] data = new float[type.shape().size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextFloat() * 2 - 1;
    }
    return Tensor.adopt(data, type.shape());
  }

  private List<byte[]> strings(TensorType type) {
    List<byte[]> strings = new ArrayList<>();
    in.skipSpace(true);
    while (!in.take('}')) {
      strings.add(in.bytes());
      separator();
    }
    requireAll(type, strings.size());
    return strings;
  }

  private Tensor numbers(TensorType type) {
    List<String> numbers = new ArrayList<>();
    in.skipSpace(true);
    while (!in.take('}')) {
      numbers.add(in.number());
      separator();
    }
    requireAll(type, numbers.size());
    return switch (type.type()) {
      case FLOAT -> floats(numbers, type.shape());
      case INT32 -> ints(numbers, type.shape());
      case BOOL -> {
        byte[] data = new byte[numbers.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = (byte) (bool(numbers.get(i)) ? 1 : 0);
        }
        yield Tensor.adoptBools(data, type.shape());
      }
      default -> throw in.error("a constant of type " + type + " has no text form");
    };
  }

  private void separator() {
    in.take(',');
    in.skipSpace(true);
  }

  private void requireAll(TensorType type, int given) {
    if (type.shape().longSize() != given) {
      throw in.error(type + " has " + type.shape().longSize() + " elements, given are " + given);
    }
  }

  private boolean bool(String word) {
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> throw in.error("'" + word + "' is neither true nor false");
    };
  }

  private Tensor floats(List<String> numbers, Shape shape) {
    float[] out = new float[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(numbers.get(i), Float::parseFloat);
    }
    return Tensor.adopt(out, shape);
  }

  private Tensor ints(List<String> numbers, Shape shape) {
    int[] out = new int[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(numbers.get(i), Integer::parseInt);
    }
    return Tensor.adopt(out, shape);
  }

  /// A number or a list of numbers in the place of an operand.
  Tensor literal() {
    List<String> numbers = new ArrayList<>();
    boolean list = in.take('[');
    if (list) {
      while (!in.take(']')) {
        numbers.add(in.number());
        in.take(',');
      }
    } else {
      numbers.add(in.number());
    }
    Shape shape = list ? Shape.of(numbers.size()) : Shape.SCALAR;
    return numbers.stream().anyMatch(TextValues::isFloat)
        ? floats(numbers, shape)
        : ints(numbers, shape);
  }

  /// Which of a node's results, after `:`.
  int index() {
    return parse(in.number(), Integer::parseInt);
  }

  private <T> T parse(String what, Function<String, T> parser) {
    try {
      return parser.apply(what);
    } catch (NumberFormatException e) {
      throw in.error("'" + what + "' is not a number");
    } catch (FormatException e) {
      throw e.at(in.line());
    }
  }

  private static boolean isFloat(String s) {
    return s.contains(".")
        || s.contains("e")
        || s.contains("E")
        || s.endsWith("NaN")
        || s.endsWith("Infinity");
  }

  // ---- attributes ----

  /// @param functions those of the text, by name; one that is not among them stays a name
  AttrValue attribute(Function<String, AttrValue> functions) {
    in.skipSpace(false);
    if (in.takeText("@")) {
      return functions.apply(in.bareOrString());
    }
    if (!in.take('[')) {
      return item();
    }
    List<AttrValue> items = new ArrayList<>();
    while (!in.take(']')) {
      items.add(item());
      in.take(',');
    }
    return list(items);
  }

  private AttrValue item() {
    in.skipSpace(false);
    if (in.peek() == '"') {
      return new AttrValue.S(in.string());
    } else if (in.word("true")) {
      return new AttrValue.B(true);
    } else if (in.word("false")) {
      return new AttrValue.B(false);
    } else if (in.looksAt("shape[")) {
      in.takeText("shape");
      return new AttrValue.Dims(shape());
    } else if (in.word("tree")) {
      return new AttrValue.Other(tree(0));
    } else if (in.looksAt("DT_")) {
      return new AttrValue.Type(parse(in.bare(), DataType::ofTf));
    }
    String number = in.number();
    return isFloat(number)
        ? new AttrValue.F(parse(number, Float::parseFloat))
        : new AttrValue.I(parse(number, Long::parseLong));
  }

  private Tree tree(int depth) {
    if (depth > DEEPEST) {
      throw in.error("this value nests deeper than " + DEEPEST);
    }
    if (in.take('{')) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      while (!in.take('}')) {
        String key = in.string();
        in.expect(':');
        if (fields.put(key, tree(depth + 1)) != null) {
          throw in.error("there are two fields '" + ModelException.quoted(key) + "'");
        }
        in.take(',');
      }
      return Tree.object(fields);
    } else if (in.take('[')) {
      List<Tree> items = new ArrayList<>();
      while (!in.take(']')) {
        items.add(tree(depth + 1));
        in.take(',');
      }
      return Tree.list(items);
    } else if (in.peek() == '"') {
      return Tree.of(in.string());
    } else if (in.word("null")) {
      return Tree.NULL;
    } else if (in.word("true")) {
      return Tree.of(true);
    } else if (in.word("false")) {
      return Tree.of(false);
    }
    String number = in.number();
    if (isFloat(number)) {
      double value = parse(number, Double::parseDouble);
      return Tree.of(value);
    }
    BigInteger value = parse(number, BigInteger::new);
    return Tree.of(value);
  }

  private AttrValue list(List<AttrValue> items) {
    if (items.isEmpty()) {
      return new AttrValue.EmptyList();
    }
    return switch (items.getFirst()) {
      case AttrValue.I _ -> new AttrValue.Ints(all(items, AttrValue.I.class, AttrValue.I::value));
      case AttrValue.F _ -> new AttrValue.Floats(all(items, AttrValue.F.class, AttrValue.F::value));
      case AttrValue.B _ -> new AttrValue.Bools(all(items, AttrValue.B.class, AttrValue.B::value));
      case AttrValue.S _ ->
          new AttrValue.Strings(all(items, AttrValue.S.class, AttrValue.S::value));
      case AttrValue.Type _ ->
          new AttrValue.Types(all(items, AttrValue.Type.class, AttrValue.Type::value));
      case AttrValue.Dims _ ->
          new AttrValue.Shapes(all(items, AttrValue.Dims.class, AttrValue.Dims::value));
      default -> throw in.error("a list of this kind has no text form");
    };
  }

  private <A extends AttrValue, T> List<T> all(
      List<AttrValue> items, Class<A> kind, Function<A, T> value) {
    if (!items.stream().allMatch(kind::isInstance)) {
      throw in.error("the items of a list are of one kind");
    }
    return items.stream().map(kind::cast).map(value).toList();
  }
}
