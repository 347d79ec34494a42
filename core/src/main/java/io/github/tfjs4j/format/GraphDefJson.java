package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.format.graphdef.NodeDef;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A `GraphDef` as its proto3 JSON, and back. Keys that are not known are kept.
final class GraphDefJson {
  private GraphDefJson() {}

  // ---- reading ----

  /// @param where the file and the place in it, for messages
  static GraphDef read(Tree topology, String where) {
    Tree library = topology.path("library");
    List<FunctionDef> functions = new ArrayList<>();
    for (int i = 0; i < library.path("function").size(); i++) {
      functions.add(function(library.path("function").path(i), where + ".library.function", i));
    }
    return new GraphDef(nodes(topology.path("node"), where + ".node"), functions, extras(topology));
  }

  /// What is neither a node nor a function.
  static Tree extras(Tree topology) {
    Tree extras = topology.without("node");
    Tree library = topology.path("library");
    return library.isObject() ? extras.with("library", library.without("function")) : extras;
  }

  private static List<NodeDef> nodes(Tree nodes, String where) {
    if (!nodes.isList()) {
      throw new FormatException(where + " should be a list of nodes, found " + Json.show(nodes));
    }
    List<NodeDef> out = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      out.add(node(nodes.path(i), where + "[" + i + "]"));
    }
    return out;
  }

  private static NodeDef node(Tree json, String where) {
    String name = json.path("name").string("");
    String op = json.path("op").string("");
    if (name.isEmpty() || op.isEmpty()) {
      throw new FormatException(
          where + " should be a node with a name and an op, found " + Json.show(json));
    }
    String what = where + " '" + ModelException.quoted(name) + "'";
    List<Ref> inputs = new ArrayList<>();
    List<String> controls = new ArrayList<>();
    for (Tree input : list(json.path("input"), what + ".input")) {
      if (!input.isString()) {
        throw new FormatException(what + ".input should hold names, found " + Json.show(input));
      }
      String text = input.stringValue();
      if (text.startsWith("^")) {
        controls.add(Ref.parse(text.substring(1), what).node());
      } else {
        inputs.add(Ref.parse(text, what));
      }
    }
    return new NodeDef(
        name, op, inputs, controls, attributes(json.path("attr"), op, what), besides(json));
  }

  private static Tree list(Tree json, String where) {
    if (!json.isList() && !json.isMissing() && !json.isNull()) {
      throw new FormatException(where + " should be a list, found " + Json.show(json));
    }
    return json;
  }

  private static Tree besides(Tree node) {
    Map<String, Tree> rest = new LinkedHashMap<>(node.fields());
    rest.keySet().removeAll(Set.of("name", "op", "input", "attr"));
    return rest.isEmpty() ? Tree.EMPTY_OBJECT : Tree.object(rest);
  }

  private static Map<String, AttrValue> attributes(Tree attr, String op, String what) {
    if (!attr.isObject() && !attr.isMissing() && !attr.isNull()) {
      throw new FormatException(what + ".attr should be an object, found " + Json.show(attr));
    }
    Map<String, AttrValue> out = new LinkedHashMap<>();
    attr.fields()
        .forEach((key, value) -> {
          try {
            out.put(key, AttrJson.read(value));
          } catch (FormatException e) {
            throw e.at("attribute '" + ModelException.quoted(key) + "'").at(what + " (" + op + ")");
          }
        });
    return out;
  }

  private static FunctionDef function(Tree json, String where, int i) {
    Tree signature = json.path("signature");
    if (!signature.path("name").isString()) {
      throw new FormatException(where + "[" + i + "] has no name");
    }
    String name = signature.path("name").stringValue();
    String place = where + " '" + ModelException.quoted(name) + "'";
    Map<String, FunctionDef.Result> results = new LinkedHashMap<>();
    types(signature.path("outputArg"), place)
        .forEach((key, type) -> {
          Tree ret = json.path("ret").path(key);
          if (!ret.isString()) {
            throw new FormatException(place + ".ret has no '" + ModelException.quoted(key) + "'");
          }
          Ref value = Ref.parse(ret.stringValue(), place + ".ret");
          results.put(key, new FunctionDef.Result(type, value));
        });
    Tree nodes = json.path("nodeDef");
    return new FunctionDef(
        name,
        types(signature.path("inputArg"), place),
        nodes.isMissing() ? List.of() : nodes(nodes, place + ".nodeDef"),
        results,
        json.without("nodeDef").without("ret"));
  }

  private static Map<String, DataType> types(Tree arguments, String where) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (Tree argument : arguments) {
      if (!argument.path("name").isString()) {
        throw new FormatException(where + ": an argument without a name: " + Json.show(argument));
      }
      String name = argument.path("name").stringValue();
      Tree type = argument.path("type");
      if (types.put(name, type.isMissing() ? DataType.INVALID : AttrJson.type(type)) != null) {
        throw new FormatException(
            where + ": there are two arguments '" + ModelException.quoted(name) + "'");
      }
    }
    return types;
  }

  // ---- writing ----

  /// @param constants values of constants, by name: their nodes say which type and shape they have,
  ///   as TensorFlow wants it
  static Tree write(GraphDef def, Map<String, TensorSource> constants) {
    List<Tree> functions = def.functions().stream().map(f -> write(f, constants)).toList();
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("node", nodes(def.nodes(), constants, GraphDefJson::main));
    json.putAll(def.extras().fields());
    if (!functions.isEmpty()) {
      Tree library = json.getOrDefault("library", Tree.EMPTY_OBJECT);
      json.put("library", library.with("function", Tree.list(functions)));
    }
    return Tree.object(json);
  }

  /// Result 0 goes by the name of its node alone.
  private static String main(Ref ref) {
    return ref.index() == 0 && ref.result().isEmpty() ? ref.node() : ref.toString();
  }

  private static Tree nodes(
      List<NodeDef> nodes, Map<String, TensorSource> constants, Function<Ref, String> spell) {
    return Tree.list(nodes.stream().map(n -> write(n, constants, spell)).toList());
  }

  private static Tree write(
      NodeDef node, Map<String, TensorSource> constants, Function<Ref, String> spell) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("name", Tree.of(node.name()));
    json.put("op", Tree.of(node.op()));
    List<Tree> inputs = new ArrayList<>();
    node.inputs().forEach(i -> inputs.add(Tree.of(spell.apply(i))));
    node.controls().forEach(c -> inputs.add(Tree.of("^" + c)));
    if (!inputs.isEmpty()) {
      json.put("input", Tree.list(inputs));
    }
    Map<String, Tree> attributes = new LinkedHashMap<>();
    node.attributes().forEach((key, value) -> attributes.put(key, AttrJson.write(value)));
    if (node.op().equals("Const") && constants.containsKey(node.name())) {
      attributes.putIfAbsent("value", empty(node, constants.get(node.name())));
    }
    if (!attributes.isEmpty()) {
      json.put("attr", Tree.object(attributes));
    }
    json.putAll(node.extras().fields());
    return Tree.object(json);
  }

  /// A `TensorProto` without its content, which lies in the weight files.
  private static Tree empty(NodeDef node, TensorSource value) {
    DataType declared =
        node.attributes().get("dtype") instanceof AttrValue.Type(DataType type)
            ? type
            : value.type();
    Map<String, Tree> tensor = new LinkedHashMap<>();
    tensor.put("dtype", Tree.of(declared.tfName()));
    tensor.put("tensorShape", AttrJson.write(value.shape()));
    return Tree.object(Map.of("tensor", Tree.object(tensor)));
  }

  private static Tree write(FunctionDef function, Map<String, TensorSource> constants) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("signature", signature(function));
    json.putAll(function.extras().fields());
    json.put("nodeDef", nodes(function.nodes(), constants, r -> inFunction(r, function)));
    Map<String, Tree> ret = new LinkedHashMap<>();
    function.results().forEach((key, r) -> ret.put(key, Tree.of(inFunction(r.value(), function))));
    json.put("ret", Tree.object(ret));
    return Tree.object(json);
  }

  private static String inFunction(Ref ref, FunctionDef function) {
    return function.arguments().containsKey(ref.node()) ? ref.node() : ref.toString();
  }

  private static Tree signature(FunctionDef function) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("name", Tree.of(function.name()));
    Map<String, DataType> results = new LinkedHashMap<>();
    function.results().forEach((key, r) -> results.put(key, r.type()));
    json.put("inputArg", arguments(function.arguments()));
    json.put("outputArg", arguments(results));
    return Tree.object(json);
  }

  private static Tree arguments(Map<String, DataType> types) {
    List<Tree> arguments = new ArrayList<>();
    types.forEach((name, type) -> {
      Map<String, Tree> argument = new LinkedHashMap<>();
      argument.put("name", Tree.of(name));
      if (type != DataType.INVALID) {
        argument.put("type", Tree.of(type.tfName()));
      }
      arguments.add(Tree.object(argument));
    });
    return Tree.list(arguments);
  }
}
