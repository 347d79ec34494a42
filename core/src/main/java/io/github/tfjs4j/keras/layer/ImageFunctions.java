package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.DepthToSpace;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Functions of images: resizing, pooling, convolution.
final class ImageFunctions {
  /// By their names, with a space between several.
  static final Map<String, Function> ALL = new LinkedHashMap<>();

  private static final String POOL =
      "x/input/inputs/value pool_size/ksize/window_shape strides padding data_format";

  static {
    ALL.put(
        "resize resize_images resize_v2",
        Function.of(
            "x/images size method/interpolation preserve_aspect_ratio antialias"
                + " crop_to_aspect_ratio pad_to_aspect_ratio data_format",
            ImageFunctions::resize));
    ALL.put(
        "rgbto_grayscale rgb_to_grayscale",
        Function.of(
            "x/images data_format",
            f -> {
              Value weights =
                  f.tf().constant(Tensor.of(new float[] {0.2989f, 0.587f, 0.114f}, Shape.of(3, 1)));
              Value x = f.floats("x");
              return Contraction.of(f.tf(), "...c,cd->...d", List.of(x, weights));
            }));
    ALL.put("max_pool max_pool2d max_pool_v2", Function.of(POOL, f -> pool(f, Pool.F.MAX)));
    ALL.put("average_pool avg_pool avg_pool2d", Function.of(POOL, f -> pool(f, Pool.F.AVG)));
    ALL.put(
        "conv conv2d convolution",
        Function.of(
            "x/input/inputs kernel/filters/filter strides padding data_format dilation_rate/dilations",
            f -> f.tf().conv2d(image(f), f.floats("kernel"), window(f))));
    ALL.put(
        "depthwise_conv depthwise_conv2d",
        Function.of(
            "x/input/inputs kernel/filter strides padding data_format dilation_rate/dilations",
            f -> f.tf().depthwise(image(f), f.floats("kernel"), window(f))));
    ALL.put(
        "depth_to_space",
        Function.of(
            "x/input block_size data_format",
            f -> f.tf().op(new DepthToSpace(f.i("block_size", 1)), image(f))));
    ALL.put(
        "space_to_depth",
        Function.of("x/input block_size data_format", ImageFunctions::spaceToDepth));
  }

  private ImageFunctions() {}

  /// The input, images with channels last.
  private static Value image(FunctionCall f) {
    Value x = f.floats("x");
    String format = f.s("data_format", "channels_last");
    if (!format.equals("channels_last") && !format.equals("NHWC")) {
      throw f.wrong("data_format", "channels_last");
    }
    return Inputs.ofRank(x, 4);
  }

  private static Value resize(FunctionCall f) {
    Value x = f.floats("x");
    for (String option :
        List.of("preserve_aspect_ratio", "crop_to_aspect_ratio", "pad_to_aspect_ratio")) {
      if (f.b(option, false)) {
        throw f.wrong(option, "false");
      }
    }
    int[] size = f.ints("size").orElseThrow(() -> f.wrong("size", "two ints"));
    String method = f.s("method", "bilinear").toLowerCase(Locale.ROOT);
    if (size.length != 2 || size[0] < 1 || size[1] < 1) {
      throw f.wrong("size", "two positive ints");
    }
    Value images = x.shape().rank() == 3 ? f.tf().expandDims(x, 0) : image(f);
    Value y =
        ResizingLayer.resized(f.call(), images, size[0], size[1], method, f.b("antialias", false));
    return x.shape().rank() == 3 ? f.tf().squeeze(y, 0) : y;
  }

  private static Padding padding(FunctionCall f) {
    return switch (f.s("padding", "valid").toLowerCase(Locale.ROOT)) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      default -> throw f.wrong("padding", "valid or same");
    };
  }

  /// Rows and columns of a window: TensorFlow may name batch and channels, too.
  private static int[] pair(FunctionCall f, String parameter, int[] byDefault) {
    int[] given = f.ints(parameter).orElse(byDefault);
    int[] pair =
        switch (given.length) {
          case 1 -> new int[] {given[0], given[0]};
          case 2 -> given;
          case 4 -> new int[] {given[1], given[2]};
          default -> throw f.wrong(parameter, "one int or two");
        };
    if (pair[0] < 1 || pair[1] < 1) {
      throw f.wrong(parameter, "positive");
    }
    return pair;
  }

  private static Window2D window(FunctionCall f) {
    int[] strides = pair(f, "strides", new int[] {1});
    int[] dilations = pair(f, "dilation_rate", new int[] {1});
    return new Window2D(strides[0], strides[1], padding(f), List.of(), dilations[0], dilations[1]);
  }

  private static Value pool(FunctionCall f, Pool.F pool) {
    int[] size = pair(f, "pool_size", new int[] {2});
    int[] strides = pair(f, "strides", size);
    return f.tf().pool(pool, image(f), size[0], size[1], strides[0], strides[1], padding(f));
  }

  /// Blocks of pixels become channels.
  private static Value spaceToDepth(FunctionCall f) {
    Tf tf = f.tf();
    Value x = image(f);
    int block = f.i("block_size", 1);
    int h = x.shape().dim(1);
    int w = x.shape().dim(2);
    int channels = x.shape().dim(3);
    if (block < 1 || h < 0 || w < 0 || channels < 0 || h % block != 0 || w % block != 0) {
      throw f.wrong("block_size", "a divisor of the sides of " + x.type());
    }
    List<Length> apart =
        List.of(
            Length.of(x, 0).times(Length.of(h / block)),
            Length.of(block),
            Length.of(w / block),
            Length.of(Math.multiplyExact(block, channels)));
    Value blocks = tf.transpose(Length.reshape(tf, x, apart), 0, 2, 1, 3);
    return Length.reshape(
        tf,
        blocks,
        List.of(
            Length.of(x, 0),
            Length.of(h / block),
            Length.of(w / block),
            Length.of(Math.multiplyExact(Math.multiplyExact(block, block), channels))));
  }
}
