package io.github.tfjs4j.fuzz;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.Layers;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Changes a topology as a broken exporter or an attacker might: other classes, numbers, keys,
/// calls, shapes and wrappers.
record TopologyMutation(Random random) {
  private static final List<String> WORDS =
      List.of(
          "valid",
          "same",
          "causal",
          "channels_first",
          "channels_last",
          "linear",
          "softmax",
          "glu",
          "relu",
          "hard_sigmoid",
          "sum",
          "mul",
          "ave",
          "concat",
          "nearest",
          "bilinear",
          "one_hot",
          "multi_hot",
          "count",
          "float32",
          "int32",
          "string",
          "bool",
          "complex64",
          "x",
          "");

  private static final List<String> KEYS =
      List.of(
          "groups",
          "data_format",
          "dilation_rate",
          "strides",
          "padding",
          "output_padding",
          "return_sequences",
          "return_state",
          "stateful",
          "mask_zero",
          "go_backwards",
          "time_major",
          "zero_output_for_mask",
          "units",
          "filters",
          "kernel_size",
          "pool_size",
          "axis",
          "axes",
          "dims",
          "n",
          "size",
          "target_shape",
          "shared_axes",
          "activation",
          "recurrent_activation",
          "merge_mode",
          "reset_after",
          "use_bias",
          "depth_multiplier",
          "batch_input_shape",
          "num_tokens",
          "output_mode",
          "height",
          "width",
          "crop_to_aspect_ratio",
          "cropping",
          "input_dim",
          "output_dim",
          "normalize",
          "keepdims",
          "mask_value",
          "max_value",
          "layer",
          "cell",
          "cells",
          "backward_layer",
          "layers",
          "output_layers",
          "threshold",
          "scale");

  /// Options without which some layer is refused at once.
  private static final List<String> NEEDED =
      List.of("units", "filters", "kernel_size", "n", "height", "width", "num_tokens", "scale");

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// The topology with 1 to 4 things changed.
  Tree mutated(Tree topology) {
    Tree tree = topology;
    for (int i = random.nextInt(4); i >= 0; i--) {
      tree = once(tree);
    }
    return tree;
  }

  private Tree once(Tree tree) {
    List<List<Object>> paths =
        TreePaths.of(tree).stream()
            .filter(p -> p.stream().noneMatch(TopologyMutation::isOfTraining))
            .toList();
    return switch (random.nextInt(8)) {
      case 0 -> changed(tree, paths, "class_name", _ -> Tree.of(className()));
      case 1, 2 -> {
        List<List<Object>> values =
            paths.stream()
                .filter(p -> p.contains("config") && !p.getLast().equals("name"))
                .toList();
        yield values.isEmpty() ? tree : TreePaths.with(tree, one(values), this::value);
      }
      case 3 -> changed(tree, paths, "config", c -> c.isObject() ? c.with(one(KEYS), any()) : c);
      case 4 -> calls(tree, paths);
      case 5 -> changed(tree, paths, "batch_input_shape", _ -> shape());
      case 6 -> wrapped(tree, paths);
      default ->
          changed(
              tree,
              paths,
              "config",
              c ->
                  c.isObject() && !c.isEmpty()
                      ? c.without(one(List.copyOf(c.fields().keySet())))
                      : c);
    };
  }

  /// Initializers, regularizers and constraints, which nothing reads.
  private static boolean isOfTraining(Object key) {
    return key instanceof String s && s.matches(".*_(initializer|regularizer|constraint)");
  }

  private Tree changed(
      Tree tree,
      List<List<Object>> paths,
      String key,
      java.util.function.UnaryOperator<Tree> change) {
    List<List<Object>> found =
        paths.stream().filter(p -> !p.isEmpty() && p.getLast().equals(key)).toList();
    return found.isEmpty() ? tree : TreePaths.with(tree, one(found), change);
  }

  private String className() {
    return random.nextInt(20) == 0 ? "Lambda" : one(Layers.BUILT_IN).className();
  }

  /// A model of one layer on as many inputs, of such ranks, as it takes, with odd options.
  Tree made() {
    Layer layer = one(Layers.BUILT_IN);
    InputSpec spec = layer.inputSpec();
    int n = Math.max(1, spec.least()) + (spec.most() > spec.least() ? random.nextInt(2) : 0);
    List<Tree> layers = new ArrayList<>();
    List<Tree> calls = new ArrayList<>();
    Tree like = shape(spec);
    for (int i = 0; i < n; i++) {
      Tree name = Tree.of("x" + i);
      Tree config =
          Tree.EMPTY_OBJECT
              .with("name", name)
              .with("batch_input_shape", random.nextInt(3) == 0 ? shape(spec) : like)
              .with("dtype", Tree.of(random.nextInt(4) == 0 ? "int32" : "float32"));
      layers.add(spec("InputLayer", config).with("inbound_nodes", Tree.list()));
      calls.add(Tree.list(name, Tree.of(0), Tree.of(0), Tree.EMPTY_OBJECT));
    }
    Tree config = Tree.EMPTY_OBJECT.with("name", Tree.of("it"));
    for (String key : NEEDED) {
      config = config.with(key, Tree.of(1L + random.nextInt(4)));
    }
    config = config.with("axes", Tree.of(1)).with("target_shape", list(1 + random.nextInt(3)));
    for (int i = random.nextInt(4); i > 0; i--) {
      config = config.with(one(KEYS), any());
    }
    layers.add(spec(layer.className(), config).with("inbound_nodes", Tree.list(Tree.list(calls))));
    List<Tree> inputs = calls.stream().map(c -> Tree.list(c.values().subList(0, 3))).toList();
    return spec(
        "Functional",
        Tree.EMPTY_OBJECT
            .with("name", Tree.of("m"))
            .with("layers", Tree.list(layers))
            .with("input_layers", Tree.list(inputs))
            .with("output_layers", Tree.list(Tree.list(Tree.of("it"), Tree.of(0), Tree.of(0)))));
  }

  private static Tree spec(String className, Tree config) {
    return Tree.EMPTY_OBJECT
        .with("class_name", Tree.of(className))
        .with("name", config.path("name"))
        .with("config", config);
  }

  private Tree shape(InputSpec spec) {
    int least = Math.max(0, spec.leastRank());
    int rank = Math.min(least + random.nextInt(3), spec.mostRank());
    List<Tree> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(
          switch (random.nextInt(6)) {
            case 0 -> Tree.NULL;
            case 1 -> number();
            default -> Tree.of(1L + random.nextInt(9));
          });
    }
    return Tree.list(dims);
  }

  // ---- values ----

  private Tree value(Tree old) {
    if (old.isBoolean() && random.nextInt(3) > 0) {
      return Tree.of(!old.booleanValue());
    }
    if (old.isString() && random.nextInt(3) > 0) {
      return Tree.of(one(WORDS));
    }
    if (old.isNumber() && random.nextInt(3) == 0) {
      return Tree.of((long) old.doubleValue() + random.nextInt(5) - 2);
    }
    return any();
  }

  private Tree any() {
    return switch (random.nextInt(9)) {
      case 0 -> Tree.NULL;
      case 1 -> Tree.of(one(WORDS));
      case 2 -> Tree.of(random.nextBoolean());
      case 3 -> list(random.nextInt(4));
      case 4 -> Tree.of(random.nextBoolean() ? 1e300 : random.nextGaussian());
      case 5 -> Tree.list(list(2), list(2));
      default -> number();
    };
  }

  private Tree number() {
    return Tree.of(
        one(
            List.of(
                0L,
                1L,
                2L,
                3L,
                4L,
                5L,
                7L,
                -1L,
                -2L,
                -3L,
                1000L,
                65536L,
                1L << 30,
                (1L << 31) - 1,
                1L << 31,
                -(1L << 31),
                Long.MAX_VALUE)));
  }

  private Tree list(int n) {
    List<Tree> items = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      items.add(random.nextInt(8) == 0 ? Tree.NULL : number());
    }
    return Tree.list(items);
  }

  private Tree shape() {
    List<Tree> dims = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      dims.add(
          switch (random.nextInt(4)) {
            case 0 -> Tree.NULL;
            case 1 -> number();
            default -> Tree.of((long) random.nextInt(9));
          });
    }
    return Tree.list(dims);
  }

  // ---- calls ----

  /// Drops, doubles, swaps or redirects something in the lists that say what reads what.
  private Tree calls(Tree tree, List<List<Object>> paths) {
    List<List<Object>> found =
        paths.stream()
            .filter(p ->
                p.contains("inbound_nodes")
                    || p.contains("input_layers")
                    || p.contains("output_layers"))
            .toList();
    if (found.isEmpty()) {
      return tree;
    }
    List<Object> at = one(found);
    return TreePaths.with(
        tree,
        at,
        old -> {
          if (old.isString()) {
            return names(tree, paths);
          }
          if (old.isNumber()) {
            return Tree.of((long) random.nextInt(3));
          }
          if (!old.isList() || old.isEmpty()) {
            return random.nextBoolean() ? any() : Tree.list(old);
          }
          List<Tree> items = new ArrayList<>(old.values());
          switch (random.nextInt(4)) {
            case 0 -> items.remove(random.nextInt(items.size()));
            case 1 -> items.add(one(items));
            case 2 -> java.util.Collections.shuffle(items, random);
            default -> items.set(random.nextInt(items.size()), any());
          }
          return Tree.list(items);
        });
  }

  private Tree names(Tree tree, List<List<Object>> paths) {
    List<Tree> names =
        paths.stream()
            .filter(p -> !p.isEmpty() && p.getLast().equals("name"))
            .map(p -> TreePaths.get(tree, p))
            .filter(Tree::isString)
            .toList();
    return names.isEmpty() ? Tree.of("nobody") : one(names);
  }

  // ---- wrappers ----

  /// Puts a layer into a wrapper, a stack or a model, which takes its place.
  private Tree wrapped(Tree tree, List<List<Object>> paths) {
    List<List<Object>> layers =
        paths.stream()
            .filter(p -> p.size() > 1)
            .filter(p -> TreePaths.get(tree, p).path("config").isObject())
            .filter(p -> TreePaths.get(tree, p).path("class_name").isString())
            .toList();
    return layers.isEmpty() ? tree : TreePaths.with(tree, one(layers), this::wrapped);
  }

  private Tree wrapped(Tree layer) {
    Tree name = layer.path("config").path("name");
    Tree named = Tree.EMPTY_OBJECT.with("name", name.isString() ? name : Tree.of("w"));
    Tree bare = layer.without("inbound_nodes");
    return switch (random.nextInt(6)) {
      case 0 -> of(layer, "TimeDistributed", named.with("layer", bare));
      case 1 -> of(layer, "Bidirectional", named.with("layer", bare));
      case 2 -> of(layer, "RNN", named.with("cell", bare));
      case 3 -> of(layer, "RNN", named.with("cell", Tree.list(bare, bare)));
      case 4 -> of(layer, "StackedRNNCells", named.with("cells", Tree.list(bare)));
      default -> of(layer, "Sequential", named.with("layers", Tree.list(bare)));
    };
  }

  private static Tree of(Tree layer, String className, Tree config) {
    return layer.with("class_name", Tree.of(className)).with("config", config);
  }
}
