package io.github.tfjs4j.fuzz;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Changes a tree in a few places: numbers become huge, negative or broken, keys are dropped,
/// renamed or given to others, values change their type or their place, names get characters that
/// no name has.
record TreeMutation(Random random) {
  private static final List<String> NAMES =
      List.of(
          "",
          "\0",
          "\n",
          "\ud800",
          "\udc00x",
          "a:b:c:d",
          ":0",
          "^",
          "^^x",
          "x:99999",
          "x:-1",
          "..",
          "/",
          "__proto__",
          "constructor",
          "%s%n",
          "\u202ename",
          "DT_FLOAT",
          "DT_VARIANT",
          "DT_INT64",
          "AAAA",
          "====",
          "-1",
          "9223372036854775808",
          "Const",
          "Identity",
          "Switch",
          "Merge",
          "Enter",
          "Exit",
          "NextIteration",
          "LoopCond",
          "While",
          "StatelessIf",
          "Placeholder",
          "PlaceholderWithDefault",
          "Pack",
          "Split",
          "Unpack",
          "x".repeat(5000));

  private static final List<Tree> VALUES =
      List.of(
          Tree.NULL,
          Tree.of(true),
          Tree.of(0),
          Tree.of(-1),
          Tree.of(1),
          Tree.of(Integer.MAX_VALUE),
          Tree.of(Integer.MIN_VALUE),
          Tree.of(Long.MAX_VALUE),
          Tree.of(1L << 33),
          Tree.of(0.5),
          Tree.of(-0.0),
          Tree.of(1e308),
          Tree.EMPTY_OBJECT,
          Tree.list(),
          Tree.list(Tree.NULL),
          Tree.list(Tree.of(1), Tree.of(2), Tree.of(3), Tree.of(4)),
          Tree.object(Map.of("name", Tree.of("x"))),
          Tree.object(Map.of("dim", Tree.list(Tree.object(Map.of("size", Tree.of("-2")))))),
          Tree.object(Map.of("func", Tree.object(Map.of("name", Tree.of("f"))))));

  Tree mutated(Tree tree) {
    Tree result = tree;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      result = at(random.nextInt(count(result)), result, new int[1], tree);
    }
    return result;
  }

  private static int count(Tree tree) {
    int n = 1;
    for (Tree inner : tree) {
      n += count(inner);
    }
    return n;
  }

  /// @param place the number of the subtree to change
  /// @param seen how many have been passed
  private Tree at(int place, Tree tree, int[] seen, Tree whole) {
    if (seen[0]++ == place) {
      return change(tree, whole);
    }
    if (tree.isObject()) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      tree.fields().forEach((key, value) -> fields.put(key, at(place, value, seen, whole)));
      return Tree.object(fields);
    }
    if (tree.isList()) {
      List<Tree> items = new ArrayList<>();
      tree.items().forEach(item -> items.add(at(place, item, seen, whole)));
      return Tree.list(items);
    }
    return tree;
  }

  private Tree change(Tree tree, Tree whole) {
    if (tree.isContainer() && random.nextInt(3) > 0) {
      return tree.isObject() ? object(tree) : list(tree);
    }
    return switch (random.nextInt(4)) {
      case 0 -> pick(VALUES);
      case 1 -> Tree.of(pick(NAMES));
      case 2 -> subtree(whole);
      default -> near(tree);
    };
  }

  /// Something of the same kind.
  private Tree near(Tree tree) {
    if (tree.isNumber()) {
      double value = tree.doubleValue();
      return switch (random.nextInt(4)) {
        case 0 -> Tree.of(-tree.longValue());
        case 1 -> Tree.of(tree.longValue() + 1);
        case 2 -> Tree.of(value * 1e6);
        default -> Tree.of(value / 3);
      };
    }
    if (tree.isString()) {
      String s = tree.stringValue();
      int cut = random.nextInt(s.length() + 1);
      return Tree.of(s.substring(0, cut) + pick(NAMES) + s.substring(cut));
    }
    return Tree.list(tree);
  }

  private Tree object(Tree tree) {
    Map<String, Tree> fields = new LinkedHashMap<>(tree.fields());
    if (fields.isEmpty()) {
      return pick(VALUES);
    }
    String key = pick(List.copyOf(fields.keySet()));
    Tree value = fields.get(key);
    switch (random.nextInt(4)) {
      case 0 -> fields.remove(key);
      case 1 -> fields.put(pick(NAMES), fields.remove(key));
      case 2 -> fields.put(pick(List.copyOf(fields.keySet())), value);
      default -> fields.put(key, pick(VALUES));
    }
    return Tree.object(fields);
  }

  private Tree list(Tree tree) {
    List<Tree> items = new ArrayList<>(tree.items());
    if (items.isEmpty()) {
      return Tree.list(pick(VALUES));
    }
    int i = random.nextInt(items.size());
    switch (random.nextInt(5)) {
      case 0 -> items.remove(i);
      case 1 -> items.add(items.get(i));
      case 2 -> items.add(items.remove(i));
      case 3 -> items.set(i, pick(VALUES));
      default -> {
        for (int n = random.nextInt(2000); n > 0; n--) {
          items.add(items.get(i));
        }
      }
    }
    return Tree.list(items);
  }

  private Tree subtree(Tree tree) {
    Tree at = tree;
    while (at.isContainer() && !at.isEmpty() && random.nextInt(6) > 0) {
      at = pick(at.values());
    }
    return at;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
