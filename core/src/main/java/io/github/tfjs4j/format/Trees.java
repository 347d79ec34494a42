package io.github.tfjs4j.format;

import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON as neutral trees, and back.
public final class Trees {
  private Trees() {}

  /// Reads a JSON file.
  ///
  /// @throws io.github.tfjs4j.FormatException where it is none
  public static Tree read(Path file) {
    return of(Json.read(file));
  }

  /// Reads JSON text.
  ///
  /// @throws io.github.tfjs4j.FormatException where it is none
  public static Tree parse(String text) {
    return of(Json.parse(text, "text"));
  }

  static Tree of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Tree> fields = new LinkedHashMap<>();
        node.properties().forEach(e -> fields.put(e.getKey(), of(e.getValue())));
        yield Tree.object(fields);
      }
      case ARRAY -> {
        List<Tree> items = new ArrayList<>(node.size());
        node.forEach(item -> items.add(of(item)));
        yield Tree.list(items);
      }
      case STRING -> Tree.of(node.stringValue());
      case BOOLEAN -> Tree.of(node.booleanValue());
      case NULL -> Tree.NULL;
      case MISSING -> Tree.MISSING;
      case NUMBER ->
          node.isIntegralNumber() ? Tree.of(node.bigIntegerValue()) : Tree.of(node.doubleValue());
      case BINARY, POJO -> throw new IllegalStateException("not JSON: " + node.getNodeType());
    };
  }

  static JsonNode json(Tree tree) {
    if (tree.isObject()) {
      ObjectNode object = Json.NODES.objectNode();
      tree.fields().forEach((key, value) -> object.set(key, json(value)));
      return object;
    }
    if (tree.isList()) {
      ArrayNode array = Json.NODES.arrayNode();
      tree.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (tree.isNumber()) {
      return switch (tree.numberValue()) {
        case Long n when n == n.intValue() -> Json.NODES.numberNode(n.intValue());
        case Long n -> Json.NODES.numberNode(n);
        case java.math.BigInteger n -> Json.NODES.numberNode(n);
        default -> Json.NODES.numberNode(tree.doubleValue());
      };
    }
    if (tree.isString()) {
      return Json.NODES.stringNode(tree.stringValue());
    }
    return tree.isBoolean() ? Json.NODES.booleanNode(tree.booleanValue()) : Json.NODES.nullNode();
  }
}
