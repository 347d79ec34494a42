package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.op.BroadcastTo;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.Concat;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.GatherNd;
import io.github.tfjs4j.op.GatherV2;
import io.github.tfjs4j.op.MirrorPad;
import io.github.tfjs4j.op.OpExample;
import io.github.tfjs4j.op.Pack;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.PadV2;
import io.github.tfjs4j.op.ResizeNearestNeighbor;
import io.github.tfjs4j.op.ReverseV2;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.Split;
import io.github.tfjs4j.op.SplitV;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.op.Tile;
import io.github.tfjs4j.op.Transpose;
import io.github.tfjs4j.op.Unpack;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Examples of ops that move elements: of axes short and long, merged and not, of runs and single
/// elements.
final class MoveExamples {
  private MoveExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    for (int[] dims : new int[][] {{33, 40}, {2, 19, 3, 37}, {1, 18, 50}, {700, 2}, {3, 1, 5}}) {
      Tensor x = KernelExamples.floats(dims);
      int rank = dims.length;
      int[] begin = new int[rank];
      int[] size = new int[rank];
      int[] strides = new int[rank];
      int[] last = new int[rank];
      int[] twice = new int[rank];
      int[] pairs = new int[2 * rank];
      for (int axis = 0; axis < rank; axis++) {
        begin[axis] = dims[axis] / 3;
        size[axis] = dims[axis] == 1 ? 1 : dims[axis] / 2;
        strides[axis] = axis % 2 == 0 ? -2 : 3;
        last[axis] = axis % 2 == 0 ? -dims[axis] - 1 : dims[axis];
        twice[axis] = 1 + axis % 2;
        pairs[2 * axis] = axis % 2 == 0 ? 0 : dims[axis] - 1;
        pairs[2 * axis + 1] = Math.min(2, dims[axis] - 1);
        int[] ones = new int[dims[axis]];
        Arrays.fill(ones, 1);
        int[] rest = new int[] {dims[axis] - 1, -1, 0};
        all.add(parameters(new SplitV(3), x, Tensor.ints(rest), Tensor.scalar(axis)));
        all.add(new OpExample(new Split(dims[axis]), 1, 1, List.of(Tensor.scalar(axis), x)));
        all.add(parameters(new Unpack(dims[axis], axis), x));
        all.add(parameters(new ReverseV2(), x, Tensor.ints(axis)));
        all.add(OpExample.with(new ConcatV2(), 3, x, x, x, Tensor.scalar(axis)));
        all.add(new OpExample(new Concat(), 1, 2, List.of(Tensor.scalar(axis - rank), x, x)));
        all.add(OpExample.of(new Pack(axis), x, x));
        all.add(
            OpExample.with(
                new GatherV2(0),
                2,
                x,
                Tensor.of(new int[] {0, dims[axis] - 1, dims[axis] / 2, 0}, 2, 2),
                Tensor.scalar(axis)));
        all.add(parameters(new MirrorPad(axis % 2 == 0), x, onAxis(axis, rank, size[axis] - 1)));
        all.add(parameters(new Pad(), x, onAxis(axis, rank, 3)));
      }
      for (int[] perm : permutations(rank)) {
        all.add(parameters(new Transpose(), x, Tensor.ints(perm)));
      }
      all.add(parameters(new Slice(), x, Tensor.ints(begin), Tensor.ints(size)));
      all.add(
          parameters(
              new StridedSlice(0, 0, 0, 0, 0),
              x,
              Tensor.ints(new int[rank]),
              Tensor.ints(dims),
              Tensor.ints(Arrays.stream(strides).map(Math::abs).toArray())));
      all.add(
          parameters(
              new StridedSlice(-1, 0, 0, 0, 0),
              x,
              Tensor.ints(new int[rank]),
              Tensor.ints(last),
              Tensor.ints(strides)));
      all.add(parameters(new Tile(), x, Tensor.ints(twice)));
      all.add(parameters(new Pad(), x, Tensor.of(pairs, rank, 2)));
      all.add(parameters(new PadV2(), x, Tensor.of(pairs, rank, 2), Tensor.scalar(1.5f)));
      all.add(parameters(new MirrorPad(false), x, Tensor.of(pairs, rank, 2)));
      all.add(parameters(new MirrorPad(true), x, Tensor.of(pairs, rank, 2)));
    }
    all.add(
        parameters(new BroadcastTo(), KernelExamples.floats(19, 1, 3), Tensor.ints(2, 19, 50, 3)));
    all.add(parameters(new BroadcastTo(), KernelExamples.floats(1, 40), Tensor.ints(30, 40)));
    all.add(parameters(new BroadcastTo(), KernelExamples.floats(30, 1), Tensor.ints(30, 40)));
    all.add(parameters(new BroadcastTo(), KernelExamples.floats(1), Tensor.ints(9)));
    for (int options = 0; options < 3; options++) {
      ResizeNearestNeighbor op = new ResizeNearestNeighbor(options == 1, options == 2);
      for (int[] size : new int[][] {{14, 18}, {7, 27}, {3, 4}, {1, 1}}) {
        all.add(parameters(op, KernelExamples.floats(2, 7, 9, 5), Tensor.ints(size)));
      }
      all.add(parameters(op, KernelExamples.floats(7, 9, 3), Tensor.ints(20, 20)));
    }
    all.add(
        OpExample.of(
            new GatherNd(),
            KernelExamples.floats(4, 5, 33),
            Tensor.of(new int[] {3, 4, 0, 0, 2, 1, 3, 0}, 2, 2, 2)));
    all.add(
        OpExample.of(
            new GatherNd(),
            KernelExamples.floats(4, 5),
            Tensor.of(new int[] {3, 4, 0, 0, 2, 1}, 3, 2)));
    int[] many = new int[40_000];
    Arrays.setAll(many, i -> i % 3 == 0 ? i * 60_000 : -i);
    all.add(OpExample.of(new Cast(DataType.FLOAT), Tensor.of(many, 200, 200)));
    all.add(
        OpExample.of(
            new Cast(DataType.FLOAT), Tensor.ofBools(new byte[] {0, 1, 1, 0}, Shape.of(4))));
    Tensor none = Tensor.zeros(DataType.FLOAT, Shape.of(3, 0, 5));
    all.add(
        OpExample.with(new ConcatV2(), 2, none, KernelExamples.floats(3, 2, 5), Tensor.scalar(1)));
    all.add(parameters(new Pad(), none, onAxis(1, 3, 2)));
    all.add(
        OpExample.with(
            new GatherV2(1),
            2,
            KernelExamples.floats(2, 3, 5, 4),
            Tensor.of(new int[] {4, 0, 1, 2, 2, 3}, 2, 3),
            Tensor.scalar(2)));
    return all;
  }

  private static Tensor onAxis(int axis, int rank, int cells) {
    int[] pairs = new int[2 * rank];
    pairs[2 * axis] = Math.max(0, cells);
    pairs[2 * axis + 1] = Math.max(0, cells - 1);
    return Tensor.of(pairs, rank, 2);
  }

  private static List<int[]> permutations(int rank) {
    List<int[]> all = new ArrayList<>();
    all.add(new int[0]);
    for (int n = 0; n < rank; n++) {
      int next = n;
      all =
          all.stream()
              .flatMap(p ->
                  IntStream.rangeClosed(0, next)
                      .mapToObj(at ->
                          IntStream.concat(
                                  IntStream.concat(Arrays.stream(p, 0, at), IntStream.of(next)),
                                  Arrays.stream(p, at, next))
                              .toArray()))
              .toList();
    }
    return all;
  }

  /// An op on `x` whose other inputs are parameters.
  private static OpExample parameters(Op op, Tensor x, Tensor... others) {
    List<Tensor> inputs = new ArrayList<>(List.of(x));
    inputs.addAll(List.of(others));
    return OpExample.with(op, 1, inputs.toArray(Tensor[]::new));
  }
}
