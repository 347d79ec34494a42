package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One attribute value as the proto3 JSON of `AttrValue` spells it, and back. Also reads the
/// dialect of files before TF.js 1.0: enums by number, strings as lists of byte values, lists with
/// all their members.
final class AttrJson {
  private AttrJson() {}

  // ---- reading ----

  /// Whatever has no form in [AttrValue] comes as its JSON, word for word.
  static AttrValue read(JsonNode json) {
    if (!json.isObject()) {
      throw new FormatException("expected an attribute's value, found " + Json.show(json));
    }
    if (json.size() != 1) {
      return verbatim(json);
    }
    Map.Entry<String, JsonNode> only = json.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "i" -> new AttrValue.I(integer(value));
      case "f" -> new AttrValue.F(real(value));
      case "b" -> value.isBoolean() ? new AttrValue.B(value.booleanValue()) : verbatim(json);
      case "s" -> string(value).<AttrValue>map(AttrValue.S::new).orElseGet(() -> verbatim(json));
      case "type" -> new AttrValue.Type(type(value));
      case "shape" -> new AttrValue.Dims(shape(value));
      case "func" ->
          value.size() == 1 && value.path("name").isString()
              ? new AttrValue.Func(value.path("name").stringValue())
              : verbatim(json);
      case "list" -> list(value).orElseGet(() -> verbatim(json));
      default -> verbatim(json);
    };
  }

  private static AttrValue verbatim(JsonNode json) {
    return new AttrValue.Json(Json.text(json));
  }

  /// Empty where the list is of a kind that [AttrValue] does not have.
  private static Optional<AttrValue> list(JsonNode list) {
    String kind = "";
    for (Map.Entry<String, JsonNode> e : list.properties()) {
      if (!e.getValue().isArray()) {
        return Optional.empty();
      }
      if (!e.getValue().isEmpty()) {
        if (!kind.isEmpty()) {
          return Optional.empty();
        }
        kind = e.getKey();
      }
    }
    JsonNode values = list.path(kind);
    return switch (kind) {
      case "" -> list.isObject() ? Optional.of(new AttrValue.EmptyList()) : Optional.empty();
      case "i" -> Optional.of(new AttrValue.Ints(each(values, AttrJson::integer)));
      case "f" -> Optional.of(new AttrValue.Floats(each(values, AttrJson::real)));
      case "b" ->
          values.valueStream().allMatch(JsonNode::isBoolean)
              ? Optional.of(new AttrValue.Bools(each(values, JsonNode::booleanValue)))
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

  private static <T> List<T> each(JsonNode values, Function<JsonNode, T> read) {
    List<T> out = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      out.add(read.apply(value));
    }
    return List.copyOf(out);
  }

  /// 64-bit integers are strings in proto3 JSON; older files have numbers.
  static long integer(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.longValue();
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

  private static float real(JsonNode json) {
    if (json.isNumber()) {
      return (float) json.doubleValue();
    }
    return switch (json.asString("")) {
      case "NaN" -> Float.NaN;
      case "Infinity" -> Float.POSITIVE_INFINITY;
      case "-Infinity" -> Float.NEGATIVE_INFINITY;
      default -> throw new FormatException("expected a number, found " + Json.show(json));
    };
  }

  /// Empty where the bytes are no text.
  private static Optional<String> string(JsonNode json) {
    byte[] bytes;
    if (json.isString()) {
      try {
        bytes = Base64.getDecoder().decode(json.stringValue());
      } catch (IllegalArgumentException e) {
        throw new FormatException("expected a string in base64, found " + Json.show(json), e);
      }
    } else if (json.isArray()) {
      bytes = new byte[json.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) integer(json.get(i));
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
  static DataType type(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToInt()) {
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
  static Shape shape(JsonNode json) {
    if (!json.isObject()) {
      throw new FormatException("expected a shape, found " + Json.show(json));
    }
    if (json.path("unknownRank").asBoolean(false)) {
      return Shape.UNKNOWN;
    }
    JsonNode dims = json.path("dim");
    int[] out = new int[dims.size()];
    for (int i = 0; i < out.length; i++) {
      JsonNode size = dims.path(i).path("size");
      long dim = size.isMissingNode() ? 0 : integer(size);
      if (dim < -1 || dim > Integer.MAX_VALUE) {
        throw new FormatException(
            "a dimension is -1 to " + Integer.MAX_VALUE + ", found " + Json.show(json));
      }
      out[i] = (int) dim;
    }
    return Shape.of(out);
  }

  // ---- writing ----

  static ObjectNode write(AttrValue value) {
    return switch (value) {
      case AttrValue.I(long v) -> one("i", Json.NODES.stringNode(Long.toString(v)));
      case AttrValue.F(float v) -> one("f", write(v));
      case AttrValue.B(boolean v) -> one("b", Json.NODES.booleanNode(v));
      case AttrValue.S(String v) -> one("s", write(v));
      case AttrValue.Type(DataType v) -> one("type", Json.NODES.stringNode(v.tfName()));
      case AttrValue.Dims(Shape v) -> one("shape", write(v));
      case AttrValue.Func(String v) -> one("func", one("name", Json.NODES.stringNode(v)));
      case AttrValue.Body _ ->
          throw new IllegalArgumentException("a function is written in the library, under a name");
      case AttrValue.EmptyList _ -> one("list", Json.NODES.objectNode());
      case AttrValue.Ints(List<Long> v) ->
          list("i", v, i -> Json.NODES.stringNode(Long.toString(i)));
      case AttrValue.Floats(List<Float> v) -> list("f", v, AttrJson::write);
      case AttrValue.Bools(List<Boolean> v) -> list("b", v, Json.NODES::booleanNode);
      case AttrValue.Strings(List<String> v) -> list("s", v, AttrJson::write);
      case AttrValue.Types(List<DataType> v) ->
          list("type", v, t -> Json.NODES.stringNode(t.tfName()));
      case AttrValue.Shapes(List<Shape> v) -> list("shape", v, AttrJson::write);
      case AttrValue.Json(String text) -> (ObjectNode) Json.parse(text, "attribute");
    };
  }

  private static ObjectNode one(String key, JsonNode value) {
    return Json.NODES.objectNode().set(key, value);
  }

  private static <T> ObjectNode list(String key, List<T> values, Function<T, JsonNode> write) {
    ObjectNode list = Json.NODES.objectNode();
    if (!values.isEmpty()) {
      ArrayNode array = list.putArray(key);
      values.forEach(v -> array.add(write.apply(v)));
    }
    return one("list", list);
  }

  private static JsonNode write(float v) {
    return Float.isFinite(v)
        ? Json.NODES.numberNode(v)
        : Json.NODES.stringNode(Float.isNaN(v) ? "NaN" : v > 0 ? "Infinity" : "-Infinity");
  }

  private static JsonNode write(String v) {
    return Json.NODES.stringNode(
        Base64.getEncoder().encodeToString(v.getBytes(StandardCharsets.UTF_8)));
  }

  /// A `TensorShapeProto`. TF.js takes a dimension without a size for NaN, so 0 is written.
  static ObjectNode write(Shape shape) {
    ObjectNode json = Json.NODES.objectNode();
    if (!shape.hasRank()) {
      json.put("unknownRank", true);
    } else if (shape.rank() > 0) {
      ArrayNode dims = json.putArray("dim");
      for (int dim : shape.dims()) {
        dims.add(one("size", Json.NODES.stringNode(Integer.toString(dim))));
      }
    }
    return json;
  }
}
