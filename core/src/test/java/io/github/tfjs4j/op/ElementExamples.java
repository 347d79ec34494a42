package io.github.tfjs4j.op;

import static io.github.tfjs4j.op.OpExample.as;
import static io.github.tfjs4j.op.OpExample.bools;
import static io.github.tfjs4j.op.OpExample.complex;
import static io.github.tfjs4j.op.OpExample.floats;
import static io.github.tfjs4j.op.OpExample.indices;
import static io.github.tfjs4j.op.OpExample.ints;
import static io.github.tfjs4j.op.OpExample.tame;
import static io.github.tfjs4j.op.OpExample.with;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Examples of the sources, of element-wise ops and of reductions.
final class ElementExamples {
  private ElementExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>(sources());
    unary(all);
    binary(all);
    complexes(all);
    choices(all);
    reductions(all);
    return all;
  }

  private static List<OpExample> sources() {
    return List.of(
        OpExample.of(new Const(floats(7))),
        OpExample.of(new Const(Tensor.scalar(3))),
        OpExample.of(new PlaceholderWithDefault(DataType.FLOAT, Shape.of(3)), tame(3)),
        OpExample.of(new Identity(), floats(3, 7)),
        OpExample.of(new IdentityN(), floats(3), ints(1, 2), Tensor.scalar(1f)),
        OpExample.of(new StopGradient(), floats(3)),
        OpExample.of(new NoOp()),
        OpExample.of(new Print("x is", -1, 3), floats(3), ints(2)),
        OpExample.of(new Print("", 1, 0), bools()),
        with(
            new FakeQuantWithMinMaxVars(8, false),
            1,
            floats(3, 7),
            Tensor.scalar(-1f),
            Tensor.scalar(1f)));
  }

  private static void unary(List<OpExample> all) {
    for (Unary.F f : Unary.F.values()) {
      if (f == Unary.F.LOGICAL_NOT) {
        all.add(OpExample.of(new Unary(f), bools(3, 5)));
      } else {
        all.add(OpExample.of(new Unary(f), floats(31)));
        all.add(OpExample.of(new Unary(f), Tensor.scalar(-1.5f)));
        all.add(OpExample.of(new Unary(f), floats(3, 0, 2)));
      }
    }
    for (Unary.F f :
        List.of(
            Unary.F.RELU, Unary.F.RELU6, Unary.F.ABS, Unary.F.NEG, Unary.F.SQUARE, Unary.F.EXP)) {
      all.add(OpExample.of(new Unary(f), ints(9)));
    }
    all.add(OpExample.of(new LeakyRelu(0.2f), floats(33)));
    all.add(OpExample.of(new LeakyRelu(1f), floats(33)));
    for (DataType from : List.of(DataType.FLOAT, DataType.INT32, DataType.BOOL)) {
      for (DataType to : List.of(DataType.FLOAT, DataType.INT32, DataType.BOOL)) {
        all.add(OpExample.of(new Cast(to), as(from, floats(23))));
      }
    }
    all.add(OpExample.of(new Cast(DataType.INT64), Tensor.floats(3e9f, -3e9f, 1.9f, -1.9f)));
  }

  private static void binary(List<OpExample> all) {
    for (Binary.F f : Binary.F.values()) {
      all.add(OpExample.of(new Binary(f), floats(31), tame(31)));
      all.add(OpExample.of(new Binary(f), floats(2, 3, 8), tame(8)));
      all.add(OpExample.of(new Binary(f), tame(3, 1, 7), floats(2, 1)));
      all.add(OpExample.of(new Binary(f), Tensor.scalar(2f), floats(9)));
      all.add(OpExample.of(new Binary(f), Tensor.scalar(2f), Tensor.scalar(-0f)));
      all.add(OpExample.of(new Binary(f), floats(0, 3), tame(1, 3)));
      all.add(OpExample.of(new Binary(f), ints(9), indices(5, 9)));
      all.add(OpExample.of(new Binary(f), ints(3, 1), floats(3)));
      for (float neutral : new float[] {1f, 0f, -0f}) {
        all.add(with(new Binary(f), 1, floats(33), Tensor.scalar(neutral)));
        all.add(with(new Binary(f), 1, floats(3, 2), Tensor.floats(neutral, neutral)));
        all.add(with(new Binary(f), 1, floats(3), Tensor.of(new float[] {neutral, neutral}, 2, 1)));
        all.add(new OpExample(new Binary(f), 1, 1, List.of(Tensor.scalar(neutral), floats(33))));
      }
      all.add(with(new Binary(f), 1, ints(9), Tensor.scalar(1)));
      all.add(with(new Binary(f), 1, ints(9), Tensor.scalar(0)));
      all.add(with(new Binary(f), 1, bools(9), Tensor.scalar(1)));
    }
    for (Compare.F f : Compare.F.values()) {
      boolean logical = f.isLogical();
      all.add(
          logical
              ? OpExample.of(new Compare(f), bools(3, 5), bools(5))
              : OpExample.of(new Compare(f), floats(3, 5), tame(5)));
      all.add(
          logical
              ? OpExample.of(new Compare(f), bools(), bools(0))
              : OpExample.of(new Compare(f), ints(7), ints(7)));
    }
    byte[][] words = {"a".getBytes(StandardCharsets.UTF_8), "é".getBytes(StandardCharsets.UTF_8)};
    all.add(
        OpExample.of(
            new Compare(Compare.F.EQUAL),
            Tensor.ofStrings(words, Shape.of(2)),
            Tensor.ofStrings(words, Shape.of(2))));
    all.add(OpExample.of(new BiasAdd(), floats(2, 3, 7), tame(7)));
    ImageOp first = ProductExamples.first(new BiasAdd());
    all.add(OpExample.of(first, floats(2, 3, 7, 4), tame(3)));
    all.add(OpExample.of(first, tame(2, 3, 4, 2, 5), tame(3)));
    all.add(OpExample.of(first, tame(2, 3), tame(3)));
    all.add(OpExample.of(new Prelu(), floats(2, 3, 7), tame(3, 1)));
    all.add(OpExample.of(new ClipByValue(), floats(31), Tensor.scalar(-1f), Tensor.scalar(1f)));
    all.add(OpExample.of(new AddN(), floats(3)));
    all.add(OpExample.of(new AddN(), floats(3, 2), tame(3, 2), tame(3, 2)));
  }

  private static void complexes(List<OpExample> all) {
    all.add(OpExample.of(new Complex(), floats(3, 7), tame(3, 7)));
    all.add(OpExample.of(new Complex(), floats(0), ints(0)));
    for (ComplexPart.F f : ComplexPart.F.values()) {
      all.add(OpExample.of(new ComplexPart(f), complex(3, 7)));
      all.add(OpExample.of(new ComplexPart(f), complex()));
    }
    all.add(OpExample.of(new Unary(Unary.F.ABS), complex(3, 7)));
    for (Binary.F f : List.of(Binary.F.ADD_V2, Binary.F.SUB, Binary.F.MUL, Binary.F.REAL_DIV)) {
      all.add(OpExample.of(new Binary(f), complex(3, 7), complex(7)));
      all.add(OpExample.of(new Binary(f), complex(3, 1), tame(3)));
      all.add(with(new Binary(f), 1, complex(3), Tensor.scalar(1f)));
      all.add(with(new Binary(f), 1, complex(3), complex()));
    }
    for (int n : new int[] {1, 2, 3, 8, 12}) {
      for (Fft.F f : Fft.F.values()) {
        all.add(OpExample.of(new Fft(f), complex(2, n)));
      }
      all.add(with(new RealFft(RealFft.F.RFFT), 1, tame(2, 3, n), Tensor.ints(n)));
      all.add(with(new RealFft(RealFft.F.IRFFT), 1, complex(2, 3, n), Tensor.ints(2 * n)));
    }
    all.add(OpExample.of(new Fft(Fft.F.FFT), complex(3, 0)));
    all.add(with(new RealFft(RealFft.F.RFFT), 1, tame(0, 4), Tensor.ints(4)));
    all.add(with(new RealFft(RealFft.F.IRFFT), 1, complex(5), Tensor.ints(8)));
    all.add(with(new RealFft(RealFft.F.IRFFT), 1, complex(2, 1, 3, 4), Tensor.ints(6)));
    all.add(OpExample.of(new BitwiseAnd(), ints(3, 7), ints(7)));
    all.add(OpExample.of(new BitwiseAnd(), ints(3, 1), ints()));
  }

  private static void choices(List<OpExample> all) {
    all.add(OpExample.of(new SelectV2(), bools(2, 3), floats(2, 3), tame(2, 3)));
    all.add(OpExample.of(new SelectV2(), bools(3, 1), floats(7), Tensor.scalar(0f)));
    all.add(OpExample.of(new SelectV2(), bools(), ints(0), ints(1)));
    all.add(OpExample.of(new Select(), bools(2, 3), floats(2, 3), tame(2, 3)));
    all.add(OpExample.of(new Select(), bools(2), floats(2, 3, 4), tame(2, 3, 4)));
    all.add(OpExample.of(new Select(), bools(3), floats(3, 3), tame(3, 3)));
    all.add(OpExample.of(new Select(), bools(), floats(2), tame(2)));
    all.add(
        with(
            new OneHot(-1), 1, ints(2, 3), Tensor.scalar(7), Tensor.scalar(1f), Tensor.scalar(0f)));
    all.add(
        with(new OneHot(-1), 1, indices(3), Tensor.scalar(0), Tensor.scalar(1), Tensor.scalar(-1)));
    Tensor none = Tensor.zeros(DataType.FLOAT, Shape.of(0));
    all.add(new OpExample(new Bincount(), 0, 1, List.of(indices(9, 31), Tensor.scalar(8), none)));
    all.add(
        new OpExample(
            new Bincount(), 0, 1, List.of(indices(9, 3, 7), Tensor.scalar(8), tame(3, 7))));
    for (Bound.F f : Bound.F.values()) {
      Tensor sorted = Tensor.of(new float[] {-1, 0, 0, 1, -2, -1, 1, 1}, 2, 4);
      all.add(OpExample.of(new Bound(f), sorted, tame(2, 7)));
      all.add(OpExample.of(new Bound(f), sorted, ints(2, 3)));
      all.add(OpExample.of(new Bound(f), Tensor.ints(1, 3, 3), Tensor.ints(3, 0, 4)));
      all.add(OpExample.of(new Bound(f), tame(2, 3, 0), tame(2, 3, 1)));
    }
    for (boolean binary : new boolean[] {true, false}) {
      DenseBincount op = new DenseBincount(binary);
      all.add(
          new OpExample(
              op,
              0,
              1,
              List.of(
                  indices(9, 31), Tensor.scalar(8), Tensor.zeros(DataType.FLOAT, Shape.of(0)))));
      all.add(new OpExample(op, 0, 1, List.of(indices(9, 3, 7), Tensor.scalar(8), tame(3, 7))));
      all.add(
          new OpExample(op, 0, 1, List.of(indices(9, 3, 0), Tensor.scalar(8), OpExample.NO_INTS)));
    }
  }

  private static void reductions(List<OpExample> all) {
    for (Reduce.F f : Reduce.F.values()) {
      boolean logical = f == Reduce.F.ALL || f == Reduce.F.ANY;
      for (boolean keep : new boolean[] {true, false}) {
        Reduce op = new Reduce(f, keep);
        int[][] axesOf3 = {{1}, {-1}, {0, 2}, {0, 1, 2}, {}};
        for (int[] axes : axesOf3) {
          all.add(with(op, 1, logical ? bools(3, 7, 2) : floats(3, 7, 2), Tensor.ints(axes)));
        }
        all.add(with(op, 1, logical ? bools(3, 0) : floats(3, 0), Tensor.ints(1)));
        all.add(with(op, 1, logical ? bools() : Tensor.scalar(2f), OpExample.NO_INTS));
        all.add(with(op, 1, logical ? bools(9) : tame(9), Tensor.scalar(0)));
        if (!logical) {
          all.add(with(op, 1, ints(2, 3), Tensor.scalar(-1)));
        }
      }
    }
    for (ArgReduce.F f : ArgReduce.F.values()) {
      all.add(with(new ArgReduce(f), 1, floats(3, 7, 2), Tensor.scalar(1)));
      all.add(with(new ArgReduce(f), 1, ints(9), Tensor.scalar(-1)));
      all.add(with(new ArgReduce(f), 1, floats(0, 3), Tensor.scalar(1)));
    }
    for (Cumulative.F f : Cumulative.F.values()) {
      for (boolean exclusive : new boolean[] {true, false}) {
        for (boolean reverse : new boolean[] {true, false}) {
          all.add(with(new Cumulative(f, exclusive, reverse), 1, tame(3, 7, 2), Tensor.scalar(1)));
          all.add(with(new Cumulative(f, exclusive, reverse), 1, ints(3, 0), Tensor.scalar(-1)));
        }
      }
    }
    for (var op : List.of(new Softmax(), new LogSoftmax())) {
      all.add(OpExample.of(op, tame(3, 33)));
      all.add(OpExample.of(op, floats(2, 3, 7)));
      all.add(OpExample.of(op, tame(1)));
      all.add(OpExample.of(op, tame(3, 0)));
    }
    all.add(OpExample.of(new LRN(2, 1f, 0.5f, 0.75f), tame(1, 3, 4, 6)));
    all.add(OpExample.of(new LRN(5, 1f, 1f, 0.5f), floats(3, 1, 3)));
    all.add(
        OpExample.of(
            new FusedBatchNormV3(0.001f),
            floats(2, 3, 1, 7),
            tame(7),
            tame(7),
            tame(7),
            indicesAsFloats(7)));
    all.add(
        OpExample.of(
            ProductExamples.first(new FusedBatchNormV3(0.001f)),
            floats(2, 7, 3, 2),
            tame(7),
            tame(7),
            tame(7),
            indicesAsFloats(7)));
    // Tensors for vectors, as TF.js takes them; and one of them broadcast.
    all.add(
        OpExample.of(
            new FusedBatchNormV3(0),
            tame(3, 7),
            tame(3, 7),
            tame(3, 7),
            tame(1, 7),
            Tensor.of(new float[] {0.25f}, 1, 1)));
  }

  private static Tensor indicesAsFloats(int n) {
    return as(DataType.FLOAT, indices(9, n));
  }
}
