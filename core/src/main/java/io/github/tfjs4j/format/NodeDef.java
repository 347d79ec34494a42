package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.op.Ops;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A node of a `GraphDef` or of a function in it, not yet an op.
///
/// @param inputs what it reads
/// @param controls the names of the nodes that must run before it
/// @param attr the attributes as JSON
record NodeDef(String name, String op, List<Ref> inputs, List<String> controls, ObjectNode attr) {
  /// A result of a node.
  ///
  /// @param result the name of the result argument, of which `index` counts; empty where it counts
  ///   the node's results
  record Ref(String node, String result, int index) {
    /// `node`, `node:k`, or inside of functions `node:result:k`.
    static Ref of(String text, String where) {
      String[] parts = text.split(":", -1);
      String last = parts[parts.length - 1];
      boolean named = parts.length == 2 && !isNumber(last);
      if (parts[0].isEmpty() || parts.length > 3 || (parts.length == 3 && !isNumber(last))) {
        throw new FormatException(
            where + ": '" + Json.shorten(text) + "' does not name a result of a node");
      }
      int index = parts.length == 1 || named ? 0 : Integer.parseInt(last);
      return new Ref(parts[0], named || parts.length == 3 ? parts[1] : "", index);
    }

    private static boolean isNumber(String s) {
      return !s.isEmpty() && s.length() < 6 && s.chars().allMatch(c -> '0' <= c && c <= '9');
    }

    /// The number of the result, given the op that has it.
    int index(String op) {
      return result.isEmpty() ? index : Ops.result(op, result) + index;
    }
  }

  static List<NodeDef> readAll(JsonNode nodes, String where) {
    if (!nodes.isArray()) {
      throw new FormatException(where + " should be a list of nodes, found " + Json.show(nodes));
    }
    List<NodeDef> out = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      out.add(read(nodes.get(i), where + "[" + i + "]"));
    }
    return out;
  }

  private static NodeDef read(JsonNode json, String where) {
    if (!json.path("name").isString()
        || !json.path("op").isString()
        || json.path("name").stringValue().isEmpty()) {
      throw new FormatException(
          where + " should be a node with a name and an op, found " + Json.show(json));
    }
    String name = json.path("name").stringValue();
    String what = where + " '" + Json.shorten(name) + "'";
    List<Ref> inputs = new ArrayList<>();
    List<String> controls = new ArrayList<>();
    for (JsonNode input : array(json.path("input"), what + ".input")) {
      if (!input.isString()) {
        throw new FormatException(what + ".input should hold names, found " + Json.show(input));
      }
      String text = input.stringValue();
      if (text.startsWith("^")) {
        controls.add(Ref.of(text.substring(1), what).node());
      } else {
        inputs.add(Ref.of(text, what));
      }
    }
    JsonNode attr = json.path("attr");
    if (!attr.isObject() && !attr.isMissingNode() && !attr.isNull()) {
      throw new FormatException(what + ".attr should be an object, found " + Json.show(attr));
    }
    return new NodeDef(
        name,
        json.path("op").stringValue(),
        List.copyOf(inputs),
        List.copyOf(controls),
        attr instanceof ObjectNode o ? o : Json.NODES.objectNode());
  }

  private static JsonNode array(JsonNode json, String where) {
    if (!json.isArray() && !json.isMissingNode() && !json.isNull()) {
      throw new FormatException(where + " should be a list, found " + Json.show(json));
    }
    return json;
  }

  /// As messages name it.
  String describe() {
    return Json.shorten(name) + " (" + Json.shorten(op) + ")";
  }
}
