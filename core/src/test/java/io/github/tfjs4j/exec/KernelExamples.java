package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.op.Activation;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.Conv2DBackpropInput;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.FusedDepthwiseConv2dNative;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.OpExample;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Examples that are large enough for what kernels do beyond the first block: pieces, remainders of
/// every length, narrow and wide rows.
final class KernelExamples {
  private KernelExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    for (int channels : new int[] {1, 3, 5, 8, 13}) {
      for (int out : new int[] {1, 7, 33, 40}) {
        all.add(
            example(
                new Conv2D(Window2D.same()),
                floats(1, 19, 23, channels),
                floats(3, 3, channels, out)));
        all.add(
            example(
                new Conv2D(Window2D.valid()),
                floats(2, 9, 11, channels),
                floats(1, 1, channels, out)));
        all.add(example(new MatMul(false, false), floats(21, channels), floats(channels, out)));
        all.add(example(new MatMul(false, true), floats(21, channels), floats(out, channels)));
        all.add(
            example(
                new BatchMatMulV2(false, true), floats(3, 9, channels), floats(3, out, channels)));
        all.add(
            example(
                new BatchMatMulV2(false, false), floats(3, 9, channels), floats(channels, out)));
      }
      all.add(
          example(
              new DepthwiseConv2dNative(Window2D.same()),
              floats(1, 12, 70, channels),
              floats(5, 5, channels, 1)));
    }
    // Fewer rows than are computed at once, over columns that several panels hold.
    for (int rows : new int[] {1, 2, 5}) {
      for (int columns : new int[] {64, 128, 130, 175, 262}) {
        all.add(example(new MatMul(false, false), floats(rows, 37), floats(37, columns)));
      }
      all.add(example(new Conv2D(Window2D.valid()), floats(rows, 3, 3, 7), floats(3, 3, 7, 150)));
    }
    for (Activation f : List.of(new Unary(Unary.F.RELU6), new LeakyRelu(0.2f), new Prelu())) {
      Fused fused = new Fused(true, Optional.of(f));
      List<Tensor> rest = new ArrayList<>(List.of(floats(11)));
      if (fused.takesSlope()) {
        rest.add(floats(1, 1, 11));
      }
      Window2D half = new Window2D(2, 2, Padding.SAME, List.of(), 1, 1);
      all.add(fused(new FusedConv2D(half, fused), rest, floats(2, 21, 19, 7), floats(3, 3, 7, 11)));
      all.add(
          fused(
              new FusedDepthwiseConv2dNative(half, fused),
              rest,
              floats(2, 21, 19, 11),
              floats(3, 3, 11, 1)));
    }
    for (int channels : new int[] {16, 21, 40}) {
      for (Window2D window :
          List.of(
              Window2D.same(),
              Window2D.valid(),
              new Window2D(2, 2, Padding.SAME, List.of(), 1, 1),
              new Window2D(1, 1, Padding.SAME, List.of(), 2, 3),
              new Window2D(2, 3, Padding.EXPLICIT, List.of(3, 0, 1, 4), 1, 1))) {
        for (int size : new int[] {3, 5}) {
          all.add(
              example(
                  new DepthwiseConv2dNative(window),
                  floats(2, 13, 11, channels),
                  floats(size, size, channels, 1)));
        }
        all.add(example(new Conv2D(window), floats(2, 13, 11, 5), floats(3, 3, 5, 3 * channels)));
      }
    }
    for (int channels : new int[] {24, 37, 64}) {
      Fused fused = new Fused(true, Optional.of(new Unary(Unary.F.RELU)));
      Tensor filter = floats(3, 3, channels, channels + 1);
      List<Tensor> rest = List.of(floats(channels + 1));
      all.add(
          fused(new FusedConv2D(Window2D.same(), fused), rest, floats(2, 13, 8, channels), filter));
      all.add(example(new Conv2D(Window2D.valid()), floats(1, 7, 31, channels), filter));
    }
    activations(all);
    transposed(all);
    pools(all);
    // A tap that lies beyond the input everywhere, and a product that has no columns.
    Window2D far = new Window2D(1, 1, Padding.SAME, List.of(), 1, 50_000);
    all.add(example(new DepthwiseConv2dNative(far), floats(2, 9, 8, 3), floats(3, 2, 3, 1)));
    all.add(example(new Conv2D(far), floats(2, 9, 8, 3), floats(3, 2, 3, 4)));
    all.add(example(new BatchMatMulV2(false, false), floats(2, 3, 7), floats(7, 0)));
    for (int[] dims :
        new int[][] {
          {3, 700, 5},
          {3, 1, 5},
          {1, 1, 5},
          {3, 700, 1},
          {5},
          {1},
          {},
          {3, 1, 1},
          {3, 1, 5},
          {700, 1}
        }) {
      for (Binary.F f : Binary.F.values()) {
        all.add(example(new Binary(f), floats(3, 700, 5), floats(dims)));
        all.add(example(new Binary(f), floats(dims), floats(3, 700, 5)));
      }
    }
    for (int multiplier : new int[] {2, 3}) {
      for (int channels : new int[] {1, 5, 300}) {
        Tensor filter = floats(3, 2, channels, multiplier);
        for (Window2D window :
            List.of(Window2D.same(), new Window2D(2, 2, Padding.SAME, List.of(), 1, 1))) {
          all.add(example(new DepthwiseConv2dNative(window), floats(2, 7, 21, channels), filter));
        }
      }
    }
    // Batches that are broadcast on either side, of matrices as they are and transposed.
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        Op op = new BatchMatMulV2(left, right);
        for (int[] batches : new int[][] {{}, {1}, {4}, {2, 1}, {2, 4}, {3, 1, 4}, {3, 2, 1}}) {
          Tensor a = matrices(batches, left ? 5 : 17, left ? 17 : 5);
          all.add(example(op, a, matrices(new int[] {}, right ? 9 : 5, right ? 5 : 9)));
          all.add(example(op, a, matrices(new int[] {4}, right ? 9 : 5, right ? 5 : 9)));
          all.add(example(op, a, matrices(new int[] {2, 1}, right ? 9 : 5, right ? 5 : 9)));
        }
        all.add(
            example(
                new MatMul(left, right),
                floats(left ? 5 : 17, left ? 17 : 5),
                floats(right ? 9 : 5, right ? 5 : 9)));
      }
    }
    all.addAll(MoveExamples.all());
    all.addAll(ReduceExamples.all());
    return all;
  }

  /// Those that are no bounds, behind rows of several vectors.
  private static void activations(List<OpExample> all) {
    for (Activation f :
        List.of(
            new LeakyRelu(0.2f), new Prelu(), new Unary(Unary.F.SIGMOID), new Unary(Unary.F.ELU))) {
      Fused fused = new Fused(true, Optional.of(f));
      for (int n : new int[] {24, 37, 300}) {
        List<Tensor> rest = new ArrayList<>(List.of(floats(n)));
        if (fused.takesSlope()) {
          rest.add(floats(1, 1, n));
        }
        Window2D half = new Window2D(2, 2, Padding.SAME, List.of(), 1, 1);
        Tensor filter = floats(3, 3, 24, n);
        all.add(fused(new FusedConv2D(half, fused), rest, floats(2, 9, 7, 24), filter));
        Op conv = new FusedConv2D(Window2D.same(), fused);
        all.add(fused(conv, rest, floats(2, 13, 8, 24), filter));
        all.add(
            fused(
                new FusedDepthwiseConv2dNative(Window2D.same(), fused),
                rest,
                floats(2, 5, 9, n),
                floats(3, 3, n, 1)));
      }
    }
  }

  private static void transposed(List<OpExample> all) {
    for (int channels : new int[] {3, 21, 40}) {
      for (Window2D window :
          List.of(
              Window2D.same(),
              new Window2D(2, 2, Padding.SAME, List.of(), 1, 1),
              new Window2D(2, 2, Padding.VALID, List.of(), 1, 1),
              new Window2D(3, 2, Padding.VALID, List.of(), 1, 1))) {
        for (int size : new int[] {2, 3}) {
          List<Tensor> inputs =
              List.of(
                  Tensor.ints(2, 13, 28, channels),
                  floats(size, size, channels, 7),
                  floats(2, window.outHeight(13, size), window.outWidth(28, size), 7));
          all.add(new OpExample(new Conv2DBackpropInput(window), 1, 2, inputs));
        }
      }
    }
  }

  private static void pools(List<OpExample> all) {
    for (Pool.F f : Pool.F.values()) {
      for (Padding p : List.of(Padding.SAME, Padding.VALID)) {
        for (int channels : new int[] {16, 21, 40}) {
          all.add(example(new Pool(f, 2, 2, 2, 2, p), hard(1, 9, 8, channels)));
          all.add(example(new Pool(f, 3, 3, 2, 2, p), floats(2, 9, 8, channels)));
          all.add(example(new Pool(f, 3, 2, 1, 1, p), floats(2, 9, 8, channels)));
        }
      }
    }
  }

  private static OpExample fused(Op op, List<Tensor> rest, Tensor x, Tensor filter) {
    List<Tensor> inputs = new ArrayList<>(List.of(x, filter));
    inputs.addAll(rest);
    return OpExample.of(op, inputs.toArray(Tensor[]::new));
  }

  private static OpExample example(Op op, Tensor... inputs) {
    return OpExample.of(op, inputs);
  }

  private static Tensor matrices(int[] batches, int rows, int columns) {
    return floats(Shape.of(batches).concat(Shape.of(rows, columns)).dims());
  }

  /// Few numbers that are hard among others: NaN, infinities, -0.0.
  static Tensor hard(int... dims) {
    float[] hard = {
      -0f, Float.POSITIVE_INFINITY, Float.NaN, Float.NEGATIVE_INFINITY, 3e38f, 1e-40f, 0
    };
    float[] v = floats(dims).floats();
    for (int i = 0; i < hard.length && i < v.length; i++) {
      v[i * 13 % v.length] = hard[i];
    }
    return Tensor.of(v, dims);
  }

  static Tensor floats(int... dims) {
    Random random = new Random(Shape.of(dims).hashCode());
    float[] v = new float[Shape.of(dims).size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextFloat() * 2 - 1;
    }
    return Tensor.of(v, dims);
  }
}
