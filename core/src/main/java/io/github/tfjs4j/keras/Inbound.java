package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

  private Inbound(Set<String> layers, String where) {
    this.layers = layers;
    this.where = where;
  }

  /// One element of `inbound_nodes`. Its tensors are those of the positional arguments, then those
  /// of the keyword arguments, the masks last.
  ///
  /// @param layers the names of the model's layers, which tell a tensor from other lists there
  static Call call(Tree node, Set<String> layers, String where) {
    Inbound in = new Inbound(layers, where);
    Tree arguments = node.isObject() && node.has("args") ? in.keras3(node) : in.keras2(node);
    return new Call(List.copyOf(in.refs), arguments);
  }

  /// Whether a layer's calls are written down as Keras 3 does.
  static boolean isKeras3(Tree layer) {
    return layer.path("inbound_nodes").stream().anyMatch(c -> c.isObject() && c.has("args"));
  }

  /// The tensors of `input_layers` or `output_layers`: a list of triples, or a bare triple.
  static List<Ref> tensors(Tree node, String where) {
    Inbound in = new Inbound(Set.of(), where);
    in.first(node, new LinkedHashMap<>());
    if (in.refs.isEmpty()) {
      throw new FormatException(
          where + " should list [layer, node, tensor] triples, found " + brief(node));
    }
    return List.copyOf(in.refs);
  }

  private Tree keras3(Tree node) {
    Tree args = copied(node.path("args"));
    return Arguments.tree(
        args.isList() ? args.values() : List.of(args), keywords(node.path("kwargs").fields()));
  }

  private Tree keras2(Tree node) {
    Map<String, Tree> given = new LinkedHashMap<>();
    Tree first = first(node, given);
    return Arguments.tree(List.of(first), keywords(given));
  }

  /// The first argument of Keras 2, whose tensors hold all keyword arguments, each the same ones.
  private Tree first(Tree node, Map<String, Tree> given) {
    if (node.isList() && node.path(0).isString()) {
      given.putAll(node.path(3).fields());
      if (!node.path(0).stringValue().equals(CONSTANT)) {
        return tensor(node);
      }
      return node.path(2);
    }
    if (node.isList()) {
      return Tree.list(node.items().stream().map(n -> first(n, given)).toList());
    }
    if (node.isObject()) {
      // Keras takes the values of an object in the order of its keys.
      Map<String, Tree> fields = new LinkedHashMap<>();
      new TreeMap<>(node.fields()).forEach((key, n) -> fields.put(key, first(n, given)));
      return Tree.object(fields);
    }
    throw new FormatException(
        where + " should be made of [layer, node, tensor] triples, found " + brief(node));
  }

  private Map<String, Tree> keywords(Map<String, Tree> given) {
    Map<String, Tree> keywords = new LinkedHashMap<>();
    given.forEach((key, n) -> {
      if (!key.equals(Arguments.MASK)) {
        keywords.put(key, copied(n));
      }
    });
    if (given.containsKey(Arguments.MASK)) {
      keywords.put(Arguments.MASK, copied(given.get(Arguments.MASK)));
    }
    return keywords;
  }

  /// An argument, with what stands for its tensors in their place.
  private Tree copied(Tree node) {
    if (node.path("class_name").string("").equals("__keras_tensor__")) {
      return tensor(node.path("config").path("keras_history"));
    }
    boolean triple =
        node.isList()
            && (node.size() == 3 || node.size() == 4)
            && node.path(0).isString()
            && layers.contains(node.path(0).stringValue())
            && node.path(1).isWhole();
    if (triple) {
      return tensor(node);
    }
    if (node.isList()) {
      return Tree.list(node.items().stream().map(this::copied).toList());
    }
    if (node.isObject()) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      node.fields().forEach((key, n) -> fields.put(key, copied(n)));
      return Tree.object(fields);
    }
    return node;
  }

  private Tree tensor(Tree triple) {
    refs.add(ref(triple));
    return Arguments.tensor(refs.size() - 1);
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
