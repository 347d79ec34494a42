package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/// The two models of the benchmark in TF.js' own repository, which the table in "Deep Learning with
/// JavaScript" is made from. How fast a model is does not depend on what it has learned, so the
/// weights are made up; they are such that no layer goes dead.
public final class BookModels {
  private static final long SEED = 1;

  private BookModels() {}

  /// The multilayer perceptron: 100 numbers, dense layers of 4000, 1000, 500 and 1 units; 4,906,001
  /// parameters.
  ///
  /// @param folder to write to, which is made
  public static void mlp(Path folder) {
    try (SeededModel model = new SeededModel(folder, SEED)) {
      String input = model.input("input", 100);
      String at = dense(model, input, "dense_1", 100, 4000, "relu");
      at = dense(model, at, "dense_2", 4000, 1000, "relu");
      at = dense(model, at, "dense_3", 1000, 500, "relu");
      at = dense(model, at, "dense_4", 500, 1, "linear");
      model.save("mlp", input, at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// MobileNetV2 of width 1.0 for pictures of 224 x 224; 3,538,984 parameters.
  ///
  /// @param folder to write to, which is made
  public static void mobileNetV2(Path folder) {
    try (SeededModel model = new SeededModel(folder, SEED)) {
      new MobileNetV2(model).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String dense(
      SeededModel model, String from, String name, int inputs, int units, String activation)
      throws IOException {
    model.layer(
        "Dense",
        name,
        Map.of(
            "units", Tree.of(units),
            "activation", Tree.of(activation),
            "use_bias", Tree.of(true)),
        from);
    double limit = keepsVariance(inputs);
    model.weight(name + "/kernel", -limit, limit, inputs, units);
    model.weight(name + "/bias", -0.05, 0.05, units);
    return name;
  }

  /// Behind a ReLU, sums of so many products are as large as what they are made of.
  private static double keepsVariance(int products) {
    return Math.sqrt(6.0 / products);
  }

  /// Layers are named as Keras names them.
  private record MobileNetV2(SeededModel model) {
    /// Of each group of blocks: expansion, channels, blocks, stride of the first.
    private static final int[][] GROUPS = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };

    void write() throws IOException {
      String input = model.input("input", 224, 224, 3);
      String at = activated(convolution(padded(input, "Conv1"), "Conv1", 3, 2, 3, 32), "Conv1", 32);
      int channels = 32;
      int number = 0;
      for (int[] group : GROUPS) {
        for (int i = 0; i < group[2]; i++) {
          String prefix = number == 0 ? "expanded_conv" : "block_" + number;
          at = block(at, prefix, channels, group[0], group[1], i == 0 ? group[3] : 1);
          channels = group[1];
          number++;
        }
      }
      at = activated(convolution(at, "Conv_1", 1, 1, channels, 1280), "Conv_1", 1280);
      at = model.layer("GlobalAveragePooling2D", "global_average_pooling2d", Map.of(), at);
      model.save(
          "mobilenetv2_1.00_224", input, dense(model, at, "predictions", 1280, 1000, "softmax"));
    }

    private String block(
        String from, String prefix, int channels, int expansion, int filters, int stride)
        throws IOException {
      String at = from;
      int wide = channels * expansion;
      if (expansion > 1) {
        String expand = prefix + "_expand";
        at = activated(convolution(at, expand, 1, 1, channels, wide), expand, wide);
      }
      String depthwise = prefix + "_depthwise";
      at = stride == 2 ? padded(at, prefix) : at;
      at = activated(depthwise(at, depthwise, stride, wide), depthwise, wide);
      String project = prefix + "_project";
      at = normalized(convolution(at, project, 1, 1, wide, filters), project, filters);
      return stride == 1 && channels == filters
          ? model.layer("Add", prefix + "_add", Map.of(), from, at)
          : at;
    }

    /// For a window of 3 x 3 that goes by twos over an even number of pixels.
    private String padded(String from, String prefix) {
      Tree side = Tree.list(Tree.of(0), Tree.of(1));
      return model.layer(
          "ZeroPadding2D", prefix + "_pad", Map.of("padding", Tree.list(side, side)), from);
    }

    private String convolution(
        String from, String name, int size, int stride, int channels, int filters)
        throws IOException {
      model.layer(
          "Conv2D",
          name,
          Map.of(
              "filters", Tree.of(filters),
              "kernel_size", Tree.list(Tree.of(size), Tree.of(size)),
              "strides", Tree.list(Tree.of(stride), Tree.of(stride)),
              "padding", Tree.of(stride == 2 ? "valid" : "same"),
              "use_bias", Tree.of(false)),
          from);
      double limit = keepsVariance(size * size * channels);
      model.weight(name + "/kernel", -limit, limit, size, size, channels, filters);
      return name;
    }

    private String depthwise(String from, String name, int stride, int channels)
        throws IOException {
      model.layer(
          "DepthwiseConv2D",
          name,
          Map.of(
              "kernel_size", Tree.list(Tree.of(3), Tree.of(3)),
              "strides", Tree.list(Tree.of(stride), Tree.of(stride)),
              "padding", Tree.of(stride == 2 ? "valid" : "same"),
              "use_bias", Tree.of(false)),
          from);
      double limit = keepsVariance(9);
      model.weight(name + "/depthwise_kernel", -limit, limit, 3, 3, channels, 1);
      return name;
    }

    private String normalized(String from, String prefix, int channels) throws IOException {
      String name = prefix + "_BN";
      model.layer(
          "BatchNormalization",
          name,
          Map.of(
              "axis", Tree.of(-1),
              "momentum", Tree.of(0.999),
              "epsilon", Tree.of(0.001)),
          from);
      model.weight(name + "/gamma", 0.5, 1.5, channels);
      model.weight(name + "/beta", -0.25, 0.25, channels);
      model.weight(name + "/moving_mean", -0.25, 0.25, channels);
      model.weight(name + "/moving_variance", 0.5, 1.5, channels);
      return name;
    }

    private String activated(String from, String prefix, int channels) throws IOException {
      String at = normalized(from, prefix, channels);
      return model.layer("ReLU", prefix + "_relu", Map.of("max_value", Tree.of(6)), at);
    }
  }
}
