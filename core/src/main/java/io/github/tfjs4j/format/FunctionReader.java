package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Makes graphs of the functions of a library. Arguments are placeholders of unknown shape.
final class FunctionReader {
  private FunctionReader() {}

  /// The functions by name, in the order of the library. A function that holds what cannot be read
  /// yet is left out: it stays in the file's own words.
  static Map<String, Graph> readAll(
      JsonNode library, Map<String, WeightEntry> weights, String where) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    JsonNode list = library.path("function");
    for (int i = 0; i < list.size(); i++) {
      JsonNode name = list.path(i).path("signature").path("name");
      if (!name.isString()) {
        throw new FormatException(where + ".library.function[" + i + "] has no name");
      }
      String place = where + ".library.function '" + Json.shorten(name.stringValue()) + "'";
      if (!weights.keySet().containsAll(constants(list.get(i)))) {
        // TF.js misses a constant only when it calls the function.
        continue;
      }
      try {
        if (functions.put(name.stringValue(), read(list.get(i), weights, place)) != null) {
          throw new FormatException(place + " is there twice");
        }
      } catch (UnsupportedModelException _) {
        // Left out, see above.
      }
    }
    return functions;
  }

  private static Graph read(JsonNode function, Map<String, WeightEntry> weights, String where) {
    GraphBuilder to = GraphBuilder.verbatim();
    GraphDefReader reader = new GraphDefReader(where, weights, to);
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (JsonNode arg : function.path("signature").path("inputArg")) {
      String name = name(arg, where);
      Value value =
          to.named(name, to.add(new Placeholder(AttrJson.type(arg.path("type")), Shape.UNKNOWN)));
      reader.argument(name, value);
      inputs.put(name, value);
    }
    Map<String, NodeDef.Ref> results = new LinkedHashMap<>();
    for (JsonNode arg : function.path("signature").path("outputArg")) {
      String name = name(arg, where);
      JsonNode ret = function.path("ret").path(name);
      if (!ret.isString()) {
        throw new FormatException(where + ".ret has no '" + Json.shorten(name) + "'");
      }
      results.put(name, NodeDef.Ref.of(ret.stringValue(), where + ".ret"));
    }
    JsonNode nodes = function.path("nodeDef");
    List<NodeDef> defs =
        nodes.isMissingNode() ? List.of() : NodeDef.readAll(nodes, where + ".nodeDef");
    reader.addAll(defs, new ArrayList<>(results.values()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    results.forEach((name, ref) -> outputs.put(name, reader.value(ref)));
    return to.build(inputs, outputs, reader.nodes());
  }

  private static String name(JsonNode arg, String where) {
    if (!arg.path("name").isString()) {
      throw new FormatException(where + ": an argument without a name: " + Json.show(arg));
    }
    return arg.path("name").stringValue();
  }

  /// The names of all constants of the functions.
  static List<String> constantsOf(JsonNode library) {
    List<String> names = new ArrayList<>();
    library.path("function").forEach(f -> names.addAll(constants(f)));
    return names;
  }

  private static List<String> constants(JsonNode function) {
    List<String> names = new ArrayList<>();
    for (JsonNode node : function.path("nodeDef")) {
      if (node.path("op").asString("").equals("Const")) {
        names.add(node.path("name").asString(""));
      }
    }
    return names;
  }
}
