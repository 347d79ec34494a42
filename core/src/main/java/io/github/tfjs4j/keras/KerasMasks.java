package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The masks of a functional model of Keras 3, which writes them down: operations that make them,
/// and layers that are called with them. TF.js has them follow from the `Embedding` or `Masking`
/// layer, as Keras 2 has.
///
/// @param made the layers that make masks and nothing else
/// @param areFollowed whether the masks of all calls are those that follow from such a layer
record KerasMasks(Set<String> made, boolean areFollowed) {
  KerasMasks {
    made = Set.copyOf(made);
  }

  /// @param config of a functional model
  static KerasMasks of(Tree config, Map<String, Tree> layers) {
    Map<String, List<Call>> calls = new HashMap<>();
    layers.forEach((name, layer) -> calls.put(name, calls(layer, layers.keySet())));
    Set<String> used = used(config, calls);
    Set<String> made = new HashSet<>(layers.keySet());
    made.removeAll(used);
    made.removeIf(name -> className(layers.get(name)).equals("InputLayer"));
    Set<Ref> masked = new HashSet<>();
    layers.forEach((name, layer) -> {
      if (makesMask(layer)) {
        calls.get(name).forEach(c -> masked.addAll(inputs(c)));
      }
    });
    boolean follow =
        made.stream()
            .allMatch(name ->
                calls.get(name).stream()
                    .allMatch(c ->
                        inputs(c).stream().allMatch(r -> made.contains(r.layer()))
                            || (className(layers.get(name)).equals("NotEqual")
                                && masked.containsAll(inputs(c)))));
    return follow ? new KerasMasks(made, !made.isEmpty()) : new KerasMasks(Set.of(), false);
  }

  private static List<Call> calls(Tree layer, Set<String> names) {
    List<Call> calls = new ArrayList<>();
    for (Tree node : layer.path("inbound_nodes")) {
      calls.add(Inbound.call(node, names, "inbound_nodes"));
    }
    return calls;
  }

  /// The layers that the outputs need, but for their masks.
  private static Set<String> used(Tree config, Map<String, List<Call>> calls) {
    Set<String> used = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>();
    Inbound.tensors(config.path("output_layers"), "output_layers")
        .forEach(r -> todo.add(r.layer()));
    while (!todo.isEmpty()) {
      String layer = todo.pop();
      if (used.add(layer)) {
        calls
            .getOrDefault(layer, List.of())
            .forEach(c -> inputs(c).forEach(r -> todo.push(r.layer())));
      }
    }
    return used;
  }

  private static String className(Tree layer) {
    return layer.path("class_name").string("");
  }

  private static boolean makesMask(Tree layer) {
    return switch (className(layer)) {
      case "Masking" -> true;
      case "Embedding" -> layer.path("config").path("mask_zero").isTrue();
      default -> false;
    };
  }

  /// Whether a layer makes masks and nothing else.
  boolean isOneMade(Tree layer) {
    return LayerSpec.name(layer).filter(made::contains).isPresent();
  }

  /// The tensors of a call that are no masks.
  static List<Ref> inputs(Call call) {
    Set<Integer> masks = new HashSet<>();
    Deque<Tree> todo =
        new ArrayDeque<>(List.of(call.arguments().path("kwargs").path(Arguments.MASK)));
    while (!todo.isEmpty()) {
      Tree at = todo.pop();
      if (Arguments.isTensor(at)) {
        masks.add(Arguments.place(at));
      } else {
        todo.addAll(at.values());
      }
    }
    List<Ref> inputs = new ArrayList<>();
    for (int i = 0; i < call.inputs().size(); i++) {
      if (!masks.contains(i)) {
        inputs.add(call.inputs().get(i));
      }
    }
    return inputs;
  }
}
