package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The `signature` of a GraphModel: under the keys that callers use, which results of which nodes
/// are meant.
final class SignatureJson {
  private SignatureJson() {}

  /// The signature that TF.js uses: an older place, in the metadata, wins over the newer one.
  static JsonNode find(JsonNode model) {
    JsonNode old = model.path("userDefinedMetadata").path("signature");
    return old.isObject() ? old : model.path("signature");
  }

  /// One side of a signature; empty where there is none.
  ///
  /// @param side `inputs` or `outputs`
  static Map<String, NodeDef.Ref> read(JsonNode signature, String side, String where) {
    JsonNode infos = signature.path(side);
    if (!infos.isObject() && !infos.isMissingNode() && !infos.isNull()) {
      throw new FormatException(
          where + "." + side + " should be an object, found " + Json.show(infos));
    }
    Map<String, NodeDef.Ref> refs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> e : infos.properties()) {
      String place = where + "." + side + "." + Json.shorten(e.getKey());
      if (!e.getValue().path("name").isString()) {
        throw new FormatException(
            place + " should name a tensor, found " + Json.show(e.getValue()));
      }
      refs.put(e.getKey(), NodeDef.Ref.of(e.getValue().path("name").stringValue(), place));
    }
    return refs;
  }

  /// What is written of one value: what the file said before, with the tensor's name, and with type
  /// and shape where it said none that holds.
  static ObjectNode info(JsonNode before, String tensor, Value value) {
    ObjectNode info = before instanceof ObjectNode o ? o.deepCopy() : Json.NODES.objectNode();
    info.put("name", tensor);
    if (value.type().isKnown() && !saysType(info.path("dtype"), value.dataType())) {
      info.put("dtype", value.dataType().tfName());
    }
    if (!info.path("tensorShape").isObject() && value.type().isKnown()) {
      info.set("tensorShape", AttrJson.write(value.shape()));
    }
    return info;
  }

  private static boolean saysType(JsonNode dtype, DataType type) {
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
    List<String> out = new ArrayList<>();
    for (String key : keys) {
      String written = isIndex(key) ? key + ":0" : key;
      while (!written.equals(key) && (keys.contains(written) || out.contains(written))) {
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
}
