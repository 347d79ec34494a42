package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The ops as functions on values, for whoever builds a graph. Constants are made on the way.
///
/// @param to where the nodes go
public record Tf(GraphBuilder to) {
  /// Result 0 of `op`, or a simpler value equal to it.
  public Value op(Op op, Value... in) {
    return to.add(op, in);
  }

  public Value op(Op op, List<Value> in) {
    return to.add(op, in);
  }

  // ---- constants ----

  public Value constant(TensorSource t) {
    return op(new Const(t));
  }

  /// An int32 vector.
  public Value ints(int... v) {
    return constant(Tensor.ints(v));
  }

  /// An int32 scalar.
  public Value scalar(int v) {
    return constant(Tensor.scalar(v));
  }

  /// A float32 scalar.
  public Value scalar(float v) {
    return constant(Tensor.scalar(v));
  }

  // ---- element by element ----

  public Value unary(Unary.F f, Value x) {
    return op(new Unary(f), x);
  }

  public Value binary(Binary.F f, Value a, Value b) {
    return op(new Binary(f), a, b);
  }

  public Value add(Value a, Value b) {
    return binary(Binary.F.ADD_V2, a, b);
  }

  public Value sub(Value a, Value b) {
    return binary(Binary.F.SUB, a, b);
  }

  public Value mul(Value a, Value b) {
    return binary(Binary.F.MUL, a, b);
  }

  /// `RealDiv`
  public Value div(Value a, Value b) {
    return binary(Binary.F.REAL_DIV, a, b);
  }

  public Value maximum(Value a, Value b) {
    return binary(Binary.F.MAXIMUM, a, b);
  }

  public Value minimum(Value a, Value b) {
    return binary(Binary.F.MINIMUM, a, b);
  }

  public Value compare(Compare.F f, Value a, Value b) {
    return op(new Compare(f), a, b);
  }

  /// `SelectV2`
  public Value select(Value condition, Value a, Value b) {
    return op(new SelectV2(), condition, a, b);
  }

  public Value biasAdd(Value x, Value bias) {
    return op(new BiasAdd(), x, bias);
  }

  /// `x`, but `slope * x` where it is negative: `LeakyRelu`
  public Value leakyRelu(Value x, double slope) {
    return op(new LeakyRelu((float) slope), x);
  }

  public Value softmax(Value x) {
    return op(new Softmax(), x);
  }

  /// `x` itself if it is of this type already.
  public Value cast(Value x, DataType t) {
    return x.dataType() == t ? x : op(new Cast(t), x);
  }

  // ---- reductions and products ----

  public Value reduce(Reduce.F f, Value x, boolean keepDims, int... axes) {
    return op(new Reduce(f, keepDims), x, ints(axes));
  }

  /// `MatMul` of matrices; `BatchMatMulV2` where one has more axes.
  public Value matMul(Value a, Value b) {
    boolean batch =
        (a.shape().hasRank() && a.shape().rank() > 2)
            || (b.shape().hasRank() && b.shape().rank() > 2);
    return op(batch ? new BatchMatMulV2(false, false) : new MatMul(false, false), a, b);
  }

  public Value conv2d(Value x, Value filter, Window2D window) {
    return op(new Conv2D(window), x, filter);
  }

  public Value depthwise(Value x, Value filter, Window2D window) {
    return op(new DepthwiseConv2dNative(window), x, filter);
  }

  public Value pool(
      Pool.F f, Value x, int kernelH, int kernelW, int strideH, int strideW, Padding padding) {
    return op(new Pool(f, kernelH, kernelW, strideH, strideW, padding), x);
  }

  // ---- shape ----

  /// @param dims at most one -1, for what is left
  public Value reshape(Value x, int... dims) {
    return reshape(x, ints(dims));
  }

  public Value reshape(Value x, Value shape) {
    return op(new Reshape(), x, shape);
  }

  public Value squeeze(Value x, int... axes) {
    return op(new Squeeze(Arrays.stream(axes).boxed().toList()), x);
  }

  public Value expandDims(Value x, int axis) {
    return op(new ExpandDims(), x, scalar(axis));
  }

  public Value transpose(Value x, int... perm) {
    return op(new Transpose(), x, ints(perm));
  }

  public Value tile(Value x, int... reps) {
    return op(new Tile(), x, ints(reps));
  }

  /// Bools go through float32, because TF.js' wasm backend moves four bytes an element.
  public Value reverse(Value x, int... axes) {
    if (x.dataType() == DataType.BOOL) {
      return compare(Compare.F.NOT_EQUAL, reverse(cast(x, DataType.FLOAT), axes), scalar(0f));
    }
    return op(new ReverseV2(), x, ints(axes));
  }

  /// @param paddings for each axis the zeros before and behind
  public Value pad(Value x, int[][] paddings) {
    return op(new Pad(), x, pairs(paddings));
  }

  public Value padV2(Value x, int[][] paddings, float value) {
    return op(new PadV2(), x, pairs(paddings), scalar(value));
  }

  private Value pairs(int[][] pairs) {
    int[] flat = Arrays.stream(pairs).flatMapToInt(Arrays::stream).toArray();
    return constant(Tensor.adopt(flat, pairs.length, 2));
  }

  // ---- pieces ----

  public Value concat(int axis, List<Value> values) {
    List<Value> inputs = new ArrayList<>(values);
    inputs.add(scalar(axis));
    return op(new ConcatV2(), inputs);
  }

  public Value pack(int axis, List<Value> values) {
    return op(new Pack(axis), values);
  }

  public List<Value> unpack(Value x, int num, int axis) {
    return results(to.addNode(new Unpack(num, axis), List.of(x)));
  }

  public List<Value> split(Value x, int num, int axis) {
    return num == 1 ? List.of(x) : results(to.addNode(new Split(num), List.of(scalar(axis), x)));
  }

  private static List<Value> results(Node node) {
    return IntStream.range(0, node.types().size()).mapToObj(node::out).toList();
  }

  public Value slice(Value x, int[] begin, int[] size) {
    return op(new Slice(), x, ints(begin), ints(size));
  }

  public Value stridedSlice(Value x, int[] begin, int[] end, int[] strides) {
    return stridedSlice(x, begin, end, strides, 0, 0, 0, 0, 0);
  }

  public Value stridedSlice(
      Value x,
      int[] begin,
      int[] end,
      int[] strides,
      int beginMask,
      int endMask,
      int ellipsisMask,
      int newAxisMask,
      int shrinkAxisMask) {
    StridedSlice slice =
        new StridedSlice(beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
    return op(slice, x, ints(begin), ints(end), ints(strides));
  }

  public Value gather(Value x, Value indices, int axis) {
    return op(new GatherV2(0), x, indices, scalar(axis));
  }

  /// int32, with the new axis last; cast it for float32, which TF.js' wasm backend does not write
  /// rightly here.
  public Value oneHot(Value indices, int depth, int on, int off) {
    return op(new OneHot(-1), indices, scalar(depth), scalar(on), scalar(off));
  }

  // ---- images ----

  public Value resizeBilinear(Value x, int h, int w, boolean alignCorners, boolean halfPixel) {
    return op(new ResizeBilinear(alignCorners, halfPixel), x, ints(h, w));
  }

  public Value resizeNearest(Value x, int h, int w, boolean alignCorners, boolean halfPixel) {
    return op(new ResizeNearestNeighbor(alignCorners, halfPixel), x, ints(h, w));
  }

  // ---- shapes as values ----

  /// The shape of `x`, int32: a constant where it is fully known.
  public Value shapeOf(Value x) {
    return x.shape().isFullyDefined() ? ints(x.shape().dims()) : op(new ShapeOp(), x);
  }

  /// The length of one axis of `x`, an int32 scalar: a constant where it is known.
  public Value dim(Value x, int axis) {
    if (x.shape().isKnown(axis)) {
      return scalar(x.shape().dim(axis));
    }
    int at = x.shape().hasRank() ? x.shape().axis(axis) : axis;
    return stridedSlice(
        op(new ShapeOp(), x), new int[] {at}, new int[] {at + 1}, new int[] {1}, 0, 0, 0, 0, 1);
  }

  /// An int32 vector of scalars: a constant if all are.
  public Value shapeVector(List<Value> scalars) {
    int[] known = new int[scalars.size()];
    for (int i = 0; i < known.length; i++) {
      Optional<int[]> v = scalars.get(i).constantInts();
      if (v.isEmpty()) {
        return pack(0, scalars);
      }
      known[i] = v.get()[0];
    }
    return ints(known);
  }

  public Value shapeVector(Value... scalars) {
    return shapeVector(List.of(scalars));
  }

  /// As [#shapeVector(List)] of `shape`, whose unknown dimensions are those of `like`, axis by
  /// axis.
  public Value shapeVector(Shape shape, Value like) {
    return shapeVector(
        IntStream.range(0, shape.rank())
            .mapToObj(i -> shape.isKnown(i) ? scalar(shape.dim(i)) : dim(like, i))
            .toList());
  }
}
