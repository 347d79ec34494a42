package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The recurrent layer in its config along time, and one like it, or the one in `backward_layer`,
/// against it. The sequence of the second is turned round before both are merged. Their states
/// follow, those of the first in front; initial states come in the same order.
///
/// In Keras the sequences under a mask are zero where it is false.
public final class BidirectionalLayer implements Layer {
  @Override
  public String className() {
    return "Bidirectional";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Optional<String> mode = mergeMode(call);
    Tree forward = named(call, "layer", "forward_");
    Config inner = new Config(call.describe(), forward.path("config"));
    boolean sequences = inner.b("return_sequences", false);
    List<Value> initial = call.inputs().subList(1, call.inputs().size());
    if (initial.size() % 2 != 0) {
      throw new ShapeException(
          "is given "
              + initial.size()
              + " initial states, which are not as many for each direction");
    }
    int half = initial.size() / 2;
    List<Value> there = run(call, forward, initial.subList(0, half));
    List<Value> back = run(call, backward(call, inner), initial.subList(half, 2 * half));
    Value y = there.getFirst();
    int time = inner.b("time_major", false) ? 0 : 1;
    Value turned = sequences ? tf.reverse(back.getFirst(), time) : back.getFirst();
    List<Value> results =
        new ArrayList<>(
            mode.map(m -> List.of(merged(tf, m, y, turned))).orElse(List.of(y, turned)));
    int outputs = results.size();
    results.addAll(there.subList(1, there.size()));
    results.addAll(back.subList(1, back.size()));
    return new Lowered(results, masks(call, sequences, outputs, results.size()));
  }

  /// How the two are merged; empty for not at all.
  private static Optional<String> mergeMode(LayerCall call) {
    if (call.config().get("merge_mode").isNull()) {
      return Optional.empty();
    }
    String mode = call.config().s("merge_mode", "concat");
    if (!List.of("concat", "sum", "ave", "mul").contains(mode)) {
      throw call.config().wrong("merge_mode", "concat, sum, ave, mul or null");
    }
    return Optional.of(mode);
  }

  private static Value merged(Tf tf, String mode, Value a, Value b) {
    return switch (mode) {
      case "sum" -> tf.add(a, b);
      case "ave" -> tf.mul(tf.add(a, b), tf.scalar(0.5f));
      case "mul" -> tf.mul(a, b);
      default -> tf.concat(-1, List.of(a, b));
    };
  }

  /// The layer in the config, under the name by which its weights are found.
  private static Tree named(LayerCall call, String key, String prefix) {
    Tree spec = call.config().get(key);
    if (!spec.path("config").isObject()) {
      throw call.config().wrong(key, "a layer with class_name and config");
    }
    Tree config = spec.path("config");
    if (config.has("layer") || config.has("layers")) {
      throw new UnsupportedModelException(
          "holds a "
              + ModelException.quoted(spec.path("class_name").string("layer"))
              + ", which is no recurrent layer and has no direction; put it around that layer");
    }
    String own = config.path("name").string(call.layer().layer());
    config = config.with("name", Tree.of(name(call, prefix, own)));
    if (call.semantics() != Semantics.TFJS) {
      // Keras asks this of both layers, whatever they were made with.
      config =
          config.with("zero_output_for_mask", Tree.of(config.path("return_sequences").isTrue()));
    }
    return spec.without("name").with("config", config);
  }

  /// TF.js and Keras 2 put the direction in front of the layer's name. Keras 3 saves the first
  /// layer with it, takes it off again, and leaves the name of a `backward_layer` alone.
  private static String name(LayerCall call, String prefix, String own) {
    String bare = own.startsWith("forward_") ? own.substring("forward_".length()) : own;
    return Stream.of(prefix + own, prefix + bare, own)
        .filter(name -> call.hasWeightsUnder(call.scope() + "/" + name))
        .findFirst()
        .orElse(prefix + own);
  }

  private static Tree backward(LayerCall call, Config forward) {
    if (call.config().has("backward_layer")) {
      return named(call, "backward_layer", "backward_");
    }
    Tree backward = named(call, "layer", "backward_");
    Tree reversed = Tree.of(!forward.b("go_backwards", false));
    return backward.with("config", backward.path("config").with("go_backwards", reversed));
  }

  private static List<Value> run(LayerCall call, Tree spec, List<Value> initial) {
    List<Value> inputs = new ArrayList<>(List.of(call.inputs().getFirst()));
    inputs.addAll(initial);
    List<Optional<Value>> masks =
        new ArrayList<>(Collections.nCopies(inputs.size(), Optional.empty()));
    masks.set(0, call.maskArgument());
    String scope = call.scope() + "/" + spec.path("config").path("name").stringValue();
    return call.lower(spec, scope, inputs, masks).values();
  }

  /// The mask goes on with sequences. TF.js gives it to the states, too.
  private static List<Optional<Value>> masks(
      LayerCall call, boolean sequences, int outputs, int n) {
    List<Optional<Value>> masks = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean masked = sequences && (i < outputs || call.semantics() == Semantics.TFJS);
      masks.add(masked ? call.mask() : Optional.empty());
    }
    return masks;
  }
}
