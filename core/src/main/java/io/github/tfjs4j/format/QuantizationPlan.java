package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which float32 weights are stored as codes of fewer bytes, and as which.
///
/// @param patterns for each type of codes (`HALF`, `UINT8`, `UINT16`) the patterns of the names
///   that get it, in `fnmatch` syntax; an empty list stands for all names that no pattern matches,
///   which only one type may take
public record QuantizationPlan(Map<DataType, List<String>> patterns) {
  // Before NONE, whose constructor reads it.
  private static final List<DataType> ORDER =
      List.of(DataType.HALF, DataType.UINT8, DataType.UINT16);

  /// Names of weights that a warning shows.
  private static final int SHOWN = 5;

  /// Everything is stored as it is.
  public static final QuantizationPlan NONE = new QuantizationPlan(Map.of());

  public QuantizationPlan {
    Map<DataType, List<String>> copy = new LinkedHashMap<>();
    for (DataType codes : ORDER) {
      if (patterns.containsKey(codes)) {
        copy.put(codes, List.copyOf(patterns.get(codes)));
      }
    }
    if (copy.size() != patterns.size()) {
      throw new ModelException(
          "weights are quantized to float16, uint8 or uint16, not to one of " + patterns.keySet());
    }
    if (copy.values().stream().filter(List::isEmpty).count() > 1) {
      throw new ModelException(
          "More than one quantization fallthrough provided, exactly one is supported");
    }
    patterns = java.util.Collections.unmodifiableMap(copy);
  }

  /// All float32 weights as `codes`.
  public static QuantizationPlan all(DataType codes) {
    return new QuantizationPlan(Map.of(codes, List.of()));
  }

  /// The codes of each of `weights`, by name; those that stay as they are are left out. A pattern
  /// that matches no name is one over the layers that the other weights were made of: the names
  /// that a user knows may be gone.
  ///
  /// @throws ModelException where patterns of two types match one name
  Map<String, DataType> resolve(Collection<WeightEntry> weights) {
    Map<String, DataType> chosen = new LinkedHashMap<>();
    patterns.forEach((codes, list) -> {
      Set<String> matched = new LinkedHashSet<>();
      list.forEach(pattern -> matched.addAll(byName(new NamePattern(pattern), weights)));
      for (String name : matched) {
        DataType before = chosen.putIfAbsent(name, codes);
        if (before != null) {
          throw new ModelException(
              "Two quantization values "
                  + label(before)
                  + ", "
                  + label(codes)
                  + " match the same node "
                  + name);
        }
      }
    });
    patterns.forEach((codes, list) -> {
      for (String pattern : list) {
        NamePattern compiled = new NamePattern(pattern);
        if (byName(compiled, weights).isEmpty()) {
          byLayer(compiled, weights).forEach(name -> chosen.putIfAbsent(name, codes));
        }
      }
    });
    patterns.forEach((codes, list) -> {
      if (list.isEmpty()) {
        weights.forEach(w -> chosen.putIfAbsent(w.name(), codes));
      }
    });
    return chosen;
  }

  private static List<String> byName(NamePattern pattern, Collection<WeightEntry> weights) {
    return weights.stream().map(WeightEntry::name).filter(pattern::matches).toList();
  }

  private static List<String> byLayer(NamePattern pattern, Collection<WeightEntry> weights) {
    return weights.stream()
        .filter(w -> w.layerNames().stream().anyMatch(pattern::matches))
        .map(WeightEntry::name)
        .toList();
  }

  /// A sentence for each pattern that matches none of `weights`, which easily happens: what is
  /// folded into other weights goes by their names.
  List<String> unmatched(Collection<WeightEntry> weights) {
    List<String> warnings = new ArrayList<>();
    patterns.forEach((codes, list) -> {
      for (String pattern : list) {
        NamePattern compiled = new NamePattern(pattern);
        if (byName(compiled, weights).isEmpty() && byLayer(compiled, weights).isEmpty()) {
          warnings.add(
              "the pattern '"
                  + ModelException.quoted(pattern)
                  + "' of quantization to "
                  + label(codes)
                  + " matches none of the "
                  + weights.size()
                  + " weights written: "
                  + weights.stream()
                      .limit(SHOWN)
                      .map(WeightEntry::name)
                      .collect(Collectors.joining(", "))
                  + (weights.size() > SHOWN ? ", ..." : ""));
        }
      }
    });
    return warnings;
  }

  /// The name of a type of codes in files and flags: `float16`, `uint8`, `uint16`.
  static String label(DataType codes) {
    return switch (codes) {
      case HALF -> "float16";
      case UINT8 -> "uint8";
      case UINT16 -> "uint16";
      default -> throw new IllegalArgumentException("not a type of codes: " + codes);
    };
  }
}
