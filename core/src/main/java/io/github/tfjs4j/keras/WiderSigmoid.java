package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.keras.ModelSpec.Member;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `hard_sigmoid` is `clip(0.2 x + 0.5, 0, 1)` in TF.js and Keras 2, and `clip(x / 6 + 0.5, 0, 1)`
/// in Keras 3: the same function of 1.2 times as much. So the weights that make what goes into it
/// become 1.2 times as large; where there are none, a `Rescaling` comes before it.
final class WiderSigmoid {
  static final String NAME = "hard_sigmoid";

  private static final float FACTOR = 1.2f;

  private static final Set<String> UNSCALED = Set.of("depthwise_kernel");

  private WiderSigmoid() {}

  /// The topology with another function in its place, which is the same one to all.
  static Tree without(Tree topology) {
    if (topology.isList()) {
      return Tree.list(topology.items().stream().map(WiderSigmoid::without).toList());
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    topology
        .fields()
        .forEach((key, value) ->
            fields.put(
                key,
                isOne(value) && key.endsWith("activation") ? Tree.of("sigmoid") : without(value)));
    return topology.isObject() ? Tree.object(fields) : topology;
  }

  private static boolean isOne(Tree activation) {
    return activation.string("").replace("_", "").equalsIgnoreCase("hardsigmoid");
  }

  /// Whether a layer has one that cannot be had so: an LSTM's `activation` is applied to its state,
  /// too.
  static boolean isHidden(Member layer) {
    return slots(layer).stream()
            .anyMatch(s -> isOne(config(s).path("activation")) && className(s).contains("LSTM"))
        || layer.config().path("layer").findAll("activation").stream()
            .anyMatch(a -> isOne(a) && layer.weights().isEmpty());
  }

  /// The model with the numbers that it had, where Keras 3 computes it.
  static ModelSpec widened(ModelSpec model) {
    List<Member> layers = new ArrayList<>();
    for (Member layer : model.layers()) {
      Member inner = layer.model().map(m -> layer.withModel(widened(m))).orElse(layer);
      if (layer.className().equals("Activation") && isOne(layer.config().path("activation"))) {
        Member wider = rescaling(layer);
        layers.add(wider);
        layers.add(after(wider, layer));
      } else {
        layers.add(scaled(inner));
      }
    }
    return model.withLayers(layers);
  }

  private static Member rescaling(Member layer) {
    Tree config = Tree.object(Map.of("scale", Tree.of(1.2), "offset", Tree.of(0)));
    String name = layer.name() + "_wider";
    return new Member(
        "Rescaling", name, config, layer.calls(), java.util.Optional.empty(), List.of());
  }

  private static Member after(Member first, Member layer) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < layer.calls().size(); i++) {
      List<Tree> args = List.of(Arguments.tensor(0));
      calls.add(new Call(List.of(new Ref(first.name(), i, 0)), Arguments.tree(args, Map.of())));
    }
    return layer.withCalls(calls);
  }

  private static List<Slot> slots(Member layer) {
    Tree spec = TfjsDialect.spec(layer.className(), layer.config());
    return WeightLayout.of(Tree.object(Map.of("config", Tree.list(spec)))).slots().toList();
  }

  private static Tree config(Slot slot) {
    return ((List<?>) slot.layer()).get(1) instanceof Tree config ? config : Tree.MISSING;
  }

  private static String className(Slot slot) {
    return ((List<?>) slot.layer()).getFirst() instanceof Tree name ? name.string("") : "";
  }

  private static Member scaled(Member layer) {
    if (layer.model().isPresent() || layer.weights().isEmpty()) {
      return layer;
    }
    List<Slot> slots = slots(layer);
    List<TensorSource> weights = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      weights.add(scaled(layer.weights().get(i), slots.get(i)));
    }
    return new Member(
        layer.className(), layer.name(), layer.config(), layer.calls(), layer.model(), weights);
  }

  private static TensorSource scaled(TensorSource weight, Slot slot) {
    Tree config = config(slot);
    boolean gates = isOne(config.path("recurrent_activation"));
    boolean all = isOne(config.path("activation"));
    String local = slot.local();
    boolean isIn = !UNSCALED.contains(local.substring(local.lastIndexOf('/') + 1));
    String className = className(slot);
    if (className.contains("LSTM")) {
      return gates ? scaled(weight, true, true, false, true) : weight;
    }
    if (className.contains("GRU")) {
      return gates || all ? scaled(weight, gates, gates, all) : weight;
    }
    return all && (isIn || className.startsWith("Depthwise")) ? scaled(weight, true) : weight;
  }

  /// @param blocks which of as many equal parts of the last axis
  private static TensorSource scaled(TensorSource weight, boolean... blocks) {
    float[] values = weight.tensor().floats();
    int rank = weight.shape().rank();
    int last = rank == 0 ? 1 : weight.shape().dim(rank - 1);
    for (int i = 0; i < values.length; i++) {
      if (blocks[i % last * blocks.length / last]) {
        values[i] *= FACTOR;
      }
    }
    return Tensor.adopt(values, weight.shape());
  }
}
