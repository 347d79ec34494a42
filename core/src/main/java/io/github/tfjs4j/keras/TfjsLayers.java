package io.github.tfjs4j.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The layer classes of TF.js, and Keras' configs in its words.
final class TfjsLayers {
  /// Those that TF.js registers.
  private static final Set<String> CLASSES =
      Set.of(
          "Activation",
          "Add",
          "AlphaDropout",
          "Average",
          "AveragePooling1D",
          "AveragePooling2D",
          "AveragePooling3D",
          "BatchNormalization",
          "Bidirectional",
          "CategoryEncoding",
          "CenterCrop",
          "Concatenate",
          "Conv1D",
          "Conv2D",
          "Conv2DTranspose",
          "Conv3D",
          "Conv3DTranspose",
          "ConvLSTM2D",
          "ConvLSTM2DCell",
          "Cropping2D",
          "Dense",
          "DepthwiseConv2D",
          "Dot",
          "Dropout",
          "ELU",
          "Embedding",
          "Flatten",
          "GRU",
          "GRUCell",
          "GaussianDropout",
          "GaussianNoise",
          "GlobalAveragePooling1D",
          "GlobalAveragePooling2D",
          "GlobalMaxPooling1D",
          "GlobalMaxPooling2D",
          "InputLayer",
          "LSTM",
          "LSTMCell",
          "LayerNormalization",
          "LeakyReLU",
          "Masking",
          "MaxPooling1D",
          "MaxPooling2D",
          "MaxPooling3D",
          "Maximum",
          "Minimum",
          "Multiply",
          "PReLU",
          "Permute",
          "RNN",
          "RandomWidth",
          "ReLU",
          "RepeatVector",
          "Rescaling",
          "Reshape",
          "Resizing",
          "SeparableConv2D",
          "SimpleRNN",
          "SimpleRNNCell",
          "Softmax",
          "SpatialDropout1D",
          "StackedRNNCells",
          "ThresholdedReLU",
          "TimeDistributed",
          "UpSampling2D",
          "ZeroPadding2D");

  /// Activations by TF.js' names, without underscores.
  private static final Set<String> ACTIVATIONS =
      Set.of(
          "elu",
          "gelu",
          "hardsigmoid",
          "linear",
          "logsoftmax",
          "mish",
          "relu",
          "relu6",
          "selu",
          "sigmoid",
          "softmax",
          "softplus",
          "softsign",
          "swish",
          "tanh");

  private static final Set<String> CONSTRAINTS =
      Set.of("MaxNorm", "UnitNorm", "NonNeg", "MinMaxNorm");

  /// Keras' names of initializers that TF.js calls otherwise.
  private static final Map<String, String> INITIALIZERS =
      Map.of(
          "LecunNormal", "LeCunNormal",
          "LecunUniform", "LeCunUniform",
          "lecun_normal", "LeCunNormal",
          "lecun_uniform", "LeCunUniform",
          "OrthogonalInitializer", "Orthogonal",
          "IdentityInitializer", "Identity");

  private static final Set<String> KNOWN_INITIALIZERS =
      Set.of(
          "Zeros",
          "Ones",
          "Constant",
          "RandomUniform",
          "RandomNormal",
          "TruncatedNormal",
          "Identity",
          "VarianceScaling",
          "GlorotUniform",
          "GlorotNormal",
          "HeNormal",
          "HeUniform",
          "LeCunNormal",
          "LeCunUniform",
          "Orthogonal");

  private static final Set<String> RECURRENT =
      Set.of("GRU", "GRUCell", "LSTM", "LSTMCell", "SimpleRNN", "SimpleRNNCell");

  private static final Map<String, String> ALIASES =
      Map.of(
          "BatchNormalizationV1", "BatchNormalization",
          "BatchNormalizationV2", "BatchNormalization",
          "UnifiedGRU", "GRU",
          "UnifiedLSTM", "LSTM",
          "Identity", "Activation");

  /// What Keras 3 says of an object beside its class and config.
  private static final List<String> WRAPPINGS =
      List.of("module", "registered_name", "build_config", "compile_config", "shared_object_id");

  private TfjsLayers() {}

  /// TF.js' name of a class.
  static String className(String className) {
    String bare = className.substring(className.lastIndexOf('>') + 1);
    return ALIASES.getOrDefault(bare, bare);
  }

  // ---- what cannot be ----

  /// Why TF.js cannot load the layer, or computes it otherwise than Keras.
  static Optional<String> whyNot(String className, Tree config, boolean keras3) {
    if (!CLASSES.contains(className) && !className.equals("Subtract")) {
      return Optional.of("TF.js has no such class");
    }
    return activation(config, keras3).or(() -> option(className, config));
  }

  private static Optional<String> activation(Tree config, boolean keras3) {
    for (String key : List.of("activation", "recurrent_activation")) {
      Tree given = config.path(key);
      if (given.isObject()) {
        return Optional.of("TF.js takes no layer as activation");
      }
      String name = given.string("linear");
      if (!ACTIVATIONS.contains(name.replace("_", ""))) {
        return Optional.of("TF.js has no activation " + ModelException.quoted(name));
      }
      if (keras3 && name.equals("hard_sigmoid")) {
        return Optional.of("TF.js' hard_sigmoid is another function than that of Keras 3");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> option(String className, Tree config) {
    String why =
        switch (className) {
          case "Conv1D", "Conv2D", "Conv3D" ->
              isOther(config, "groups", 1) ? "TF.js has no groups" : "";
          case "GRU", "GRUCell" ->
              config.path("reset_after").isTrue() ? "TF.js has no reset_after" : "";
          case "Bidirectional" ->
              config.hasNonNull("backward_layer")
                  ? "TF.js makes the backward layer of the forward one"
                  : "";
          case "ReLU" ->
              isOther(config, "negative_slope", 0) || isOther(config, "threshold", 0)
                  ? "TF.js has no negative_slope and no threshold"
                  : "";
          case "ELU" -> isOther(config, "alpha", 1) ? "TF.js has no alpha but 1" : "";
          case "Softmax" -> config.path("axis").size() > 1 ? "TF.js takes one axis" : "";
          case "UpSampling2D" ->
              config.path("interpolation").string("nearest").equals("nearest")
                  ? ""
                  : "TF.js interpolates otherwise";
          case "Resizing" -> "TF.js interpolates otherwise";
          case "DepthwiseConv2D" ->
              config.path("dilation_rate").stream().anyMatch(d -> !d.equals(Tree.of(1)))
                  ? "TF.js computes it otherwise with dilation_rate"
                  : "";
          case "SeparableConv2D" ->
              config.path("data_format").string("").equals("channels_first")
                  ? "TF.js computes it otherwise with channels_first"
                  : "";
          case "GlobalAveragePooling1D",
              "GlobalAveragePooling2D",
              "GlobalMaxPooling1D",
              "GlobalMaxPooling2D" ->
              config.path("keepdims").isTrue()
                      && config.path("data_format").string("").equals("channels_first")
                  ? "TF.js has no keepdims"
                  : "";
          case "LayerNormalization" ->
              config.path("rms_scaling").isTrue() ? "TF.js has no rms_scaling" : "";
          case "BatchNormalization" -> config.path("renorm").isTrue() ? "TF.js has no renorm" : "";
          default -> "";
        };
    return Optional.of(why).filter(w -> !w.isEmpty());
  }

  private static boolean isOther(Tree config, String key, double than) {
    return config.path(key).isNumber() && config.path(key).doubleValue() != than;
  }

  // ---- configs ----

  /// A layer's config in TF.js' words.
  static Tree config(String className, Tree config) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    config.fields().forEach((key, value) -> fields.put(key, value(key, plain(value))));
    switch (className) {
      case "InputLayer" -> {
        rename("batch_shape", "batch_input_shape", fields);
        fields.remove("optional");
      }
      case "LeakyReLU" -> rename("negative_slope", "alpha", fields);
      // These it calls by other names, and refuses the ones that Keras 2 writes.
      case "SeparableConv2D" ->
          List.of("kernel_initializer", "kernel_regularizer", "kernel_constraint")
              .forEach(fields::remove);
      case "Bidirectional" -> direction(fields);
      // `Identity`
      case "Activation" -> fields.putIfAbsent("activation", Tree.of("linear"));
      // TF.js takes a list for an axis by chance.
      case "BatchNormalization", "Softmax" -> {
        Tree axis = fields.getOrDefault("axis", Tree.MISSING);
        if (axis.size() == 1) {
          fields.put("axis", axis.path(0));
        }
      }
      default -> {
        if (RECURRENT.contains(className)) {
          fields.putIfAbsent("implementation", Tree.of(2));
        }
      }
    }
    return Tree.object(fields);
  }

  private static void rename(String from, String to, Map<String, Tree> fields) {
    if (fields.containsKey(from) && !fields.containsKey(to)) {
      Map<String, Tree> old = new LinkedHashMap<>(fields);
      fields.clear();
      old.forEach((key, value) -> fields.put(key.equals(from) ? to : key, value));
    }
  }

  /// TF.js puts the direction in front of the layer's name itself, and makes the other layer of it.
  static void direction(Map<String, Tree> fields) {
    Tree layer = fields.getOrDefault("layer", Tree.MISSING);
    Tree backward = fields.getOrDefault("backward_layer", Tree.MISSING);
    if (!layer.isObject()) {
      return;
    }
    String name = LayerSpec.name(layer).orElse("");
    if (name.startsWith("forward_")) {
      Tree bare = Tree.of(name.substring("forward_".length()));
      fields.put("layer", layer.with("config", layer.path("config").with("name", bare)));
    }
    if (backward.isNull() || isMirrored(layer, backward)) {
      fields.remove("backward_layer");
    }
  }

  private static boolean isMirrored(Tree layer, Tree backward) {
    return layer.path("class_name").equals(backward.path("class_name"))
        && layer
            .path("config")
            .without("name")
            .without("go_backwards")
            .equals(backward.path("config").without("name").without("go_backwards"))
        && layer.path("config").path("go_backwards").isTrue()
            != backward.path("config").path("go_backwards").isTrue();
  }

  /// What Keras 3 wraps around objects taken off.
  static Tree plain(Tree value) {
    if (value.isList()) {
      return Tree.list(value.items().stream().map(TfjsLayers::plain).toList());
    }
    if (!value.isObject()) {
      return value;
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    value.fields().forEach((key, v) -> fields.put(key, plain(v)));
    if (fields.containsKey("class_name")) {
      WRAPPINGS.forEach(fields::remove);
    }
    return Tree.object(fields);
  }

  private static Tree value(String key, Tree value) {
    if (key.equals("dtype")) {
      return dtype(value);
    }
    if (key.equals("activation") || key.equals("recurrent_activation")) {
      return activation(value);
    }
    if (key.endsWith("_initializer")) {
      return initializer(value);
    }
    if (key.equals("activity_regularizer")) {
      // TF.js refuses to call a layer that has one.
      return Tree.NULL;
    }
    if (key.endsWith("_regularizer")) {
      return regularizer(value);
    }
    return key.endsWith("_constraint") ? constraint(value) : value;
  }

  /// TF.js computes in float32 and int32.
  private static Tree dtype(Tree value) {
    String name =
        value.isObject() ? value.path("config").path("name").string("") : value.string("");
    return switch (name) {
      case "bool", "string" -> value;
      default -> Tree.of(name.contains("int") ? "int32" : "float32");
    };
  }

  private static Tree activation(Tree value) {
    String name = value.string("");
    if (value.isObject() && value.path("config").isString()) {
      name = value.path("config").stringValue();
    }
    name = name.substring(name.lastIndexOf('>') + 1);
    return switch (name) {
      case "" -> value;
      case "silu" -> Tree.of("swish");
      default -> Tree.of(name);
    };
  }

  /// What TF.js does not know matters not once there are weights.
  private static Tree initializer(Tree value) {
    if (value.isString()) {
      String known = INITIALIZERS.get(value.stringValue());
      return known == null ? value : TfjsDialect.spec(known, Tree.EMPTY_OBJECT);
    }
    if (!value.isObject()) {
      return value;
    }
    String className = className(value.path("class_name").string(""));
    String name = INITIALIZERS.getOrDefault(className, className);
    return KNOWN_INITIALIZERS.contains(name)
        ? value.with("class_name", Tree.of(name))
        : TfjsDialect.spec("Zeros", Tree.EMPTY_OBJECT);
  }

  static Tree regularizer(Tree value) {
    String name = value.isString() ? value.stringValue() : value.path("class_name").string("");
    Tree config = value.path("config");
    return switch (name.toUpperCase(java.util.Locale.ROOT).replace("_", "")) {
      case "L1", "L2", "L1L2" -> {
        Map<String, Tree> factors = new LinkedHashMap<>();
        for (String key : List.of("l1", "l2")) {
          boolean byDefault =
              value.isString() && name.toLowerCase(java.util.Locale.ROOT).contains(key);
          Tree given = config.path(key);
          factors.put(key, given.isNumber() ? given : Tree.of(byDefault ? 0.01 : 0.0));
        }
        yield TfjsDialect.spec("L1L2", Tree.object(factors));
      }
      default -> Tree.NULL;
    };
  }

  private static Tree constraint(Tree value) {
    return value.isString() || CONSTRAINTS.contains(value.path("class_name").string(""))
        ? value
        : Tree.NULL;
  }
}
