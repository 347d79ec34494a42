package io.github.tfjs4j.keras;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// The weights of a layer class, in the order in which Keras makes them. Wrappers, stacks and
/// models have none of their own: [WeightLayout] looks into them.
///
/// @param name as Keras 2 calls it, `kernel`
/// @param part the object within the layer that has it, as Keras 3's files call it; mostly empty
/// @param trainable whether training changes it by gradients
record LayerWeights(String name, String part, boolean trainable) {
  /// @param className without a package in front
  static List<LayerWeights> of(String className, Tree config) {
    return switch (className) {
      case "Dense",
          "EinsumDense",
          "Conv1D",
          "Conv2D",
          "Conv3D",
          "Conv1DTranspose",
          "Conv2DTranspose",
          "Conv3DTranspose",
          "LocallyConnected1D",
          "LocallyConnected2D" ->
          own("kernel", biasIf(is(config, "use_bias") && !hasNoBiasAxes(className, config)));
      case "SeparableConv1D", "SeparableConv2D" ->
          own("depthwise_kernel", "pointwise_kernel", biasIf(is(config, "use_bias")));
      case "DepthwiseConv1D", "DepthwiseConv2D" ->
          own("depthwise_kernel", biasIf(is(config, "use_bias")));
      case "Embedding" -> own("embeddings");
      case "ReversibleEmbedding" ->
          own("embeddings", is(config, "tie_weights") ? "" : "reverse_embeddings");
      case "SimpleRNN", "LSTM", "GRU", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D" ->
          recurrent("cell", config);
      case "SimpleRNNCell",
          "LSTMCell",
          "GRUCell",
          "ConvLSTM1DCell",
          "ConvLSTM2DCell",
          "ConvLSTM3DCell" ->
          recurrent("", config);
      case "CuDNNLSTM", "CuDNNGRU" -> own("kernel", "recurrent_kernel", "bias");
      case "BatchNormalization",
          "BatchNormalizationV1",
          "BatchNormalizationV2",
          "SyncBatchNormalization" ->
          batchNormalization(config);
      case "LayerNormalization", "GroupNormalization" -> {
        boolean byRootMeanSquare = config.path("rms_scaling").isTrue();
        yield own(
            is(config, "scale") || byRootMeanSquare ? "gamma" : "",
            is(config, "center") && !byRootMeanSquare ? "beta" : "");
      }
      case "RMSNormalization" -> own("scale");
      case "LayerScale" -> own("gamma");
      case "PReLU" -> own("alpha");
      case "Attention" ->
          own(
              config.path("use_scale").isTrue() ? "scale" : "",
              config.path("score_mode").string("").equals("concat") ? "concat_score_weight" : "");
      case "AdditiveAttention" -> own(is(config, "use_scale") ? "scale" : "");
      case "MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention" ->
          attention(is(config, "use_bias"));
      case "Normalization" ->
          config.hasNonNull("mean") ? List.of() : statistics("mean", "variance", "count");
      case "TextVectorization", "StringLookup", "IntegerLookup" ->
          config.path("output_mode").string("").equals("tf_idf")
              ? statistics("idf_weights")
              : List.of();
      default -> List.of();
    };
  }

  /// The weights of the layer in a `SpectralNormalization` lie in it; this is what it adds.
  static final LayerWeights SPECTRAL_VECTOR = new LayerWeights("vector_u", "", false);

  private static boolean is(Tree config, String key) {
    return !config.path(key).isFalse();
  }

  private static String biasIf(boolean bias) {
    return bias ? "bias" : "";
  }

  /// An `EinsumDense` has a bias where it says along which axes.
  private static boolean hasNoBiasAxes(String className, Tree config) {
    return className.equals("EinsumDense") && !config.hasNonNull("bias_axes");
  }

  /// Those that have a name.
  private static List<LayerWeights> own(String... names) {
    return part("", true, names);
  }

  private static List<LayerWeights> statistics(String... names) {
    return part("", false, names);
  }

  private static List<LayerWeights> part(String part, boolean trainable, String... names) {
    List<LayerWeights> weights = new ArrayList<>();
    for (String name : names) {
      if (!name.isEmpty()) {
        weights.add(new LayerWeights(name, part, trainable));
      }
    }
    return weights;
  }

  private static List<LayerWeights> recurrent(String part, Tree config) {
    return part(part, true, "kernel", "recurrent_kernel", biasIf(is(config, "use_bias")));
  }

  private static List<LayerWeights> batchNormalization(Tree config) {
    List<LayerWeights> weights =
        own(is(config, "scale") ? "gamma" : "", is(config, "center") ? "beta" : "");
    weights.addAll(statistics("moving_mean", "moving_variance"));
    if (config.path("renorm").isTrue()) {
      weights.addAll(statistics("moving_stddev", "renorm_mean", "renorm_stddev"));
    }
    return weights;
  }

  private static List<LayerWeights> attention(boolean bias) {
    List<LayerWeights> weights = new ArrayList<>();
    for (String name : List.of("query", "key", "value", "attention_output")) {
      String part = (name.equals("attention_output") ? "output" : name) + "_dense";
      weights.addAll(part(part, true, name + "/kernel", bias ? name + "/bias" : ""));
    }
    return weights;
  }
}
