package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The values of a graph's variables, by the names of the nodes that are the variables.
final class Variables {
  /// Where a value lies.
  ///
  /// @param key in the bundle
  /// @param slice which part of it, as restoring it spells that: `3 2 0,2:0,2`; empty for all
  record Stored(String key, String slice) {}

  private final Bundle bundle;
  private final Map<String, Stored> stored;
  private final Map<String, TensorSource> values = new HashMap<>();
  private final Set<String> narrowed = new TreeSet<>();

  /// @param stored where each value lies, by the names of nodes
  Variables(Bundle bundle, Map<String, Stored> stored) {
    this.bundle = bundle;
    this.stored = stored;
  }

  /// The value of a variable.
  ///
  /// @param node what makes its handle
  /// @param sharedName by which a variable is known where nothing says how it is restored
  /// @throws FormatException where it has none
  TensorSource value(String node, String sharedName) {
    TensorSource known = values.get(node);
    if (known == null) {
      known = find(node, sharedName);
      values.put(node, known);
    }
    return known;
  }

  /// Says what a variable is that is not among the saved ones.
  void put(String node, TensorSource value) {
    values.put(node, value);
  }

  private TensorSource find(String node, String sharedName) {
    Stored where = stored.get(node);
    if (where == null) {
      for (String name : new String[] {node, sharedName}) {
        if (bundle.has(name)) {
          where = new Stored(name, "");
        }
      }
    }
    if (where == null) {
      throw new FormatException(
          "variable '" + ModelException.quoted(node) + "' has no value among the saved ones");
    }
    DataType declared = bundle.declared(where.key());
    if (declared == DataType.DOUBLE
        || declared == DataType.HALF
        || declared == DataType.BFLOAT16
        || declared == DataType.COMPLEX128) {
      narrowed.add(declared.tfName());
    }
    return where.slice().isEmpty()
        ? bundle.tensor(where.key())
        : bundle.slice(where.key(), where.slice());
  }

  /// The types of variables that have been asked for and that TF.js has not: they become float32,
  /// or complex64.
  Set<String> narrowed() {
    return narrowed;
  }
}
