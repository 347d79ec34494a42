package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// The text form of a graph, which prints and parses:
///
///     input %x: float32[?, 4]
///     %w = Const float32[4, 2] {1.0, 0.5, 0.0, 2.0, 1.0, 1.0, -1.0, 0.25}
///     %y = MatMul(%x, %w) {transpose_a=false, transpose_b=false} : float32[?, 2]
///     %s = Split(1, %y) {num_split=2}
///     return %s:0, "second": %s:1
///
/// `state "name": %before, %after` names a [State]. One statement a line; `#` begins a comment. `%name:k` is result `k`, `%name` result 0. An operand may also be a literal:
/// `2` an int32 scalar, `2.0` a float32 scalar, `[1, 2]` and `[1.0]` vectors. `^%name` after the operands is a control
/// input, for a constant `Const(^%name) ...`. A constant of many elements prints elided (`...`), which does not parse back; `Const float32[3, 3] random(7)`
/// stands for seeded values in `[-1, 1)`, for tests. An output's key is its node's name unless a string says otherwise.
/// A name of other characters than letters, digits and `_/.-` stands in quotes: `%"a name"`. `input %name as "key"` behind a node's
/// statement makes an input of the signature of what is computed otherwise. Ops that are not in the vocabulary do not parse back.
///
/// A function that an op calls stands above it, as a graph of its own, and the op's attribute names it:
///
///     function loop_body {
///       input %i: int32[]
///       ...
///       return %next
///     }
///     %loop = StatelessWhile(%zero) {cond=@loop_cond, body=@loop_body} : int32[]
public final class TextForm {
  /// Constants of more elements print elided.
  private static final int MOST_ELEMENTS = 64;

  private final Vocabulary ops;

  public TextForm(Vocabulary ops) {
    this.ops = ops;
  }

  /// Prints the nodes, one a line, in order.
  public String print(Graph graph) {
    StringBuilder out = new StringBuilder();
    Map<Graph, String> functions = names(graph);
    for (Graph function : graph.graphs().reversed()) {
      if (function != graph) {
        out.append("function ").append(TextScanner.printed(functions.get(function))).append(" {\n");
        print(function, "  ", functions, out);
        out.append("}\n");
      }
    }
    print(graph, "", functions, out);
    return out.toString();
  }

  /// Names for the functions, after the node that is the first to call each.
  private static Map<Graph, String> names(Graph graph) {
    Map<Graph, String> names = new IdentityHashMap<>();
    Map<String, Integer> taken = new HashMap<>();
    for (Graph part : graph.graphs()) {
      for (Node node : part.nodes()) {
        node.op()
            .functions()
            .forEach((attribute, function) -> {
              if (!names.containsKey(function)) {
                String wanted = part.name(node) + "_" + attribute;
                String name = wanted;
                while (taken.putIfAbsent(name, 0) != null) {
                  name = wanted + "_" + taken.merge(wanted, 1, Integer::sum);
                }
                names.put(function, name);
              }
            });
      }
    }
    return names;
  }

  private void print(Graph graph, String indent, Map<Graph, String> functions, StringBuilder out) {
    // What has no inputs is the input; of what is computed, a statement behind it says so.
    Map<Node, String> keys = new IdentityHashMap<>();
    Map<String, Value> computed = new LinkedHashMap<>();
    graph
        .inputs()
        .forEach((key, v) -> {
          boolean isGiven = v.op().withType(v.type()).isPresent() || v.op().foreign();
          boolean isSource = isGiven && v.node().inputs().isEmpty();
          if (!isSource || keys.putIfAbsent(v.node(), key) != null) {
            computed.put(key, v);
          }
        });
    for (Node node : graph.nodes()) {
      out.append(indent).append(statement(graph, node, keys.get(node), functions));
      if (!graph.origins(node).isEmpty()) {
        String origins = String.join(" and ", graph.origins(node));
        out.append("  # ").append(TextEscapes.escape(origins));
      }
      out.append('\n');
    }
    computed.forEach((key, v) ->
        out.append(indent + "input " + operand(graph, v) + " as " + TextEscapes.quote(key) + "\n"));
    graph
        .states()
        .forEach((name, s) ->
            out.append(
                indent
                    + "state "
                    + TextEscapes.quote(name)
                    + ": "
                    + operand(graph, s.before())
                    + ", "
                    + operand(graph, s.after())
                    + "\n"));
    StringJoiner outputs = new StringJoiner(", ", indent + "return ", "\n");
    graph
        .outputs()
        .forEach((key, v) ->
            outputs.add(
                (key.equals(graph.name(v.node())) && v.index() == 0
                        ? ""
                        : TextEscapes.quote(key) + ": ")
                    + operand(graph, v)));
    out.append(outputs);
  }

  private String statement(Graph graph, Node node, String inputKey, Map<Graph, String> functions) {
    String name = name(graph, node);
    if (inputKey != null) {
      String as = inputKey.equals(graph.name(node)) ? "" : " as " + TextEscapes.quote(inputKey);
      return "input " + name + as + ": " + node.types().getFirst();
    }
    if (node.op().constant().isPresent()) {
      var data = node.op().constant().get();
      StringJoiner controls = new StringJoiner(", ", "(", ")").setEmptyValue("");
      node.controls().forEach(c -> controls.add("^" + name(graph, c)));
      return name
          + " = Const"
          + controls
          + " "
          + new TensorType(data.type(), data.shape())
          + " "
          + elements(data.shape().longSize() > MOST_ELEMENTS ? null : data.tensor());
    }
    StringJoiner operands = new StringJoiner(", ", "(", ")");
    node.inputs().forEach(v -> operands.add(operand(graph, v)));
    node.controls().forEach(c -> operands.add("^" + name(graph, c)));
    StringBuilder s =
        new StringBuilder(name).append(" = ").append(graph.spelling(node)).append(operands);
    Map<String, AttrValue> attributes =
        ops.definition(node.op()).map(d -> d.attributes(node.op())).orElse(Map.of());
    if (!attributes.isEmpty()) {
      StringJoiner attrs = new StringJoiner(", ", " {", "}");
      attributes.forEach((k, v) ->
          attrs.add(
              TextScanner.printed(k)
                  + "="
                  + (v instanceof AttrValue.Body(Graph f)
                      ? "@" + TextScanner.printed(functions.get(f))
                      : print(v))));
      s.append(attrs);
    }
    StringJoiner types = new StringJoiner(", ", " : ", "").setEmptyValue("");
    node.types().forEach(t -> types.add(t.toString()));
    return s.append(types).toString();
  }

  private static String name(Graph graph, Node node) {
    return "%" + TextScanner.printed(graph.name(node));
  }

  private static String operand(Graph graph, Value v) {
    return name(graph, v.node()) + (v.index() == 0 ? "" : ":" + v.index());
  }

  private static String elements(Tensor t) {
    if (t == null) {
      return "{...}";
    }
    StringJoiner s = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < t.size(); i++) {
      s.add(
          switch (t.type()) {
            case FLOAT -> Float.toString(t.rawFloats()[i]);
            case INT32 -> Integer.toString(t.rawInts()[i]);
            case BOOL -> Boolean.toString(t.rawBools()[i] != 0);
            case STRING -> TextEscapes.quote(t.rawStrings()[i]);
            default ->
                throw new IllegalArgumentException(
                    "a constant of type " + t.type().jsName() + " has no text form");
          });
    }
    return s.toString();
  }

  static String print(AttrValue value) {
    return switch (value) {
      case AttrValue.I(long v) -> Long.toString(v);
      case AttrValue.F(float v) -> Float.toString(v);
      case AttrValue.B(boolean v) -> Boolean.toString(v);
      case AttrValue.S(String v) -> TextEscapes.quote(v);
      case AttrValue.Type(var v) -> v.tfName();
      case AttrValue.Dims(var v) -> "shape" + v;
      case AttrValue.Ints(var v) -> list(v, Object::toString);
      case AttrValue.Floats(var v) -> list(v, Object::toString);
      case AttrValue.Bools(var v) -> list(v, Object::toString);
      case AttrValue.Strings(var v) -> list(v, TextEscapes::quote);
      case AttrValue.Types(var v) -> list(v, io.github.tfjs4j.tensor.DataType::tfName);
      case AttrValue.Shapes(var v) -> list(v, s -> "shape" + s);
      case AttrValue.EmptyList _ -> "[]";
      case AttrValue.Func(String v) -> "@" + TextScanner.printed(v);
      case AttrValue.Body _ ->
          throw new IllegalArgumentException("a function has no text but its name");
      case AttrValue.Other(Tree v) -> "tree " + print(v);
    };
  }

  private static String print(Tree tree) {
    if (tree.isObject()) {
      return tree.fields().entrySet().stream()
          .map(e -> TextEscapes.quote(e.getKey()) + ": " + print(e.getValue()))
          .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
    }
    return tree.isList()
        ? list(tree.items(), TextForm::print)
        : tree.isString() ? TextEscapes.quote(tree.stringValue()) : tree.toString();
  }

  private static <T> String list(List<T> values, java.util.function.Function<T, String> print) {
    return values.stream().map(print).collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  /// Parses a whole graph, keeping every node as written.
  ///
  /// @throws FormatException with the line where the text is not a graph
  public Graph parse(String text) {
    GraphBuilder to = GraphBuilder.verbatim();
    TextParser parser = TextParser.of(text, ops, to);
    Map<String, Value> outputs = parser.all();
    return to.build(parser.inputs(), outputs, to.made());
  }

  /// Builds the statements of `text` into `to`. Its `input` statements, typed or not, name values
  /// that are there already.
  ///
  /// @param inputs by name, without the `%`
  /// @return what `return` names, in order
  public List<Value> inline(String text, GraphBuilder to, Map<String, Value> inputs) {
    return List.copyOf(TextParser.on(inputs, text, ops, to).all().values());
  }
}
