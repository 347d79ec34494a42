package io.github.tfjs4j.fuzz;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Places in a tree, and trees with one place changed.
final class TreePaths {
  private TreePaths() {}

  /// The ways to all nodes of a tree: keys and indices.
  static List<List<Object>> of(Tree root) {
    List<List<Object>> all = new ArrayList<>();
    collect(root, List.of(), all);
    return all;
  }

  private static void collect(Tree at, List<Object> path, List<List<Object>> all) {
    all.add(path);
    if (at.isObject()) {
      at.fields().forEach((key, child) -> collect(child, extended(path, key), all));
    } else if (at.isList()) {
      for (int i = 0; i < at.size(); i++) {
        collect(at.path(i), extended(path, i), all);
      }
    }
  }

  private static List<Object> extended(List<Object> path, Object step) {
    List<Object> next = new ArrayList<>(path);
    next.add(step);
    return next;
  }

  static Tree get(Tree root, List<Object> path) {
    Tree at = root;
    for (Object step : path) {
      at = step instanceof Integer i ? at.path(i) : at.path((String) step);
    }
    return at;
  }

  /// The tree with another node at `path`.
  static Tree with(Tree root, List<Object> path, UnaryOperator<Tree> change) {
    if (path.isEmpty()) {
      return change.apply(root);
    }
    List<Object> rest = path.subList(1, path.size());
    if (path.getFirst() instanceof Integer i) {
      List<Tree> items = new ArrayList<>(root.values());
      items.set(i, with(items.get(i), rest, change));
      return Tree.list(items);
    }
    String key = (String) path.getFirst();
    Map<String, Tree> fields = root.fields();
    return root.with(key, with(fields.get(key), rest, change));
  }
}
