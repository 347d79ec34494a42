package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BroadcastTo;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.GatherNd;
import io.github.tfjs4j.op.GatherV2;
import io.github.tfjs4j.op.MirrorPad;
import io.github.tfjs4j.op.Range;
import io.github.tfjs4j.op.SizeOp;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.SplitV;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Tile;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Functions that cut, join and lay out.
final class ShapingFunctions {
  /// By their names, with a space between several.
  static final Map<String, Function> ALL = new LinkedHashMap<>();

  private static final String X = "x/tensor/input/inputs/value/a/images";

  static {
    one("reshape", "shape/newshape", ShapingFunctions::reshape);
    one("ravel", "", f -> f.tf().reshape(f.value("x"), -1));
    one("transpose", "perm/axes", ShapingFunctions::transpose);
    one("swapaxes", "axis1 axis2", ShapingFunctions::swapAxes);
    one("moveaxis", "source destination", ShapingFunctions::moveAxis);
    one("expand_dims", "axis", ShapingFunctions::expandDims);
    one("squeeze", "axis", ShapingFunctions::squeeze);
    one(
        "tile",
        "multiples/repeats",
        f -> f.tf().op(new Tile(), f.value("x"), f.value("multiples", DataType.INT32)));
    one("repeat", "repeats axis", ShapingFunctions::repeat);
    one(
        "reverse flip reverse_v2",
        "axis",
        f -> f.tf().reverse(f.value("x"), f.axes("axis", f.value("x"))));
    one("fliplr flip_left_right", "", f -> f.tf().reverse(f.value("x"), fromEnd(f, "fliplr")));
    one("flipud flip_up_down", "", f -> f.tf().reverse(f.value("x"), fromEnd(f, "flipud")));
    one("roll", "shift axis", ShapingFunctions::roll);
    ALL.put(
        "pad pad_v2",
        Function.of(X + " paddings/pad_width mode constant_values", ShapingFunctions::pad));
    one(
        "broadcast_to",
        "shape",
        f -> f.tf().op(new BroadcastTo(), f.value("x"), f.value("shape", DataType.INT32)));
    one("shape shape_v2", "out_type", f -> f.tf().shapeOf(f.value("x")));
    one("size size_v2", "out_type", f -> f.tf().op(new SizeOp(), f.value("x")));
    one("rank ndim", "", f -> f.tf().scalar(FunctionCall.rank(f.value("x"))));
    one("one_hot", "num_classes/depth on_value off_value axis dtype", ShapingFunctions::oneHot);
    one(
        "getitem get_item",
        "key/slice_spec",
        f -> Indexed.of(f.tf(), f.value("x"), f.get("key"), f));
    one("slice", "begin/start_indices size/shape", ShapingFunctions::slice);
    one(
        "strided_slice",
        "begin end strides begin_mask end_mask ellipsis_mask new_axis_mask" + " shrink_axis_mask",
        ShapingFunctions::stridedSlice);
    ALL.put(
        "take gather gather_v2",
        Function.of("x/params indices validate_indices axis batch_dims", ShapingFunctions::gather));
    ALL.put(
        "gather_nd",
        Function.of(
            "x/params indices",
            f -> f.tf().op(new GatherNd(), f.value("x"), f.value("indices", DataType.INT32))));
    ALL.put("concat concatenate", Function.of("values/xs axis", ShapingFunctions::concat));
    ALL.put("hstack", Function.of("values/xs", f -> joined(f, 1)));
    ALL.put("vstack", Function.of("values/xs", f -> joined(f, 0)));
    ALL.put("stack pack", Function.of("values/x axis", ShapingFunctions::stack));
    ALL.put("unstack", Function.listing(X + " num axis", ShapingFunctions::unstack));
    ALL.put(
        "split",
        Function.listing(
            X + " num_or_size_splits/indices_or_sections axis", ShapingFunctions::split));
    one("tril", "k", f -> triangle(f, true));
    one("triu", "k", f -> triangle(f, false));
    one(
        "full_like",
        "fill_value",
        f ->
            f.tf()
                .add(
                    f.tf().op(new ZerosLike(), f.value("x")),
                    f.value("fill_value", f.value("x").dataType())));
  }

  private ShapingFunctions() {}

  private static void one(String names, String more, Function.Single body) {
    ALL.put(names, Function.of((X + " " + more).strip(), body));
  }

  private static Value reshape(FunctionCall f) {
    Value x = f.value("x");
    Tree shape = f.get("shape");
    if (!f.arguments().tensors(shape).isEmpty()) {
      return f.tf().reshape(x, f.value("shape", DataType.INT32));
    }
    // Keras 3 writes null for the length that is left open.
    List<Length> lengths = new ArrayList<>();
    for (Tree length : shape.isList() ? shape.items() : List.of(shape)) {
      boolean open = length.isNull() || (length.isInt() && length.intValue() == -1);
      if (!open && !length.isInt()) {
        throw f.wrong("shape", "a list of lengths");
      }
      lengths.add(Length.of(open ? Shape.UNKNOWN_DIM : length.intValue()));
    }
    if (lengths.stream().filter(l -> !l.isKnown()).count() > 1) {
      // Axes before the first that differs are those of the input.
      for (int i = 0; i < lengths.size() && i < FunctionCall.rank(x); i++) {
        if (lengths.stream().filter(l -> !l.isKnown()).count() > 1 && !lengths.get(i).isKnown()) {
          lengths.set(i, Length.of(x, i));
          if (!lengths.get(i).isKnown()) {
            throw f.wrong("shape", "a list of lengths, of which at most one is open");
          }
        }
      }
    }
    return Length.reshape(f.tf(), x, lengths);
  }

  private static Value transpose(FunctionCall f) {
    Value x = f.value("x");
    int rank = FunctionCall.rank(x);
    int[] perm =
        f.has("perm")
            ? f.axes("perm", x)
            : IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    return f.tf().transpose(x, perm);
  }

  private static Value swapAxes(FunctionCall f) {
    Value x = f.value("x");
    int rank = FunctionCall.rank(x);
    int[] perm = IntStream.range(0, rank).toArray();
    int a = f.axis("axis1", 0, rank);
    int b = f.axis("axis2", 0, rank);
    perm[a] = b;
    perm[b] = a;
    return f.tf().transpose(x, perm);
  }

  private static Value moveAxis(FunctionCall f) {
    Value x = f.value("x");
    int rank = FunctionCall.rank(x);
    int[] from = f.axes("source", x);
    int[] to = f.axes("destination", x);
    if (from.length != to.length) {
      throw f.wrong("destination", "as many axes as source");
    }
    int[] perm = new int[rank];
    Arrays.fill(perm, -1);
    for (int i = 0; i < from.length; i++) {
      perm[to[i]] = from[i];
    }
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int axis = i;
      if (IntStream.of(from).noneMatch(a -> a == axis)) {
        rest.add(i);
      }
    }
    for (int i = 0; i < rank; i++) {
      perm[i] = perm[i] < 0 ? rest.removeFirst() : perm[i];
    }
    return f.tf().transpose(x, perm);
  }

  private static Value expandDims(FunctionCall f) {
    Value x = f.value("x");
    int[] axes = f.ints("axis").orElse(new int[] {-1});
    int rank = FunctionCall.rank(x) + axes.length;
    int[] sorted = IntStream.of(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
    for (int axis : sorted) {
      if (axis < 0 || axis >= rank) {
        throw f.wrong("axis", "an axis of the result");
      }
      x = f.tf().expandDims(x, axis);
    }
    return x;
  }

  private static Value squeeze(FunctionCall f) {
    Value x = f.value("x");
    int[] axes =
        f.has("axis")
            ? f.axes("axis", x)
            : IntStream.range(0, FunctionCall.rank(x)).filter(i -> x.shape().dim(i) == 1).toArray();
    return axes.length == 0 ? x : f.tf().squeeze(x, axes);
  }

  /// Each element several times, one after the other.
  private static Value repeat(FunctionCall f) {
    Tf tf = f.tf();
    int times = f.i("repeats", 1);
    Value x = f.has("axis") ? f.value("x") : tf.reshape(f.value("x"), -1);
    int axis = f.axis("axis", 0, FunctionCall.rank(x));
    int rank = FunctionCall.rank(x);
    List<Length> apart =
        List.of(Length.product(x, 0, axis + 1), Length.of(1), Length.product(x, axis + 1, rank));
    Value tiled = tf.tile(Length.reshape(tf, x, apart), 1, times, 1);
    List<Length> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      shape.add(i == axis ? Length.of(x, i).times(Length.of(times)) : Length.of(x, i));
    }
    return Length.reshape(tf, tiled, shape);
  }

  /// The axis of rows or columns: NumPy's are the first two, those of images the last but channels.
  private static int[] fromEnd(FunctionCall f, String name) {
    boolean leftRight = name.equals("fliplr");
    int rank = FunctionCall.rank(f.value("x"));
    boolean image = !f.isKeras3();
    return new int[] {image ? rank - (leftRight ? 2 : 3) : leftRight ? 1 : 0};
  }

  private static Value roll(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.value("x");
    int[] shifts = f.ints("shift").orElseThrow(() -> f.wrong("shift", "an int"));
    if (!f.has("axis")) {
      throw f.wrong("axis", "an axis or a list of them");
    }
    int[] axes = f.axes("axis", x);
    for (int i = 0; i < axes.length; i++) {
      int length = x.shape().dim(axes[i]);
      if (shifts.length != axes.length || length == Shape.UNKNOWN_DIM) {
        throw f.wrong("shift", "as many as axes, whose lengths are known");
      }
      int by = length == 0 ? 0 : Math.floorMod(shifts[i], length);
      if (by != 0) {
        int[] none = new int[FunctionCall.rank(x)];
        int[] front = none.clone();
        front[axes[i]] = length - by;
        int[] behind = none.clone();
        behind[axes[i]] = by;
        x =
            tf.concat(
                axes[i], List.of(Cropped.of(tf, x, front, none), Cropped.of(tf, x, none, behind)));
      }
    }
    return x;
  }

  private static Value pad(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.value("x");
    Tree given = f.get("paddings");
    int[][] paddings = new int[FunctionCall.rank(x)][];
    for (int i = 0; i < paddings.length; i++) {
      // NumPy takes one number, one pair, or a pair for each axis.
      boolean each = given.isList() && given.path(0).isList() && given.size() > 1;
      Tree pair = each ? given.path(i) : given.path(0).isList() ? given.path(0) : given;
      Tree front = pair.isList() ? pair.path(0) : pair;
      Tree behind = pair.isList() ? pair.path(pair.size() - 1) : pair;
      if (!front.isInt() || !behind.isInt()) {
        throw f.wrong("paddings", "a pair of ints for each axis");
      }
      paddings[i] = new int[] {front.intValue(), behind.intValue()};
    }
    String mode = f.s("mode", "constant").toLowerCase(Locale.ROOT);
    if (mode.equals("reflect") || mode.equals("symmetric")) {
      int[] flat = Arrays.stream(paddings).flatMapToInt(Arrays::stream).toArray();
      Value pairs = tf.constant(Tensor.adopt(flat, paddings.length, 2));
      return tf.op(new MirrorPad(mode.equals("symmetric")), x, pairs);
    }
    if (!mode.equals("constant")) {
      throw f.wrong("mode", "constant, reflect or symmetric");
    }
    double value = f.d("constant_values", 0);
    if (value == 0) {
      return tf.pad(x, paddings);
    }
    return tf.padV2(tf.cast(x, DataType.FLOAT), paddings, (float) value);
  }

  private static Value oneHot(FunctionCall f) {
    Tf tf = f.tf();
    int depth = f.i("num_classes", 0);
    Value x = f.value("x", DataType.INT32);
    int rank = FunctionCall.rank(x);
    DataType type = f.type("dtype").orElse(DataType.FLOAT);
    if (f.d("on_value", 1) != 1 || f.d("off_value", 0) != 0) {
      throw f.wrong("on_value", "1, and off_value 0");
    }
    Value hot = tf.cast(tf.oneHot(x, depth, 1, 0), type);
    int axis = f.axis("axis", -1, rank + 1);
    if (axis == rank) {
      return hot;
    }
    int[] perm =
        IntStream.range(0, rank + 1).map(i -> i < axis ? i : i == axis ? rank : i - 1).toArray();
    return tf.transpose(hot, perm);
  }

  private static Value slice(FunctionCall f) {
    return f.tf()
        .op(
            new Slice(),
            f.value("x"),
            f.value("begin", DataType.INT32),
            f.value("size", DataType.INT32));
  }

  private static Value stridedSlice(FunctionCall f) {
    int n = f.ints("begin").orElseThrow(() -> f.wrong("begin", "a list of ints")).length;
    int[] ones = new int[n];
    Arrays.fill(ones, 1);
    return f.tf()
        .op(
            new StridedSlice(
                f.i("begin_mask", 0),
                f.i("end_mask", 0),
                f.i("ellipsis_mask", 0),
                f.i("new_axis_mask", 0),
                f.i("shrink_axis_mask", 0)),
            f.value("x"),
            f.value("begin", DataType.INT32),
            f.value("end", DataType.INT32),
            f.has("strides") ? f.value("strides", DataType.INT32) : f.tf().ints(ones));
  }

  private static Value gather(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.value("x");
    Value indices = f.value("indices", DataType.INT32);
    int batch = f.i("batch_dims", 0);
    if (!f.has("axis") && f.isKeras3()) {
      x = tf.reshape(x, -1);
    }
    int axis = f.axis("axis", batch, FunctionCall.rank(x));
    return tf.op(new GatherV2(batch), x, indices, tf.scalar(axis));
  }

  private static Value concat(FunctionCall f) {
    List<Value> values = f.values("values");
    int byDefault = f.isKeras3() ? 0 : -1;
    return values.size() == 1
        ? values.getFirst()
        : f.tf().concat(f.axis("axis", byDefault, FunctionCall.rank(values.getFirst())), values);
  }

  private static Value joined(FunctionCall f, int axis) {
    List<Value> values = f.values("values");
    int rank = FunctionCall.rank(values.getFirst());
    return f.tf().concat(Math.min(axis, rank - 1), values);
  }

  private static Value stack(FunctionCall f) {
    List<Value> values = f.values("values");
    return f.tf().pack(f.axis("axis", 0, FunctionCall.rank(values.getFirst()) + 1), values);
  }

  private static List<Value> unstack(FunctionCall f) {
    Value x = f.value("x");
    int axis = f.axis("axis", 0, FunctionCall.rank(x));
    int n = f.i("num", x.shape().dim(axis));
    if (n == Shape.UNKNOWN_DIM) {
      throw f.wrong("num", "given, where the axis of " + x.type() + " is of unknown length");
    }
    return f.tf().unpack(x, n, axis);
  }

  /// Equal parts; else TensorFlow is given their lengths and Keras 3 where they begin.
  private static List<Value> split(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.value("x");
    int axis = f.axis("axis", 0, FunctionCall.rank(x));
    Tree parts = f.get("num_or_size_splits");
    if (parts.isInt()) {
      return tf.split(x, f.i("num_or_size_splits", 1), axis);
    }
    int[] at =
        f.ints("num_or_size_splits").orElseThrow(() -> f.wrong("num_or_size_splits", "ints"));
    int[] sizes = at;
    if (f.isKeras3()) {
      int length = x.shape().dim(axis);
      sizes = new int[at.length + 1];
      for (int i = 0; i < sizes.length; i++) {
        int from = i == 0 ? 0 : at[i - 1];
        int to = i < at.length ? at[i] : length;
        sizes[i] = to == Shape.UNKNOWN_DIM ? -1 : to - from;
      }
    }
    Node node =
        tf.to().addNode(new SplitV(sizes.length), List.of(x, tf.ints(sizes), tf.scalar(axis)));
    return IntStream.range(0, sizes.length).mapToObj(node::out).toList();
  }

  /// The elements on one side of a diagonal, zeros beyond.
  private static Value triangle(FunctionCall f, boolean lower) {
    Tf tf = f.tf();
    Value x = f.value("x");
    int rank = FunctionCall.rank(x);
    Value rows =
        tf.expandDims(tf.op(new Range(), tf.scalar(0), tf.dim(x, rank - 2), tf.scalar(1)), 1);
    Value columns = tf.op(new Range(), tf.scalar(0), tf.dim(x, rank - 1), tf.scalar(1));
    Value shifted = tf.add(rows, tf.scalar(f.i("k", 0)));
    Value kept =
        tf.compare(lower ? Compare.F.GREATER_EQUAL : Compare.F.LESS_EQUAL, shifted, columns);
    return tf.mul(x, tf.cast(kept, x.dataType()));
  }
}
