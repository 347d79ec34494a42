package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The config of a model of Keras 1 in the words of Keras 2: `Convolution2D` with `nb_filter` as
/// `Conv2D` with `filters`. What matters for training alone is left out.
final class Keras1Config {
  private static final Map<String, String> CLASSES =
      Map.of(
          "Convolution1D", "Conv1D",
          "Convolution2D", "Conv2D",
          "Convolution3D", "Conv3D",
          "AtrousConvolution1D", "Conv1D",
          "AtrousConvolution2D", "Conv2D",
          "SeparableConvolution2D", "SeparableConv2D",
          "Deconvolution2D", "Conv2DTranspose",
          "Deconvolution3D", "Conv3DTranspose");

  private static final Map<String, String> MERGES =
      Map.of(
          "sum", "Add",
          "mul", "Multiply",
          "ave", "Average",
          "max", "Maximum",
          "concat", "Concatenate",
          "dot", "Dot",
          "cos", "Dot");

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("nb_filter", "filters"),
          Map.entry("filter_length", "kernel_size"),
          Map.entry("border_mode", "padding"),
          Map.entry("subsample", "strides"),
          Map.entry("subsample_length", "strides"),
          Map.entry("atrous_rate", "dilation_rate"),
          Map.entry("bias", "use_bias"),
          Map.entry("inner_activation", "recurrent_activation"),
          Map.entry("output_dim", "units"),
          Map.entry("p", "rate"),
          Map.entry("sigma", "stddev"),
          Map.entry("pool_length", "pool_size"),
          Map.entry("stride", "strides"),
          Map.entry("dropout_W", "dropout"),
          Map.entry("dropout_U", "recurrent_dropout"),
          Map.entry("concat_axis", "axis"),
          Map.entry("dot_axes", "axes"),
          Map.entry("input_dtype", "dtype"));

  /// Sizes that Keras 1 has one by one.
  private static final List<List<String>> SIZES =
      List.of(List.of("nb_row", "nb_col"), List.of("kernel_dim1", "kernel_dim2", "kernel_dim3"));

  private Keras1Config() {}

  /// Whether the file is one of Keras 1: it says so, or, where it does not say, it speaks so.
  static boolean is(Optional<String> version, Tree model) {
    return version
        .map(v -> v.startsWith("1."))
        .orElseGet(() ->
            !model.findAll("nb_filter").isEmpty()
                || !model.findAll("dim_ordering").isEmpty()
                || !model.findAll("inner_activation").isEmpty());
  }

  /// A model or layer, with all that is in it.
  static Tree translated(Tree spec) {
    Tree config = spec.path("config");
    String className = spec.path("class_name").string("");
    if (config.isList()) {
      return spec.with("config", all(config));
    }
    if (config.path("layers").isList()) {
      return spec.with("config", config.with("layers", all(config.path("layers"))));
    }
    String mode = config.path("mode").string("");
    String merge = className.equals("Merge") ? MERGES.getOrDefault(mode, className) : className;
    Tree said = Tree.object(fields(className, config));
    if (mode.equals("cos")) {
      said = said.with("normalize", Tree.of(true));
    }
    return spec.with("class_name", Tree.of(CLASSES.getOrDefault(merge, merge)))
        .with("config", said);
  }

  private static Tree all(Tree layers) {
    return Tree.list(layers.items().stream().map(Keras1Config::translated).toList());
  }

  private static Map<String, Tree> fields(String className, Tree config) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    config
        .fields()
        .forEach((key, value) -> {
          if (key.equals("layer")) {
            fields.put(key, translated(value));
          } else if (key.equals("dim_ordering")) {
            boolean first = value.string("").equals("th");
            fields.put("data_format", Tree.of(first ? "channels_first" : "channels_last"));
          } else if (key.equals("length") && className.equals("UpSampling1D")) {
            fields.put("size", value);
          } else if (className.equals("Embedding") && key.equals("output_dim")) {
            fields.put(key, value);
          } else if (!isForTraining(key)) {
            fields.put(KEYS.getOrDefault(key, key), value);
          }
        });
    for (List<String> sizes : SIZES) {
      if (fields.containsKey(sizes.getFirst())) {
        List<Tree> size = new ArrayList<>();
        sizes.forEach(key -> size.add(fields.getOrDefault(key, Tree.of(1))));
        sizes.forEach(fields::remove);
        fields.put("kernel_size", Tree.list(size));
      }
    }
    return fields;
  }

  /// How weights begin and what holds them small.
  private static boolean isForTraining(String key) {
    return key.equals("init")
        || key.endsWith("_init")
        || key.endsWith("regularizer")
        || key.endsWith("_constraint");
  }
}
