package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.keras.ModelSpec.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The order in which Keras has the layers of a functional model, whatever their order in the
/// topology: by their distance from the outputs, the farthest first, and by when a walk from the
/// outputs meets them. Weights without names are told apart by it. Layers and calls that no output
/// needs are none of the model's.
final class KerasOrder {
  private record Node(Member layer, int call) {}

  private final ModelSpec model;
  private final Map<String, Member> layers = new LinkedHashMap<>();
  private final Map<String, Integer> met = new HashMap<>();
  private final Set<Node> finished = new LinkedHashSet<>();
  private final Map<Node, Integer> depths = new HashMap<>();
  private final Map<String, Integer> layerDepths = new HashMap<>();

  private KerasOrder(ModelSpec model) {
    this.model = model;
    model.layers().forEach(l -> layers.put(l.name(), l));
    model.outputs().forEach(r -> walk(node(r)));
    measure();
    for (Ref input : model.inputs()) {
      layerDepths.putIfAbsent(input.layer(), 0);
      met.putIfAbsent(input.layer(), -1);
    }
  }

  /// The model and all models in it, in Keras' order.
  static ModelSpec of(ModelSpec model) {
    List<Member> inner =
        model.layers().stream().map(l -> l.model().map(m -> l.withModel(of(m))).orElse(l)).toList();
    ModelSpec whole = model.withLayers(inner);
    return model.sequential() ? whole : new KerasOrder(whole).ordered();
  }

  private Node node(Ref ref) {
    return new Node(layers.get(ref.layer()), ref.node());
  }

  private List<Ref> inputs(Node node) {
    return node.layer().calls().get(node.call()).inputs();
  }

  /// A node is finished after all that it reads; its layer is met before.
  private void walk(Node output) {
    record Visit(Node node, java.util.Iterator<Ref> rest) {}
    Deque<Visit> open = new ArrayDeque<>();
    if (!finished.contains(output)) {
      meet(output);
      open.push(new Visit(output, inputs(output).iterator()));
    }
    while (!open.isEmpty()) {
      Visit visit = open.peek();
      if (!visit.rest().hasNext()) {
        finished.add(open.pop().node());
        continue;
      }
      Node next = node(visit.rest().next());
      if (!finished.contains(next)) {
        meet(next);
        open.push(new Visit(next, inputs(next).iterator()));
      }
    }
  }

  private void meet(Node node) {
    met.putIfAbsent(node.layer().name(), met.size());
  }

  private void measure() {
    for (Node node : new ArrayList<>(finished).reversed()) {
      String layer = node.layer().name();
      int depth = Math.max(depths.getOrDefault(node, 0), layerDepths.getOrDefault(layer, 0));
      depths.put(node, depth);
      layerDepths.put(layer, depth);
      for (Ref input : inputs(node)) {
        depths.merge(node(input), depth + 1, Math::max);
      }
    }
  }

  private ModelSpec ordered() {
    Map<String, Map<Integer, Integer>> kept = new HashMap<>();
    List<Member> sorted =
        layers.values().stream()
            .filter(l -> layerDepths.containsKey(l.name()))
            .sorted(
                Comparator.<Member>comparingInt(l -> -layerDepths.get(l.name()))
                    .thenComparingInt(l -> met.get(l.name())))
            .toList();
    for (Member layer : sorted) {
      Map<Integer, Integer> numbers = new HashMap<>();
      for (int i = 0; i < layer.calls().size(); i++) {
        if (layer.isInput() || finished.contains(new Node(layer, i))) {
          numbers.put(i, numbers.size());
        }
      }
      kept.put(layer.name(), numbers);
    }
    List<Member> renumbered =
        sorted.stream()
            .map(l -> {
              Map<Integer, Integer> numbers = kept.get(l.name());
              List<Call> calls = new ArrayList<>();
              for (int i = 0; i < l.calls().size(); i++) {
                if (numbers.containsKey(i)) {
                  calls.add(renumbered(l.calls().get(i), kept));
                }
              }
              return l.withCalls(calls);
            })
            .toList();
    return model
        .withLayers(renumbered)
        .withEnds(model.inputs(), model.outputs().stream().map(r -> renumbered(r, kept)).toList());
  }

  private static Call renumbered(Call call, Map<String, Map<Integer, Integer>> kept) {
    return new Call(
        call.inputs().stream().map(r -> renumbered(r, kept)).toList(), call.arguments());
  }

  private static Ref renumbered(Ref ref, Map<String, Map<Integer, Integer>> kept) {
    return new Ref(ref.layer(), kept.get(ref.layer()).get(ref.node()), ref.tensor());
  }
}
