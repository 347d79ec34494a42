package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// The ways in which topologies write tensors down.
///
/// * Keras 2 and TF.js: `["layer", node, tensor]` or, with keyword arguments, `["layer", node,
///   tensor, {...}]`; a call is a list of these, a bare one, or any nesting of lists and objects of
///   them.
/// * Keras 3: a call is `{"args": [...], "kwargs": {...}}`, in which a tensor is `{"class_name":
///   "__keras_tensor__", "config": {"keras_history": ["layer", node, tensor]}}`.
final class Inbound {
  /// No layer gives more results; a larger index is a damaged file.
  private static final int MOST_RESULTS = 1000;

  /// What tf.keras writes where an argument of a call is a number and no tensor.
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private final Set<String> layers;
  private final String where;
  private final List<Ref> refs = new ArrayList<>();
  private Tree arguments = Tree.EMPTY_OBJECT;

  private Inbound(Set<String> layers, String where) {
    this.layers = layers;
    this.where = where;
  }

  /// One element of `inbound_nodes`. Tensors among the keyword arguments stand behind the others.
  ///
  /// @param layers the names of the model's layers, which tell a tensor from other lists there
  static Call call(Tree node, Set<String> layers, String where) {
    Inbound in = new Inbound(layers, where);
    if (node.isObject() && node.has("args")) {
      in.keras3(node.path("args"));
      in.arguments(node.path("kwargs"));
    } else {
      in.keras2(node);
      in.tensorsInArguments();
    }
    return new Call(List.copyOf(in.refs), in.arguments);
  }

  /// The tensors of `input_layers` or `output_layers`: a list of triples, or a bare triple.
  static List<Ref> tensors(Tree node, String where) {
    Inbound in = new Inbound(Set.of(), where);
    in.keras2(node);
    if (in.refs.isEmpty()) {
      throw new FormatException(
          where + " should list [layer, node, tensor] triples, found " + brief(node));
    }
    return List.copyOf(in.refs);
  }

  private void keras2(Tree root) {
    Deque<Tree> todo = new ArrayDeque<>(List.of(root));
    while (!todo.isEmpty()) {
      Tree node = todo.pop();
      if (node.isList() && node.path(0).isString()) {
        Tree given = node.path(3);
        if (given.isObject()) {
          arguments = arguments.withAll(given);
        }
        if (!node.path(0).stringValue().equals(CONSTANT)) {
          refs.add(ref(node));
        }
      } else if (node.isList() || node.isObject()) {
        pushAll(node, todo);
      } else {
        throw new FormatException(
            where + " should be made of [layer, node, tensor] triples, found " + brief(node));
      }
    }
  }

  private void keras3(Tree root) {
    Deque<Tree> todo = new ArrayDeque<>(List.of(root));
    while (!todo.isEmpty()) {
      Tree node = todo.pop();
      if (node.path("class_name").string("").equals("__keras_tensor__")) {
        refs.add(ref(node.path("config").path("keras_history")));
      } else if (node.isContainer()) {
        pushAll(node, todo);
      }
    }
  }

  private void arguments(Tree kwargs) {
    if (kwargs.isObject()) {
      arguments = arguments.withAll(kwargs);
      keras3(kwargs);
    }
  }

  private void tensorsInArguments() {
    Deque<Tree> todo = new ArrayDeque<>(List.of(arguments));
    while (!todo.isEmpty()) {
      Tree node = todo.pop();
      if (node.isList()
          && node.size() >= 3
          && node.path(0).isString()
          && layers.contains(node.path(0).stringValue())
          && node.path(1).isWhole()) {
        refs.add(ref(node));
      } else if (node.isContainer()) {
        pushAll(node, todo);
      }
    }
  }

  private static void pushAll(Tree node, Deque<Tree> todo) {
    List<Tree> children = new ArrayList<>(node.values());
    children.reversed().forEach(todo::push);
  }

  private Ref ref(Tree node) {
    if (!node.isList() || node.size() < 3 || node.size() > 4 || !node.path(0).isString()) {
      throw new FormatException(where + " should be [layer, node, tensor], found " + brief(node));
    }
    return new Ref(node.path(0).stringValue(), index(node, 1), index(node, 2));
  }

  private int index(Tree node, int i) {
    Tree v = node.path(i);
    if (!v.isWhole() || !v.isInt() || v.intValue() < 0 || v.intValue() >= MOST_RESULTS) {
      throw new FormatException(
          where + ": " + brief(node) + " should hold indices from 0 to " + (MOST_RESULTS - 1));
    }
    return v.intValue();
  }

  /// JSON for a message: `nothing` where it is missing, cut where it is long.
  static String brief(Tree node) {
    if (node.isMissing()) {
      return "nothing";
    }
    if (node.isContainer() && node.size() > 20) {
      return (node.isList() ? "a list of " : "an object of ") + node.size();
    }
    return ModelException.quoted(node);
  }
}
