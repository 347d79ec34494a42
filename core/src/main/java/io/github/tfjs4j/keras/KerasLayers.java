package io.github.tfjs4j.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The layer classes of Keras, and configs of TF.js and of either Keras in words that both know.
final class KerasLayers {
  /// Those of Keras 2 and Keras 3.
  private static final Set<String> BOTH =
      classes(
          """
          Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average
          AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional
          CategoryEncoding CenterCrop Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose
          Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Cropping1D Cropping2D Cropping3D
          Dense DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding
          Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
          GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D
          GlobalMaxPooling3D GroupNormalization HashedCrossing Hashing Identity InputLayer
          IntegerLookup LSTM LSTMCell LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D
          MaxPooling3D Maximum Minimum MultiHeadAttention Multiply Normalization PReLU Permute RNN
          RandomBrightness RandomContrast RandomCrop RandomFlip RandomRotation RandomTranslation
          RandomZoom ReLU RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D
          SimpleRNN SimpleRNNCell Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D
          SpectralNormalization StackedRNNCells StringLookup Subtract TextVectorization
          TimeDistributed UnitNormalization UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D
          ZeroPadding2D ZeroPadding3D
          """);

  private static final Set<String> KERAS2 =
      and(BOTH, "LocallyConnected1D LocallyConnected2D RandomHeight RandomWidth");

  private static final Set<String> KERAS3 =
      and(
          BOTH,
          """
          AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D
          AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D GroupQueryAttention
          RMSNormalization ReversibleEmbedding
          """);

  private static final Map<String, String> ALIASES =
      Map.of(
          "BatchNormalizationV1", "BatchNormalization",
          "BatchNormalizationV2", "BatchNormalization",
          "SyncBatchNormalization", "BatchNormalization",
          "UnifiedGRU", "GRU",
          "UnifiedLSTM", "LSTM",
          "GroupedQueryAttention", "GroupQueryAttention",
          "ThresholdedReLU", "ReLU");

  /// Activations by their names without underscores, as Keras spells them.
  private static final Map<String, String> ACTIVATIONS =
      classes(
              """
              elu exponential gelu hard_sigmoid leaky_relu linear log_softmax mish relu relu6 selu
              sigmoid softmax softplus softsign swish tanh
              """)
          .stream()
          .collect(Collectors.toUnmodifiableMap(a -> a.replace("_", ""), a -> a));

  private static final Set<String> INITIALIZERS =
      classes(
          """
          Zeros Ones Constant RandomUniform RandomNormal TruncatedNormal Identity VarianceScaling
          GlorotUniform GlorotNormal HeNormal HeUniform LecunNormal LecunUniform Orthogonal
          """);

  private static final Set<String> CONSTRAINTS =
      Set.of("MaxNorm", "UnitNorm", "NonNeg", "MinMaxNorm");

  /// What a config holds that one of the two Kerases refuses, and that says nothing new.
  private static final Map<String, Set<String>> DROPPED =
      Map.ofEntries(
          Map.entry("InputLayer", classes("optional ragged")),
          Map.entry("BatchNormalization", classes("synchronized virtual_batch_size fused")),
          Map.entry("DepthwiseConv1D", classes("groups " + kernelOptions() + " filters")),
          Map.entry("DepthwiseConv2D", classes("groups " + kernelOptions() + " filters")),
          Map.entry("SeparableConv1D", classes("groups " + kernelOptions())),
          Map.entry("SeparableConv2D", classes("groups " + kernelOptions())),
          Map.entry("Conv1DTranspose", Set.of("groups")),
          Map.entry("Conv2DTranspose", Set.of("groups")),
          Map.entry("Conv3DTranspose", classes("groups dilation_rate")),
          Map.entry("SpatialDropout1D", classes("noise_shape trainable")),
          Map.entry("SpatialDropout2D", classes("noise_shape trainable")),
          Map.entry("SpatialDropout3D", classes("noise_shape trainable")),
          Map.entry("CategoryEncoding", Set.of("sparse")),
          Map.entry("Embedding", Set.of("input_length")));

  /// What all recurrent layers and cells may not hold.
  private static final Set<String> NOT_RECURRENT =
      classes("time_major seed zero_output_for_mask input_dim input_length");

  private static final Set<String> NOWHERE =
      classes("batch_input_shape quantization_config lora_rank lora_alpha");

  private static final Set<String> RNN_KEYS =
      classes(
          "name trainable dtype cell return_sequences return_state go_backwards stateful unroll");

  private KerasLayers() {}

  private static String kernelOptions() {
    return "kernel_initializer kernel_regularizer kernel_constraint";
  }

  private static Set<String> classes(String names) {
    return Set.of(names.strip().split("\\s+"));
  }

  private static Set<String> and(Set<String> some, String more) {
    return Stream.concat(some.stream(), classes(more).stream()).collect(Collectors.toSet());
  }

  /// Keras' name of a class.
  static String className(String className) {
    String bare = className.substring(className.lastIndexOf('>') + 1);
    return ALIASES.getOrDefault(bare, bare);
  }

  /// Whether layers of that class, or lists of cells, may lie in each other, or may be called with
  /// states.
  static boolean isRecurrent(String className) {
    return className.equals("Bidirectional")
        || className.matches("(CuDNN)?(RNN|SimpleRNN|LSTM|GRU|ConvLSTM[123]D)");
  }

  // ---- what cannot be ----

  /// Why Keras cannot load a layer with that config, in the words of [#config].
  static Optional<String> whyNot(String className, Tree config, Semantics keras) {
    if (!(keras == Semantics.KERAS3 ? KERAS3 : KERAS2).contains(className)) {
      return Optional.of(
          (keras == Semantics.KERAS3 ? "Keras 3" : "Keras 2") + " has no such class");
    }
    for (String key : List.of("activation", "recurrent_activation")) {
      Tree given = config.path(key);
      if (given.isString() && !ACTIVATIONS.containsValue(given.stringValue())) {
        return Optional.of("Keras has no activation " + ModelException.quoted(given.stringValue()));
      }
    }
    if (config.path("time_major").isTrue()) {
      return Optional.of("Keras 3 has no time_major");
    }
    return className.equals("BatchNormalization") && config.path("renorm").isTrue()
        ? Optional.of("Keras 3 has no renorm")
        : Optional.empty();
  }

  // ---- configs ----

  /// A layer's config without what lies in it: layers and cells stay as they are.
  static Tree config(String given, Tree config) {
    String className = className(given);
    Map<String, Tree> fields = new LinkedHashMap<>();
    config.fields().forEach((key, value) -> fields.put(key, value(key, TfjsLayers.plain(value))));
    fields.keySet().removeAll(NOWHERE);
    fields.keySet().removeAll(DROPPED.getOrDefault(className, Set.of()));
    // TF.js writes nulls where it means its defaults.
    for (String key : List.of("mask_zero", "unit_forget_bias")) {
      fields.computeIfPresent(key, (_, v) -> v.isNull() ? Tree.of(false) : v);
    }
    if (fields.getOrDefault("implementation", Tree.MISSING).isNull()) {
      fields.remove("implementation");
    }
    switch (className) {
      case "InputLayer" -> input(config, fields);
      case "RNN" -> rnn(config, fields);
      case "Reshape" -> fields.computeIfPresent("target_shape", (_, v) -> withoutNulls(v));
      case "LeakyReLU" ->
          fields.putIfAbsent("alpha", fields.getOrDefault("negative_slope", Tree.of(0.3)));
      case "BatchNormalization" -> {
        List.of("renorm", "renorm_clipping", "renorm_momentum").stream()
            .filter(_ -> !fields.getOrDefault("renorm", Tree.MISSING).isTrue())
            .toList()
            .forEach(fields::remove);
        fields.computeIfPresent("axis", (_, v) -> v.size() == 1 ? v.path(0) : v);
      }
      case "Softmax", "LayerNormalization" ->
          fields.computeIfPresent("axis", (_, v) -> v.size() == 1 ? v.path(0) : v);
      default -> {
        if (isRecurrent(className) || className.endsWith("Cell")) {
          NOT_RECURRENT.stream()
              .filter(key -> !fields.getOrDefault(key, Tree.MISSING).isTrue())
              .toList()
              .forEach(fields::remove);
        }
      }
    }
    if (className.equals("LeakyReLU")) {
      fields.remove("negative_slope");
    }
    if (given.endsWith("ThresholdedReLU")) {
      fields.put("threshold", fields.getOrDefault("theta", Tree.of(1.0)));
      fields.remove("theta");
    }
    return Tree.object(fields);
  }

  private static void input(Tree config, Map<String, Tree> fields) {
    Tree name = config.path("name");
    Tree shape = config.path(config.has("batch_shape") ? "batch_shape" : "batch_input_shape");
    Tree dtype = fields.getOrDefault("dtype", Tree.of("float32"));
    fields.clear();
    fields.put("batch_input_shape", shape);
    fields.put("dtype", dtype);
    fields.put("sparse", Tree.of(config.path("sparse").isTrue()));
    fields.put("name", name);
  }

  /// TF.js repeats the config of the cell beside it, and says of a stack but its cells.
  private static void rnn(Tree config, Map<String, Tree> fields) {
    if (!config.hasNonNull("cell")) {
      Tree cells = Tree.object(Map.of("cells", config.path("cells")));
      fields.put("cell", TfjsDialect.spec("StackedRNNCells", cells));
    }
    fields.keySet().retainAll(RNN_KEYS);
  }

  private static Tree withoutNulls(Tree dims) {
    return Tree.list(dims.items().stream().map(d -> d.isNumber() ? d : Tree.of(-1)).toList());
  }

  private static Tree value(String key, Tree value) {
    if (key.equals("dtype") && value.isObject()) {
      return value.path("config").path("name");
    }
    if (key.equals("activation") || key.equals("recurrent_activation")) {
      return activation(value);
    }
    if (key.endsWith("_initializer")) {
      return initializer(value);
    }
    if (key.endsWith("_regularizer")) {
      return TfjsLayers.regularizer(value);
    }
    return key.endsWith("_constraint") ? constraint(value) : value;
  }

  private static Tree activation(Tree value) {
    if (value.isNull()) {
      return Tree.of("linear");
    }
    String name =
        value.isObject() && value.path("config").isString()
            ? value.path("config").stringValue()
            : value.string("");
    if (name.isEmpty()) {
      return value;
    }
    String bare =
        name.substring(name.lastIndexOf('>') + 1).replace("_", "").toLowerCase(Locale.ROOT);
    return Tree.of(bare.equals("silu") ? "swish" : ACTIVATIONS.getOrDefault(bare, name));
  }

  /// What Keras does not know matters not once there are weights.
  private static Tree initializer(Tree value) {
    if (!value.isObject()) {
      return value;
    }
    String given = className(value.path("class_name").string(""));
    String name = given.replaceFirst("^LeCun", "Lecun").replaceFirst("Initializer$", "");
    return INITIALIZERS.contains(name)
        ? value
            .with("class_name", Tree.of(name))
            .with("config", value.path("config").without("input_axes").without("output_axes"))
        : TfjsDialect.spec("Zeros", Tree.EMPTY_OBJECT);
  }

  private static Tree constraint(Tree value) {
    return value.isString() || CONSTRAINTS.contains(value.path("class_name").string(""))
        ? value
        : Tree.NULL;
  }
}
