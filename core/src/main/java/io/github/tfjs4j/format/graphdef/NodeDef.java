package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tree.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node of a `GraphDef` or of a function in it, not yet an op.
///
/// @param inputs what it reads
/// @param controls the names of the nodes that must run before it
/// @param attributes in the order of the file
/// @param extras what the file says besides, an empty object for nothing
public record NodeDef(
    String name,
    String op,
    List<Ref> inputs,
    List<String> controls,
    Map<String, AttrValue> attributes,
    Tree extras) {
  public NodeDef {
    inputs = List.copyOf(inputs);
    controls = List.copyOf(controls);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /// A node of which nothing else is to be said.
  public NodeDef(
      String name,
      String op,
      List<Ref> inputs,
      List<String> controls,
      Map<String, AttrValue> attributes) {
    this(name, op, inputs, controls, attributes, Tree.EMPTY_OBJECT);
  }

  /// A result of a node.
  ///
  /// @param result the name of the result argument, of which `index` counts; empty where it counts
  ///   the node's results
  public record Ref(String node, String result, int index) {
    /// Result `index` of a node.
    public static Ref of(String node, int index) {
      return new Ref(node, "", index);
    }

    /// `node`, `node:k`, or inside of functions `node:result:k`.
    ///
    /// @param where the place in the file, for messages
    /// @throws FormatException where the text is none of these
    public static Ref parse(String text, String where) {
      String[] parts = text.split(":", -1);
      String last = parts[parts.length - 1];
      boolean named = parts.length == 2 && !isNumber(last);
      if (parts[0].isEmpty() || parts.length > 3 || (parts.length == 3 && !isNumber(last))) {
        throw new FormatException(
            where + ": '" + ModelException.quoted(text) + "' does not name a result of a node");
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

    /// `node:k` or `node:result:k`
    @Override
    public String toString() {
      return node + (result.isEmpty() ? "" : ":" + result) + ":" + index;
    }
  }

  NodeDef with(List<Ref> otherInputs, List<String> otherControls) {
    return new NodeDef(name, op, otherInputs, otherControls, attributes, extras);
  }

  boolean isConstant() {
    return op.equals("Const");
  }

  /// As messages name it.
  public String describe() {
    return ModelException.quoted(name) + " (" + ModelException.quoted(op) + ")";
  }
}
