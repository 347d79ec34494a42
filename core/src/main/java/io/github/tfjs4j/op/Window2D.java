package io.github.tfjs4j.op;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How a window moves over the two inner axes of `[N, H, W, C]`: the attributes that all 2-D
/// convolutions share.
///
/// @param explicit cells of padding at the top, bottom, left and right; empty unless `padding` is
///   `EXPLICIT`
public record Window2D(
    int strideH,
    int strideW,
    Padding padding,
    List<Integer> explicit,
    int dilationH,
    int dilationW) {
  static final List<Integer> ONES = List.of(1, 1, 1, 1);

  public Window2D {
    explicit = List.copyOf(explicit);
    if (strideH < 1 || strideW < 1 || dilationH < 1 || dilationW < 1) {
      throw new ShapeException(
          "strides and dilations are at least 1, found "
              + List.of(strideH, strideW)
              + " and "
              + List.of(dilationH, dilationW));
    }
    if (explicit.stream().anyMatch(n -> n < 0)) {
      throw new ShapeException("explicit paddings are at least 0, found " + explicit);
    }
    if (explicit.size() != (padding == Padding.EXPLICIT ? 4 : 0)) {
      throw new ShapeException(
          "padding "
              + padding
              + " takes "
              + (padding == Padding.EXPLICIT ? 4 : 0)
              + " explicit cells, found "
              + explicit);
    }
  }

  /// Stride 1, no padding.
  public static Window2D valid() {
    return new Window2D(1, 1, Padding.VALID, List.of(), 1, 1);
  }

  /// Stride 1, padded to the input's size.
  public static Window2D same() {
    return new Window2D(1, 1, Padding.SAME, List.of(), 1, 1);
  }

  /// This window with explicit padding instead of its own.
  public Window2D withExplicit(int top, int bottom, int left, int right) {
    return new Window2D(
        strideH,
        strideW,
        Padding.EXPLICIT,
        List.of(top, bottom, left, right),
        dilationH,
        dilationW);
  }

  public static Window2D of(Attrs a) {
    String format = a.s("data_format", "NHWC");
    if (!format.equalsIgnoreCase("NHWC")) {
      throw new UnsupportedModelException(
          a.op()
              + ": data_format "
              + format
              + " is not supported, only NHWC is; transpose around the op");
    }
    Padding padding = Padding.of(a);
    List<Integer> strides = list(a, "strides", ONES, 4);
    List<Integer> dilations = list(a, "dilations", ONES, 4);
    List<Integer> explicit =
        padding == Padding.EXPLICIT
            ? list(a, "explicit_paddings", List.of(), 8).subList(2, 6)
            : List.of();
    return new Window2D(
        strides.get(1), strides.get(2), padding, explicit, dilations.get(1), dilations.get(2));
  }

  /// An attribute that is a list of exactly `size` ints; absent or empty it is `byDefault`.
  static List<Integer> list(Attrs a, String key, List<Integer> byDefault, int size) {
    List<Integer> list = a.ints(key, byDefault);
    list = list.isEmpty() ? byDefault : list;
    if (list.size() != size) {
      throw new FormatException(
          a.op() + ": attribute '" + key + "' has " + size + " ints, found " + list);
    }
    return list;
  }

  /// Adds the spelling of a window to an op that has one.
  static <O extends Op> OpDef<O> attributes(OpDef<O> def, Function<O, Window2D> window) {
    return def.ints("strides", o -> List.of(1, window.apply(o).strideH, window.apply(o).strideW, 1))
        .s("padding", o -> window.apply(o).padding.name())
        .ints("explicit_paddings", o -> window.apply(o).explicitPaddings())
        .ints("dilations", o -> List.of(1, window.apply(o).dilationH, window.apply(o).dilationW, 1))
        .always("data_format", new AttrValue.S("NHWC"))
        .ignores("use_cudnn_on_gpu")
        .unlessDefault("explicit_paddings", new AttrValue.Ints(List.of()));
  }

  private List<Integer> explicitPaddings() {
    if (explicit.isEmpty()) {
      return List.of();
    }
    List<Integer> all = new ArrayList<>(List.of(0, 0, 0, 0));
    all.addAll(2, explicit);
    return List.copyOf(all);
  }

  /// The cells of padding at the top, bottom, left and right of an input `inH x inW` under a kernel
  /// `kh x kw`.
  public int[] paddings(int inH, int inW, int kh, int kw) {
    if (padding == Padding.EXPLICIT) {
      return explicit.stream().mapToInt(Integer::intValue).toArray();
    }
    int h = padding.total(inH, Padding.span(kh, dilationH), strideH);
    int w = padding.total(inW, Padding.span(kw, dilationW), strideW);
    return new int[] {h / 2, h - h / 2, w / 2, w - w / 2};
  }

  /// The output height for an input height; -1 stands for unknown, also as a result.
  public int outHeight(int inH, int kh) {
    long pad = explicit.isEmpty() ? 0 : (long) explicit.get(0) + explicit.get(1);
    return padding.outLength(inH, Padding.span(kh, dilationH), strideH, pad);
  }

  /// The output width for an input width; -1 stands for unknown, also as a result.
  public int outWidth(int inW, int kw) {
    long pad = explicit.isEmpty() ? 0 : (long) explicit.get(2) + explicit.get(3);
    return padding.outLength(inW, Padding.span(kw, dilationW), strideW, pad);
  }

  /// The type of a convolution of `x [N, H, W, C]` with `filter [kh, kw, C, O]`, or depthwise with
  /// `[kh, kw, C, M]`.
  TensorType infer(Op op, Value x, Value filter, boolean depthwise) {
    return new TensorType(
        ElementTypes.requireFloat(op, x), result(x.shape(), filter.shape(), depthwise));
  }

  Shape result(Shape x, Shape filter, boolean depthwise) {
    Shape in = x.merge(Shape.ofRank(4));
    Shape k = filter.merge(Shape.ofRank(4));
    if (in.isKnown(3) && k.isKnown(2) && in.dim(3) != k.dim(2)) {
      throw new ShapeException(
          "input " + in + " has " + in.dim(3) + " channels, filter " + k + " takes " + k.dim(2));
    }
    int channels = k.dim(3);
    if (depthwise && channels != Shape.UNKNOWN_DIM) {
      int inputs = k.isKnown(2) ? k.dim(2) : in.dim(3);
      channels = Shape.times(inputs, channels);
    }
    return Shape.of(
        in.dim(0), outHeight(in.dim(1), k.dim(0)), outWidth(in.dim(2), k.dim(1)), channels);
  }

  /// The batch, and height and width where every cell has its window.
  List<Axis> sameLength(Node node, int axis) {
    boolean every = padding == Padding.SAME && strideH == 1 && strideW == 1;
    return axis == 0 || (every && axis < 3) ? Axis.of(node, 0, axis) : List.of();
  }

  /// Whether a convolution of `x` may have a result of the height and width of `y`, as far as they
  /// are known.
  boolean hasOutput(Shape x, Shape filter, Shape y) {
    Shape made =
        Shape.of(-1, outHeight(x.dim(1), filter.dim(0)), outWidth(x.dim(2), filter.dim(1)), -1);
    return made.isCompatible(y);
  }

  /// The sums over all channels of each window.
  Tensor convolve(Tensor x, Tensor filter) {
    int outChannels = filter.shape().dim(3);
    Convolution c = over(x, filter);
    return c.tensor(c.convolve(x.rawFloats(), filter.rawFloats(), outChannels), outChannels);
  }

  /// The sums over each channel of each window by itself.
  Tensor depthwise(Tensor x, Tensor filter) {
    int multiplier = filter.shape().dim(3);
    Convolution c = over(x, filter);
    return c.tensor(
        c.depthwise(x.rawFloats(), filter.rawFloats(), multiplier), c.channels() * multiplier);
  }

  private Convolution over(Tensor x, Tensor filter) {
    List<WindowAxis> axes =
        WindowAxis.of(this, x.shape(), filter.shape().dim(0), filter.shape().dim(1));
    return new Convolution(x.shape().dim(0), axes, x.shape().dim(3));
  }
}
