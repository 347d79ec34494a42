package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The functions of a file's library, as graphs: each is made when an op asks for it. Arguments are
/// placeholders of unknown shape.
final class FunctionReader {
  /// A function, not yet a graph.
  ///
  /// @param arguments their types by name; `INVALID` where a type is not known
  /// @param results what each result reads
  record Function(
      String name,
      Map<String, DataType> arguments,
      List<NodeDef> nodes,
      Map<String, NodeDef.Ref> results) {}

  /// How deep functions may call each other. Real models hardly nest; types are inferred anew on
  /// every level, and a hostile file should not take for ever.
  private static final int DEEPEST = 16;

  private final Map<String, WeightEntry> weights;
  private final String where;
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<String, Optional<Graph>> graphs = new HashMap<>();
  private int depth;

  /// @param where the file and the place in it that holds the library, for messages
  FunctionReader(JsonNode library, Map<String, WeightEntry> weights, String where) {
    this.weights = weights;
    this.where = where + ".library.function";
    JsonNode list = library.path("function");
    for (int i = 0; i < list.size(); i++) {
      JsonNode name = list.path(i).path("signature").path("name");
      if (!name.isString()) {
        throw new FormatException(this.where + "[" + i + "] has no name");
      }
      add(read(list.get(i), name.stringValue()));
    }
  }

  void add(Function function) {
    if (functions.put(function.name(), function) != null) {
      throw new FormatException(place(function.name()) + " is there twice");
    }
  }

  private String place(String name) {
    return where + " '" + Json.shorten(name) + "'";
  }

  private Function read(JsonNode function, String name) {
    String place = place(name);
    Map<String, DataType> arguments = new LinkedHashMap<>();
    for (JsonNode arg : function.path("signature").path("inputArg")) {
      if (arguments.put(name(arg, place), AttrJson.type(arg.path("type"))) != null) {
        throw new FormatException(
            place + ": there are two arguments '" + Json.shorten(name(arg, place)) + "'");
      }
    }
    Map<String, NodeDef.Ref> results = new LinkedHashMap<>();
    for (JsonNode arg : function.path("signature").path("outputArg")) {
      JsonNode ret = function.path("ret").path(name(arg, place));
      if (!ret.isString()) {
        throw new FormatException(place + ".ret has no '" + Json.shorten(name(arg, place)) + "'");
      }
      results.put(name(arg, place), NodeDef.Ref.of(ret.stringValue(), place + ".ret"));
    }
    JsonNode nodes = function.path("nodeDef");
    List<NodeDef> defs =
        nodes.isMissingNode() ? List.of() : NodeDef.readAll(nodes, place + ".nodeDef");
    return new Function(name, arguments, defs, results);
  }

  private static String name(JsonNode arg, String where) {
    if (!arg.path("name").isString()) {
      throw new FormatException(where + ": an argument without a name: " + Json.show(arg));
    }
    return arg.path("name").stringValue();
  }

  /// The function as a graph. Empty where there is none, where it calls itself or is called through
  /// too many others, and where it holds what cannot be read yet or a constant without a weight,
  /// which TF.js misses only when it calls the function: then it stays in the file's own words.
  Optional<Graph> find(String name) {
    Optional<Graph> known = graphs.get(name);
    if (known == null) {
      graphs.put(name, Optional.empty());
      depth++;
      known =
          Optional.ofNullable(functions.get(name))
              .filter(_ -> depth <= DEEPEST)
              .flatMap(this::graph);
      depth--;
      graphs.put(name, known);
    }
    return known;
  }

  private Optional<Graph> graph(Function function) {
    for (NodeDef def : function.nodes()) {
      if (def.op().equals("Const")
          && !weights.containsKey(def.name())
          && !weights.containsKey(function.name() + "/" + def.name())) {
        return Optional.empty();
      }
    }
    GraphBuilder to = GraphBuilder.verbatim();
    GraphDefReader reader =
        new GraphDefReader(place(function.name()), weights, this, function.name() + "/", to);
    Map<String, Value> inputs = new LinkedHashMap<>();
    function
        .arguments()
        .forEach((argument, type) -> {
          Value value = to.named(argument, to.add(new Placeholder(type, Shape.UNKNOWN)));
          reader.argument(argument, value);
          inputs.put(argument, value);
        });
    try {
      reader.addAll(function.nodes(), new ArrayList<>(function.results().values()));
      Map<String, Value> outputs = new LinkedHashMap<>();
      function.results().forEach((result, ref) -> outputs.put(result, reader.value(ref)));
      return Optional.of(to.build(inputs, outputs, reader.nodes()));
    } catch (UnsupportedModelException _) {
      return Optional.empty();
    }
  }

  /// The names that the constants of all functions of a library have in the manifest.
  static List<String> constantsOf(JsonNode library) {
    List<String> names = new ArrayList<>();
    for (JsonNode function : library.path("function")) {
      for (JsonNode node : function.path("nodeDef")) {
        if (node.path("op").asString("").equals("Const")) {
          String name = node.path("name").asString("");
          names.add(name);
          names.add(function.path("signature").path("name").asString("") + "/" + name);
        }
      }
    }
    return names;
  }
}
