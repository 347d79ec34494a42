package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ImageOp;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Overhang;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes typed ops of `NodeDef`s where an op says all that the file says. A node of an op that we
/// do not know, or with an attribute that ours has not (statistics of a batch, a second result),
/// stays as it is in an [UnknownOp]: nothing that may change its meaning is lost, and it is written
/// back word for word.
final class TypedOps {
  private TypedOps() {}

  /// @param controls what the node must run after
  /// @param results how many results are in use
  /// @param functions what the node may call
  static Node add(
      GraphBuilder to,
      NodeDef def,
      List<Value> inputs,
      List<Node> controls,
      int results,
      FunctionReader functions,
      String where) {
    // What is ours alone is not what a file means by that name.
    Optional<OpDef<?>> known =
        Ops.ALL.find(def.op()).filter(d -> d.isInFiles() && !d.name().equals("Const"));
    String reason = "";
    if (known.isPresent()) {
      try {
        Map<String, AttrValue> said = withFunctions(def.attributes(), functions);
        Op op = known.get().make(said);
        requireSaysAll(known.get(), known.get().attributes(op), said);
        Node node = add(to, op.typed(inputs).named(def.name()), inputs, controls, functions);
        known.get().checkCounts(node, said);
        if (node.types().size() >= results) {
          return node;
        }
        reason = "its result " + (results - 1) + " is read, but there are " + node.types().size();
      } catch (UnsupportedModelException e) {
        // A form of the op that ours has not.
        reason = e.getMessage();
      } catch (ModelException e) {
        throw e.at(def.describe()).at(where);
      }
    }
    return to.addNode(
        new UnknownOp(def.op(), def.attributes(), Math.max(1, results), reason), inputs, controls);
  }

  /// What is not written back word for word is TensorFlow's, and says what TensorFlow means.
  private static Node add(
      GraphBuilder to, Op op, List<Value> inputs, List<Node> controls, FunctionReader functions) {
    if (functions.keepsWords() || !(op instanceof ImageOp image)) {
      return to.addNode(op, inputs, controls);
    }
    Overhang seen = Overhang.removed(new Tf(to), image, inputs);
    List<Value> all = new ArrayList<>(inputs);
    all.set(0, seen.x());
    return to.addNode(seen.op(), all, controls);
  }

  /// The attributes with functions in the place of their names.
  private static Map<String, AttrValue> withFunctions(
      Map<String, AttrValue> attributes, FunctionReader functions) {
    Map<String, AttrValue> out = new LinkedHashMap<>(attributes);
    for (Map.Entry<String, AttrValue> e : attributes.entrySet()) {
      Optional<String> name = functionName(e.getValue());
      if (name.isPresent()) {
        Graph function =
            functions
                .find(name.get())
                .orElseThrow(() ->
                    new UnsupportedModelException(
                        "function '"
                            + ModelException.quoted(name.get())
                            + "' is not there, calls itself, or holds what is not known"));
        out.put(e.getKey(), new AttrValue.Body(function));
      }
    }
    return out;
  }

  /// The function that an attribute is, with attributes of its own or without.
  private static Optional<String> functionName(AttrValue value) {
    return switch (value) {
      case AttrValue.Func(String name) -> Optional.of(name);
      case AttrValue.Other(Tree tree) -> tree.path("func").path("name").string();
      default -> Optional.empty();
    };
  }

  private static void requireSaysAll(
      OpDef<?> def, Map<String, AttrValue> ours, Map<String, AttrValue> theirs) {
    theirs.forEach((key, value) -> {
      boolean said =
          ours.containsKey(key) ? isSame(ours.get(key), value) : isImplied(def, key, value);
      if (!said) {
        throw new UnsupportedModelException(
            "it does not run with attribute '"
                + ModelException.quoted(key)
                + "' "
                + ModelException.quoted(value.text()));
      }
    });
  }

  private static boolean isSame(AttrValue a, AttrValue b) {
    return plain(a).equals(plain(b));
  }

  private static boolean isImplied(OpDef<?> def, String key, AttrValue value) {
    return key.startsWith("_")
        || value instanceof AttrValue.Type
        || value instanceof AttrValue.Types
        || value instanceof AttrValue.EmptyList
        || def.isImplied(key, value, TypedOps::isSame);
  }

  /// The same value in one form: files may write an int for a float, and TF.js takes strings in any
  /// case.
  private static Object plain(AttrValue value) {
    return switch (value) {
      case AttrValue.I(long v) -> (double) v;
      case AttrValue.F(float v) -> (double) v;
      case AttrValue.B(boolean v) -> v;
      case AttrValue.S(String v) -> v.toLowerCase(Locale.ROOT);
      case AttrValue.Strings(List<String> v) ->
          v.stream().map(s -> (Object) s.toLowerCase(Locale.ROOT)).toList();
      case AttrValue.Ints(List<Long> v) -> v.stream().map(i -> (Object) i.doubleValue()).toList();
      case AttrValue.Floats(List<Float> v) ->
          v.stream().map(f -> (Object) f.doubleValue()).toList();
      case AttrValue.EmptyList _ -> List.of();
      case AttrValue.Bools(List<Boolean> v) -> v;
      case AttrValue.Types(var v) -> v;
      case AttrValue.Shapes(var v) -> v;
      case AttrValue.Type _,
          AttrValue.Dims _,
          AttrValue.Func _,
          AttrValue.Body _,
          AttrValue.Other _ ->
          value;
    };
  }
}
