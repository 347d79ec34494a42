package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.AttrProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ops that TF.js has not, in ops that it has: one line each.
final class Spellings {
  /// One node that is spelled.
  private record Word(Frame frame, NodeProto def, List<Ref> in) {
    Ref op(String op, Ref... inputs) {
      return frame.node(frame.nameOf(def), op, List.of(inputs), Map.of());
    }

    Ref op(String op, Map<String, AttrValue> attributes, Ref... inputs) {
      return frame.node(frame.nameOf(def), op, List.of(inputs), attributes);
    }

    Ref constant(Tensor value) {
      return frame.constantNear(frame.nameOf(def) + "/const", value);
    }

    Ref number(float value) {
      return constant(Tensor.scalar(value));
    }

    Ref in(int i) {
      return in.get(i);
    }

    Ref zeros(Ref like) {
      return op("ZerosLike", like);
    }
  }

  @FunctionalInterface
  private interface Spelling {
    Ref of(Word w);
  }

  /// One that some nodes of the op do not need.
  @FunctionalInterface
  private interface Choice {
    Optional<Ref> of(Word w);
  }

  /// No filter is dilated further: its zeros would be most of the model.
  private static final int MOST_DILATION = 64;

  private static final int BOOL = 10;
  private static final int MOST_WIDTH = Integer.MAX_VALUE - 1;

  private static final Map<String, Choice> ALL = new HashMap<>();

  static {
    put("Erfc", w -> w.op("Sub", w.number(1), w.op("Erf", w.in(0))));
    put("Inv", w -> w.op("Reciprocal", w.in(0)));
    put("Rint", w -> w.op("Round", w.in(0)));
    put("L2Loss", Spellings::halfOfSquares);
    put(
        "Softsign",
        w -> w.op("RealDiv", w.in(0), w.op("AddV2", w.op("Abs", w.in(0)), w.number(1))));
    put("MulNoNan", w -> unlessZero(w, w.in(1), w.op("Mul", w.in(0), w.in(1))));
    put("Xdivy", w -> unlessZero(w, w.in(0), w.op("RealDiv", w.in(0), w.in(1))));
    put("Xlogy", w -> unlessZero(w, w.in(0), w.op("Mul", w.in(0), w.op("Log", w.in(1)))));
    put("Xlog1py", w -> unlessZero(w, w.in(0), w.op("Mul", w.in(0), w.op("Log1p", w.in(1)))));
    put("BatchMatMul", Spellings::product);
    put("BatchMatMulV3", Spellings::product);
    put("Bucketize", Spellings::buckets);
    ALL.put("MatrixBandPart", Spellings::band);
    ALL.put("Less", Spellings::negative);
    ALL.put("FusedBatchNormV3", Spellings::normalised);
    ALL.put("Conv2DBackpropInput", Spellings::spread);
    ALL.put("Conv2D", w -> heightSecond(w, "Conv2D"));
    ALL.put("_FusedConv2D", w -> heightSecond(w, "_FusedConv2D"));
  }

  private static void put(String op, Spelling spelling) {
    ALL.put(op, w -> Optional.of(spelling.of(w)));
  }

  private Spellings() {}

  /// A node in other ops; empty where there are none, see [#has].
  static Optional<Ref> of(Frame frame, NodeProto def, List<Ref> inputs) {
    return Optional.ofNullable(ALL.get(def.getOp()))
        .flatMap(spelling -> spelling.of(new Word(frame, def, inputs)));
  }

  static boolean has(String op) {
    return ALL.containsKey(op);
  }

  private static Ref unlessZero(Word w, Ref what, Ref value) {
    return w.op("SelectV2", w.op("Equal", what, w.zeros(what)), w.zeros(value), value);
  }

  private static Ref halfOfSquares(Word w) {
    Ref flat = w.op("Reshape", w.in(0), w.constant(Tensor.ints(-1)));
    Ref sum = w.op("Sum", w.op("Square", flat), w.constant(Tensor.ints(0)));
    return w.op("Mul", sum, w.number(0.5f));
  }

  private static Ref product(Word w) {
    Map<String, AttrValue> attributes = new HashMap<>();
    for (String key : List.of("adj_x", "adj_y")) {
      attributes.put(
          key, new AttrValue.B(w.def.getAttrOrDefault(key, AttrProto.getDefaultInstance()).getB()));
    }
    return w.op("BatchMatMulV2", attributes, w.in(0), w.in(1));
  }

  /// How many of the boundaries a number has reached.
  private static Ref buckets(Word w) {
    List<Float> list =
        w.def.getAttrOrDefault("boundaries", AttrProto.getDefaultInstance()).getList().getFList();
    float[] boundaries = new float[list.size()];
    for (int i = 0; i < boundaries.length; i++) {
      boundaries[i] = list.get(i);
    }
    Ref x = w.op("Cast", Map.of("DstT", new AttrValue.Type(DataType.FLOAT)), w.in(0));
    Ref each = w.op("ExpandDims", x, w.constant(Tensor.scalar(-1)));
    Ref reached = w.op("GreaterEqual", each, w.constant(Tensor.floats(boundaries)));
    Ref ones = w.op("Cast", Map.of("DstT", new AttrValue.Type(DataType.INT32)), reached);
    return w.op("Sum", ones, w.constant(Tensor.scalar(-1)));
  }

  /// The elements of matrices that are at most so far below and above the diagonal. TF.js takes the
  /// first width for both sides.
  private static Optional<Ref> band(Word w) {
    if (w.in.size() != 3) {
      return Optional.empty();
    }
    int lower = width(w, 1);
    int upper = width(w, 2);
    if (lower == upper) {
      return Optional.empty();
    }
    Ref shape = w.op("Shape", w.in(0));
    Ref row = w.op("ExpandDims", steps(w, shape, -2), w.constant(Tensor.scalar(1)));
    Ref below = w.op("Sub", row, steps(w, shape, -1));
    Ref kept = w.in(0);
    boolean flags =
        w.def.getAttrOrDefault("T", AttrProto.getDefaultInstance()).getTypeValue() == BOOL;
    Ref none = w.zeros(w.in(0));
    List<Ref> sides = new ArrayList<>();
    if (lower >= 0) {
      sides.add(w.op("LessEqual", below, w.constant(Tensor.scalar(lower))));
    }
    if (upper >= 0) {
      sides.add(w.op("GreaterEqual", below, w.constant(Tensor.scalar(-upper))));
    }
    for (Ref side : sides) {
      kept = flags ? w.op("LogicalAnd", kept, side) : w.op("SelectV2", side, kept, none);
    }
    return Optional.of(kept);
  }

  private static int width(Word w, int input) {
    return w.frame
        .constantOf(w.in(input))
        .map(TensorSource::tensor)
        .filter(t -> t.size() == 1)
        .map(t -> Math.clamp((long) t.get(0), -1, MOST_WIDTH))
        .orElseThrow(() ->
            new UnsupportedModelException(
                "the widths of its bands are not constant, and TF.js knows bands of one width only"));
  }

  /// 0, 1, ... along an axis that is counted from the last.
  private static Ref steps(Word w, Ref shape, int axis) {
    Map<String, AttrValue> alone = Map.of("shrink_axis_mask", new AttrValue.I(1));
    if (axis == -1) {
      alone = Map.of("shrink_axis_mask", new AttrValue.I(1), "end_mask", new AttrValue.I(1));
    }
    Ref at = w.constant(Tensor.ints(axis));
    Ref end = w.constant(Tensor.ints(axis + 1));
    Ref length = w.op("StridedSlice", alone, shape, at, end, w.constant(Tensor.ints(1)));
    return w.op("Range", w.constant(Tensor.scalar(0)), length, w.constant(Tensor.scalar(1)));
  }

  /// Whether the bit of the sign is set, which 1 / -0 shows as well: TF.js has no bits of floats.
  ///
  ///     Less(BitwiseAnd(Bitcast(x), -2147483648), 0)
  ///       ->  Less(x, 0) or Less(1 / x, 0)
  private static Optional<Ref> negative(Word w) {
    Optional<Ref> x = w.frame.signTested(w.def);
    return x.map(of ->
        w.op(
            "LogicalOr",
            w.op("Less", of, w.number(0)),
            w.op("Less", w.op("Reciprocal", of), w.number(0))));
  }

  private static String string(Word w, String key) {
    return w.def.getAttrOrDefault(key, AttrProto.getDefaultInstance()).getS().toStringUtf8();
  }

  /// Channels last of more than two axes of space, by given statistics: TF.js takes images alone.
  private static Optional<Ref> normalised(Word w) {
    if (!string(w, "data_format").equals("NDHWC") || w.in.size() < 5) {
      return Optional.empty();
    }
    float epsilon = w.def.getAttrOrDefault("epsilon", AttrProto.getDefaultInstance()).getF();
    Ref variance = w.op("AddV2", w.in(4), w.number(epsilon));
    Ref factor = w.op("Mul", w.op("Rsqrt", variance), w.in(1));
    Ref shift = w.op("Sub", w.in(2), w.op("Mul", w.in(3), factor));
    return Optional.of(w.op("AddV2", w.op("Mul", w.in(0), factor), shift));
  }

  /// Of images with channels first TF.js takes the second and third stride for height and width.
  private static Optional<Ref> heightSecond(Word w, String op) {
    if (!string(w, "data_format").equals("NCHW")) {
      return Optional.empty();
    }
    Map<String, AttrValue> attributes = new HashMap<>(w.frame.attributes(w.def));
    for (String key : List.of("strides", "dilations")) {
      attributes.computeIfPresent(
          key,
          (_, list) ->
              list instanceof AttrValue.Ints(List<Long> n) && n.size() == 4
                  ? new AttrValue.Ints(List.of(n.get(0), n.get(2), n.get(3), n.get(1)))
                  : list);
    }
    return Optional.of(w.op(op, attributes, w.in.toArray(Ref[]::new)));
  }

  /// TF.js takes no dilations of a transposed convolution: they are zeros in its filter.
  private static Optional<Ref> spread(Word w) {
    AttrProto dilations = w.def.getAttrOrDefault("dilations", AttrProto.getDefaultInstance());
    List<Long> d = dilations.getList().getIList();
    boolean last = !string(w, "data_format").equals("NCHW");
    if (d.size() != 4 || d.stream().allMatch(n -> n == 1) || w.in.size() != 3) {
      return Optional.empty();
    }
    int first = last ? 1 : 2;
    Tensor filter = w.frame.constantOf(w.in(1)).orElseThrow(Spellings::open).tensor();
    Tensor wide = spread(filter, d.get(first), d.get(first + 1));
    Map<String, AttrValue> attributes = new HashMap<>(w.frame.attributes(w.def));
    attributes.put("dilations", new AttrValue.Ints(List.of(1L, 1L, 1L, 1L)));
    return Optional.of(w.op("Conv2DBackpropInput", attributes, w.in(0), w.constant(wide), w.in(2)));
  }

  private static UnsupportedModelException open() {
    return new UnsupportedModelException(
        "a transposed convolution with dilations needs a constant filter: TF.js has no dilations");
  }

  private static Tensor spread(Tensor filter, long dh, long dw) {
    Shape from = filter.shape();
    if (from.rank() != 4 || dh < 1 || dw < 1 || dh > MOST_DILATION || dw > MOST_DILATION) {
      throw new FormatException("a filter " + from + " cannot be dilated by " + dh + ", " + dw);
    }
    int height = Math.toIntExact((from.dim(0) - 1) * dh + 1);
    int width = Math.toIntExact((from.dim(1) - 1) * dw + 1);
    int each = from.dim(2) * from.dim(3);
    float[] in = filter.floats();
    float[] out = new float[Math.multiplyExact(Math.multiplyExact(height, width), each)];
    for (int i = 0; i < from.dim(0); i++) {
      for (int j = 0; j < from.dim(1); j++) {
        int to = (int) (i * dh * width + j * dw);
        System.arraycopy(in, (i * from.dim(1) + j) * each, out, to * each, each);
      }
    }
    return Tensor.adopt(out, height, width, from.dim(2), from.dim(3));
  }
}
