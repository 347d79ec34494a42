package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.format.graphdef.Signature;
import io.github.tfjs4j.format.graphdef.Signature.StateNodes;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.State;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The `signature` of a GraphModel: under the keys that callers use, which results of which nodes
/// are meant; and `userDefinedMetadata.states`, what a caller needs to carry states from call to
/// call:
///
///     {"name": "lstm/h", "input": "lstm/h", "output": "lstm/h/next", "shape": [1, 8], "dtype": "float32"}
///
/// `input` names the node to feed, `output` the node to fetch for the next call. Neither is in the
/// signature: `predict()` of TF.js wants a tensor for each input that is, and without one starts
/// from the placeholder's default.
final class SignatureJson {
  static final String STATES = "states";

  private static final String RESOURCE = "resourceId";

  private SignatureJson() {}

  /// The signature that TF.js uses: an older place, in the metadata, wins over the newer one.
  static Tree find(Tree signature, Tree metadata) {
    Tree old = metadata.path("signature");
    return old.isObject() ? old : signature;
  }

  // ---- reading ----

  /// @param metadata where states are listed; whatever else somebody has put there under that name
  ///   is no list of states
  /// @param where the file, for messages
  static Signature read(Tree signature, Tree metadata, String where) {
    Map<String, StateNodes> states = new LinkedHashMap<>();
    for (Tree state : metadata.path(STATES)) {
      if (state.path("name").isString()) {
        states.put(
            state.path("name").stringValue(),
            new StateNodes(state.path("input").string(""), state.path("output").string("")));
      }
    }
    return new Signature(
        side(signature, "inputs", where), side(signature, "outputs", where), states);
  }

  private static Map<String, Ref> side(Tree signature, String side, String where) {
    Tree infos = signature.path(side);
    if (!infos.isObject() && !infos.isMissing() && !infos.isNull()) {
      throw new FormatException(
          where + ": signature." + side + " should be an object, found " + Json.show(infos));
    }
    Map<String, Ref> refs = new LinkedHashMap<>();
    infos
        .fields()
        .forEach((key, info) -> {
          String place = where + ": signature." + side + "." + ModelException.quoted(key);
          String name =
              info.path("name")
                  .string()
                  .orElseThrow(() ->
                      new FormatException(
                          place + " should name a tensor, found " + Json.show(info)));
          refs.put(key, Ref.parse(name, place));
        });
    return refs;
  }

  /// The inputs of a model that are outputs of its initializer, by their keys: both say the same
  /// `resourceId`.
  static Map<String, String> captured(Tree signature, Tree initializer) {
    Map<Tree, String> outputs = new LinkedHashMap<>();
    initializer
        .path("outputs")
        .fields()
        .forEach((key, info) -> outputs.put(info.path(RESOURCE), key));
    outputs.remove(Tree.MISSING);
    Map<String, String> captured = new LinkedHashMap<>();
    signature
        .path("inputs")
        .fields()
        .forEach((key, info) -> {
          if (outputs.containsKey(info.path(RESOURCE))) {
            captured.put(key, outputs.get(info.path(RESOURCE)));
          }
        });
    return captured;
  }

  // ---- writing ----

  /// @param graph whose inputs and outputs the signature names
  /// @param before what the file said
  static Tree write(Signature signature, Graph graph, Tree before) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("inputs", side(signature.inputs(), graph.inputs(), before.path("inputs")));
    json.put("outputs", side(signature.outputs(), graph.outputs(), before.path("outputs")));
    before.fields().forEach(json::putIfAbsent);
    return Tree.object(json);
  }

  private static Tree side(Map<String, Ref> refs, Map<String, Value> values, Tree before) {
    Map<String, Tree> json = new LinkedHashMap<>();
    List<String> keys = List.copyOf(refs.keySet());
    List<String> written = keepingOrder(keys);
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      json.put(written.get(i), info(before.path(key), refs.get(key), values.get(key)));
    }
    return Tree.object(json);
  }

  /// What is written of one value: what the file said before, with the tensor's name, and with type
  /// and shape where it said none that holds.
  private static Tree info(Tree before, Ref ref, Value value) {
    Map<String, Tree> info = new LinkedHashMap<>(before.fields());
    info.put("name", Tree.of(ref.toString()));
    if (value.type().isKnown() && !saysType(before.path("dtype"), value.dataType())) {
      info.put("dtype", Tree.of(value.dataType().tfName()));
    }
    if (!before.path("tensorShape").isObject() && value.type().isKnown()) {
      info.put("tensorShape", AttrJson.write(value.shape()));
    }
    return Tree.object(info);
  }

  private static boolean saysType(Tree dtype, DataType type) {
    try {
      return AttrJson.type(dtype).runtime() == type.runtime();
    } catch (FormatException _) {
      return false;
    }
  }

  /// The keys to write for `keys`. JavaScript moves keys that are array indices to the front of an
  /// object, and TF.js takes the order of inputs and outputs from there: where that would change
  /// the order, these keys are written as `key:0`.
  static List<String> keepingOrder(List<String> keys) {
    List<String> order =
        Stream.concat(
                keys.stream()
                    .filter(SignatureJson::isIndex)
                    .sorted(java.util.Comparator.comparingLong(Long::parseLong)),
                keys.stream().filter(k -> !isIndex(k)))
            .toList();
    if (order.equals(keys)) {
      return keys;
    }
    Set<String> taken = new HashSet<>(keys);
    List<String> out = new ArrayList<>();
    for (String key : keys) {
      String written = key;
      while (isIndex(key) && !taken.add(written)) {
        written += ":0";
      }
      out.add(written);
    }
    return out;
  }

  /// `0` to `4294967294` without leading zeros.
  private static boolean isIndex(String key) {
    return key.length() <= 10 && key.matches("0|[1-9][0-9]*") && Long.parseLong(key) < 0xffff_ffffL;
  }

  /// `userDefinedMetadata.states`
  static Tree states(Signature signature, Map<String, State> states) {
    List<Tree> list = new ArrayList<>();
    signature
        .states()
        .forEach((name, nodes) -> {
          Map<String, Tree> json = new LinkedHashMap<>();
          json.put("name", Tree.of(name));
          json.put("input", Tree.of(nodes.input()));
          json.put("output", Tree.of(nodes.output()));
          Shape shape = states.get(name).before().shape();
          if (shape.hasRank()) {
            json.put("shape", ManifestWriter.shape(shape));
          }
          json.put("dtype", Tree.of(states.get(name).before().dataType().jsName()));
          list.add(Tree.object(json));
        });
    return Tree.list(list);
  }
}
