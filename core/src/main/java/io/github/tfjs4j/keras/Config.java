package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Typed access to a layer's config. A missing key or `null` gives the default that the caller
/// names, anything of the wrong kind a [FormatException] with layer, key and value.
///
/// @param layer `name (Class)`, for messages
public record Config(String layer, Tree json) {
  public boolean has(String key) {
    return json.hasNonNull(key);
  }

  public Tree get(String key) {
    return json.path(key);
  }

  public String s(String key, String byDefault) {
    Tree v = json.path(key);
    if (v.isNull() || v.isMissing()) {
      return byDefault;
    }
    if (!v.isString()) {
      throw wrong(key, "a string");
    }
    return v.stringValue();
  }

  public boolean b(String key, boolean byDefault) {
    Tree v = json.path(key);
    if (v.isNull() || v.isMissing()) {
      return byDefault;
    }
    if (v.isBoolean()) {
      return v.booleanValue();
    }
    if (v.isNumber()) {
      return v.doubleValue() != 0;
    }
    throw wrong(key, "true or false");
  }

  public int i(String key, int byDefault) {
    return has(key) ? i(key) : byDefault;
  }

  public int i(String key) {
    return asInt(key, json.path(key));
  }

  /// An int above 0, such as a number of units.
  public int positive(String key) {
    return atLeast(1, key, i(key));
  }

  public int positive(String key, int byDefault) {
    return has(key) ? positive(key) : byDefault;
  }

  /// As [#ints(String, int, int)], all above 0, such as strides.
  public int[] positives(String key, int n, int byDefault) {
    int[] out = ints(key, n, byDefault);
    for (int v : out) {
      atLeast(1, key, v);
    }
    return out;
  }

  private int atLeast(int least, String key, int v) {
    if (v < least) {
      throw wrong(key, least == 1 ? "positive" : "at least " + least);
    }
    return v;
  }

  public double d(String key, double byDefault) {
    return has(key) ? d(key) : byDefault;
  }

  public double d(String key) {
    Tree v = json.path(key);
    if (!v.isNumber()) {
      throw wrong(key, "a number");
    }
    return v.doubleValue();
  }

  /// A number or a list of ints; a single number stands for `n` equal ones.
  public int[] ints(String key, int n, int byDefault) {
    Tree v = json.path(key);
    int[] out = new int[n];
    if (!v.isList()) {
      java.util.Arrays.fill(out, has(key) ? asInt(key, v) : byDefault);
      return out;
    }
    if (v.size() == 1 && n > 1) {
      java.util.Arrays.fill(out, asInt(key, v.path(0)));
      return out;
    }
    if (v.size() != n) {
      throw wrong(key, n + " ints");
    }
    for (int i = 0; i < n; i++) {
      out[i] = asInt(key, v.path(i));
    }
    return out;
  }

  /// A list of ints of any length; a single number is a list of one. Empty where the key is
  /// missing.
  public Optional<int[]> ints(String key) {
    Tree v = json.path(key);
    if (!has(key)) {
      return Optional.empty();
    }
    if (!v.isList()) {
      return Optional.of(new int[] {asInt(key, v)});
    }
    List<Integer> out = new ArrayList<>();
    v.forEach(e -> out.add(asInt(key, e)));
    return Optional.of(out.stream().mapToInt(Integer::intValue).toArray());
  }

  private int asInt(String key, Tree v) {
    if (!v.isNumber()
        || v.doubleValue() != Math.rint(v.doubleValue())
        || Math.abs(v.doubleValue()) > Integer.MAX_VALUE) {
      throw wrong(key, "an int");
    }
    return v.intValue();
  }

  public ModelException wrong(String key, String wanted) {
    String found = json.path(key).isMissing() ? "nothing" : json.path(key).toString();
    return new FormatException(
            "'" + key + "' should be " + wanted + ", found " + ModelException.quoted(found))
        .at(layer);
  }
}
