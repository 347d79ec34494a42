package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tree.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One attribute value as the proto3 JSON of `AttrValue` spells it, and back. Also reads the
/// dialect of files before TF.js 1.0: enums by number, strings as lists of byte values, lists with
/// all their members.
final class AttrJson {
  private AttrJson() {}

  // ---- reading ----

  /// Whatever has no form of its own in [AttrValue] comes as the tree that it is.
  static AttrValue read(Tree json) {
    if (!json.isObject()) {
      throw new FormatException("expected an attribute's value, found " + Json.show(json));
    }
    if (json.size() != 1) {
      return new AttrValue.Other(json);
    }
    Map.Entry<String, Tree> only = json.fields().entrySet().iterator().next();
    Tree value = only.getValue();
    Optional<AttrValue> read =
        switch (only.getKey()) {
          case "i" -> Optional.of(new AttrValue.I(integer(value)));
          case "f" -> Optional.of(new AttrValue.F(real(value)));
          case "b" ->
              value.isBoolean()
                  ? Optional.of(new AttrValue.B(value.booleanValue()))
                  : Optional.empty();
          case "s" -> string(value).map(AttrValue.S::new);
          case "type" -> Optional.of(new AttrValue.Type(type(value)));
          case "shape" -> Optional.of(new AttrValue.Dims(shape(value)));
          case "func" ->
              value.size() == 1
                  ? value.path("name").string().map(AttrValue.Func::new)
                  : Optional.empty();
          case "list" -> list(value);
          default -> Optional.empty();
        };
    return read.orElseGet(() -> new AttrValue.Other(json));
  }

  /// Empty where the list is of a kind that [AttrValue] does not have.
  private static Optional<AttrValue> list(Tree list) {
    String kind = "";
    for (Map.Entry<String, Tree> e : list.fields().entrySet()) {
      if (!e.getValue().isList()) {
        return Optional.empty();
      }
      if (!e.getValue().isEmpty()) {
        if (!kind.isEmpty()) {
          return Optional.empty();
        }
        kind = e.getKey();
      }
    }
    Tree values = list.path(kind);
    return switch (kind) {
      case "" -> list.isObject() ? Optional.of(new AttrValue.EmptyList()) : Optional.empty();
      case "i" -> Optional.of(new AttrValue.Ints(each(values, AttrJson::integer)));
      case "f" -> Optional.of(new AttrValue.Floats(each(values, AttrJson::real)));
      case "b" ->
          values.stream().allMatch(Tree::isBoolean)
              ? Optional.of(new AttrValue.Bools(each(values, Tree::booleanValue)))
              : Optional.empty();
      case "s" -> {
        List<Optional<String>> strings = each(values, AttrJson::string);
        yield strings.stream().allMatch(Optional::isPresent)
            ? Optional.of(new AttrValue.Strings(strings.stream().map(Optional::get).toList()))
            : Optional.empty();
      }
      case "type" -> Optional.of(new AttrValue.Types(each(values, AttrJson::type)));
      case "shape" -> Optional.of(new AttrValue.Shapes(each(values, AttrJson::shape)));
      default -> Optional.empty();
    };
  }

  private static <T> List<T> each(Tree values, Function<Tree, T> read) {
    List<T> out = new ArrayList<>(values.size());
    for (Tree value : values) {
      out.add(read.apply(value));
    }
    return List.copyOf(out);
  }

  /// 64-bit integers are strings in proto3 JSON; older files have numbers.
  static long integer(Tree json) {
    if (json.isWhole() && json.numberValue() instanceof Long n) {
      return n;
    }
    if (json.isString()) {
      try {
        return Long.parseLong(json.stringValue());
      } catch (NumberFormatException _) {
        // Reported below, like every other thing that is no integer.
      }
    }
    throw new FormatException("expected an integer, found " + Json.show(json));
  }

  private static float real(Tree json) {
    if (json.isNumber()) {
      return (float) json.doubleValue();
    }
    return switch (json.string("")) {
      case "NaN" -> Float.NaN;
      case "Infinity" -> Float.POSITIVE_INFINITY;
      case "-Infinity" -> Float.NEGATIVE_INFINITY;
      default -> throw new FormatException("expected a number, found " + Json.show(json));
    };
  }

  /// Empty where the bytes are no text.
  private static Optional<String> string(Tree json) {
    byte[] bytes;
    if (json.isString()) {
      try {
        bytes = Base64.getDecoder().decode(json.stringValue());
      } catch (IllegalArgumentException e) {
        throw new FormatException("expected a string in base64, found " + Json.show(json), e);
      }
    } else if (json.isList()) {
      bytes = new byte[json.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) integer(json.path(i));
      }
    } else {
      throw new FormatException("expected a string in base64, found " + Json.show(json));
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// A data type by name or number; references (`DT_FLOAT_REF`, 101) are what they refer to.
  static DataType type(Tree json) {
    if (json.isInt()) {
      int number = json.intValue();
      return DataType.ofNumber(number > 100 ? number - 100 : number);
    }
    if (json.isString()) {
      String name = json.stringValue();
      return DataType.ofTf(name.endsWith("_REF") ? name.substring(0, name.length() - 4) : name);
    }
    throw new FormatException(
        "expected a data type such as \"DT_FLOAT\", found " + Json.show(json));
  }

  /// A `TensorShapeProto`. A dimension without a size has size 0, which proto3 does not write.
  static Shape shape(Tree json) {
    if (!json.isObject()) {
      throw new FormatException("expected a shape, found " + Json.show(json));
    }
    if (json.path("unknownRank").isTrue()) {
      return Shape.UNKNOWN;
    }
    Tree dims = json.path("dim");
    int[] out = new int[dims.items().size()];
    for (int i = 0; i < out.length; i++) {
      Tree size = dims.path(i).path("size");
      long dim = size.isMissing() ? 0 : integer(size);
      if (dim < -1 || dim > Integer.MAX_VALUE) {
        throw new FormatException(
            "a dimension is -1 to " + Integer.MAX_VALUE + ", found " + Json.show(json));
      }
      out[i] = (int) dim;
    }
    return Shape.of(out);
  }

  // ---- writing ----

  static Tree write(AttrValue value) {
    return switch (value) {
      case AttrValue.I(long v) -> one("i", Tree.of(Long.toString(v)));
      case AttrValue.F(float v) -> one("f", write(v));
      case AttrValue.B(boolean v) -> one("b", Tree.of(v));
      case AttrValue.S(String v) -> one("s", write(v));
      case AttrValue.Type(DataType v) -> one("type", Tree.of(v.tfName()));
      case AttrValue.Dims(Shape v) -> one("shape", write(v));
      case AttrValue.Func(String v) -> one("func", one("name", Tree.of(v)));
      case AttrValue.Body _ ->
          throw new IllegalArgumentException("a function is written in the library, under a name");
      case AttrValue.EmptyList _ -> one("list", Tree.EMPTY_OBJECT);
      case AttrValue.Ints(List<Long> v) -> list("i", v, i -> Tree.of(Long.toString(i)));
      case AttrValue.Floats(List<Float> v) -> list("f", v, AttrJson::write);
      case AttrValue.Bools(List<Boolean> v) -> list("b", v, Tree::of);
      case AttrValue.Strings(List<String> v) -> list("s", v, AttrJson::write);
      case AttrValue.Types(List<DataType> v) -> list("type", v, t -> Tree.of(t.tfName()));
      case AttrValue.Shapes(List<Shape> v) -> list("shape", v, AttrJson::write);
      case AttrValue.Other(Tree v) -> v;
    };
  }

  private static Tree one(String key, Tree value) {
    return Tree.object(Map.of(key, value));
  }

  private static <T> Tree list(String key, List<T> values, Function<T, Tree> write) {
    return one(
        "list",
        values.isEmpty()
            ? Tree.EMPTY_OBJECT
            : one(key, Tree.list(values.stream().map(write).toList())));
  }

  /// The shortest number that is this float.
  private static Tree write(float v) {
    return Float.isFinite(v)
        ? Tree.of(Double.parseDouble(Float.toString(v)))
        : Tree.of(Float.isNaN(v) ? "NaN" : v > 0 ? "Infinity" : "-Infinity");
  }

  private static Tree write(String v) {
    return Tree.of(Base64.getEncoder().encodeToString(v.getBytes(StandardCharsets.UTF_8)));
  }

  /// A `TensorShapeProto`. TF.js takes a dimension without a size for NaN, so 0 is written.
  static Tree write(Shape shape) {
    Map<String, Tree> json = new LinkedHashMap<>();
    if (!shape.hasRank()) {
      json.put("unknownRank", Tree.of(true));
    } else if (shape.rank() > 0) {
      List<Tree> dims = new ArrayList<>();
      for (int dim : shape.dims()) {
        dims.add(one("size", Tree.of(Integer.toString(dim))));
      }
      json.put("dim", Tree.list(dims));
    }
    return Tree.object(json);
  }
}
