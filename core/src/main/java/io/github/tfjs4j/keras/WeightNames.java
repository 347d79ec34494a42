package io.github.tfjs4j.keras;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds a layer's weight among the names of a manifest. TF.js and Keras 2 call it `layer/weight`
/// however deep the layer lies; but
///
/// * Keras 3 writes the models around it in front: `outer/inner/layer/weight`;
/// * TensorFlow since 2.2 writes the cell's name in between, `lstm/lstm_cell/kernel`, which TF.js
///   meets by dropping the last but one part;
/// * the layer in a wrapper goes by the wrapper's name, sometimes followed by its own.
final class WeightNames {
  /// Parts of a name from which on no scope is looked for: no layer lies as deep.
  private static final int MOST_PARTS = 2 * Topology.DEEPEST;

  private final Set<String> names;

  /// What each name ends with from any of its parts on, sorted; made when it is first asked for.
  private final NavigableSet<String> endings = new TreeSet<>();

  private final Map<String, List<String>> withoutCell = new HashMap<>();
  private final Map<String, List<String>> byEnding = new HashMap<>();

  /// Of names without their last part but one.
  private final Map<String, List<String>> byEndingWithoutCell = new HashMap<>();

  WeightNames(Collection<String> names) {
    this.names = new LinkedHashSet<>(names);
    for (String name : names) {
      String[] parts = name.split("/");
      if (parts.length > 2) {
        String last = parts[parts.length - 1];
        String front = String.join("/", List.of(parts).subList(0, parts.length - 2));
        String shorter = front + "/" + last;
        withoutCell.computeIfAbsent(shorter, _ -> new ArrayList<>()).add(name);
        byEnding
            .computeIfAbsent(parts[parts.length - 2] + "/" + last, _ -> new ArrayList<>())
            .add(name);
        byEndingWithoutCell
            .computeIfAbsent(parts[parts.length - 3] + "/" + last, _ -> new ArrayList<>())
            .add(shorter);
      }
    }
  }

  int count() {
    return names.size();
  }

  /// @param models the names of the models around the layer, the outermost first
  /// @param scope the layer's name, or that of the outermost wrapper around it
  /// @param layer the layer's own name
  /// @param weight such as `kernel`
  Optional<String> find(List<String> models, String scope, String layer, String weight) {
    List<String> candidates = candidates(models, scope, layer, weight);
    for (String candidate : candidates) {
      if (names.contains(candidate)) {
        return Optional.of(candidate);
      }
    }
    for (String candidate : candidates) {
      List<String> found = withoutCell.getOrDefault(candidate, List.of());
      if (found.size() == 1) {
        return Optional.of(found.getFirst());
      }
    }
    for (String candidate : candidates) {
      Optional<String> found = endingWith(candidate, byEnding);
      if (found.isPresent()) {
        return found;
      }
    }
    return candidates.stream()
        .flatMap(c -> endingWith(c, byEndingWithoutCell).stream())
        .map(withoutCell::get)
        .filter(found -> found.size() == 1)
        .map(List::getFirst)
        .findFirst();
  }

  /// Whether a weight's name holds these parts, one after the other.
  boolean anyUnder(String scope) {
    if (endings.isEmpty()) {
      names.forEach(this::addEndings);
    }
    String next = endings.ceiling(scope + "/");
    return next != null && next.startsWith(scope + "/");
  }

  private void addEndings(String name) {
    int at = 0;
    for (int i = 0; i < MOST_PARTS && at >= 0; i++) {
      endings.add(name.substring(at));
      at = name.indexOf('/', at) + 1;
      at = at == 0 ? -1 : at;
    }
  }

  private static List<String> candidates(
      List<String> models, String scope, String layer, String weight) {
    Set<String> locals = new LinkedHashSet<>(List.of(scope, scope + "/" + layer, layer));
    List<String> out = new ArrayList<>();
    for (int outer = 0; outer <= models.size(); outer++) {
      List<String> around = models.subList(outer, models.size());
      for (String local : locals) {
        List<String> parts = new ArrayList<>(around);
        parts.add(local);
        parts.add(weight);
        out.add(String.join("/", parts));
      }
    }
    return out;
  }

  /// The shortest name that ends so after a slash, if no other is as short: the models around a
  /// layer make names longer, and the outermost layer's is meant.
  private static Optional<String> endingWith(String candidate, Map<String, List<String>> endings) {
    int lastButOne = candidate.lastIndexOf('/', candidate.lastIndexOf('/') - 1);
    List<String> found =
        endings.getOrDefault(candidate.substring(lastButOne + 1), List.of()).stream()
            .filter(n -> n.endsWith("/" + candidate))
            .sorted(Comparator.comparingInt(WeightNames::parts))
            .toList();
    boolean unique =
        found.size() == 1 || (found.size() > 1 && parts(found.get(0)) < parts(found.get(1)));
    return unique ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static int parts(String name) {
    return (int) name.chars().filter(c -> c == '/').count();
  }
}
