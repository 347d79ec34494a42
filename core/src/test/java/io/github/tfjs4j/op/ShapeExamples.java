package io.github.tfjs4j.op;

import static io.github.tfjs4j.op.OpExample.bools;
import static io.github.tfjs4j.op.OpExample.floats;
import static io.github.tfjs4j.op.OpExample.indices;
import static io.github.tfjs4j.op.OpExample.ints;
import static io.github.tfjs4j.op.OpExample.tame;
import static io.github.tfjs4j.op.OpExample.with;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Examples of ops that move elements, and of images.
final class ShapeExamples {
  private ShapeExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    shapes(all);
    ensured(all);
    frames(all);
    pieces(all);
    slices(all);
    images(all);
    return all;
  }

  private static void shapes(List<OpExample> all) {
    for (Op op :
        List.of(new ShapeOp(), new RankOp(), new SizeOp(), new ZerosLike(), new OnesLike())) {
      all.add(OpExample.of(op, floats(3, 0, 7)));
      all.add(OpExample.of(op, ints(8)));
      all.add(OpExample.of(op, bools()));
    }
    all.add(with(new Reshape(), 1, floats(2, 3, 4), Tensor.ints(4, -1)));
    all.add(with(new Reshape(), 1, floats(2, 3, 4), Tensor.ints(2, 3, 4)));
    all.add(with(new Reshape(), 1, floats(2, 3, 4), Tensor.ints(-1, 3, 4)));
    all.add(with(new Reshape(), 1, floats(1, 1), OpExample.NO_INTS));
    all.add(with(new Reshape(), 1, floats(3, 0), Tensor.ints(0, 7)));
    all.add(OpExample.of(new Squeeze(List.of()), floats(1, 3, 1, 2)));
    all.add(OpExample.of(new Squeeze(List.of()), floats(3, 2)));
    all.add(OpExample.of(new Squeeze(List.of(0, -2)), floats(1, 3, 1, 2)));
    for (int axis : new int[] {0, 1, 2, -1, -3}) {
      all.add(with(new ExpandDims(), 1, floats(3, 7), Tensor.scalar(axis)));
    }
    all.add(with(new ExpandDims(), 1, floats(3, 7), Tensor.ints(1)));
    all.add(with(new Transpose(), 1, floats(2, 3, 7), Tensor.ints(2, 0, 1)));
    all.add(with(new Transpose(), 1, floats(2, 3, 7), Tensor.ints(0, 1, 2)));
    all.add(with(new Transpose(), 1, bools(2, 0), Tensor.ints(1, 0)));
    all.add(with(new Transpose(), 1, Tensor.scalar(1f), OpExample.NO_INTS));
    all.add(with(new BroadcastTo(), 1, floats(3, 1), Tensor.ints(2, 3, 7)));
    all.add(with(new BroadcastTo(), 1, floats(3, 2), Tensor.ints(3, 2)));
    all.add(with(new Tile(), 1, floats(2, 1, 3), Tensor.ints(3, 2, 1)));
    all.add(with(new Tile(), 1, ints(2, 3), Tensor.ints(1, 1)));
    all.add(with(new Tile(), 1, ints(2, 3), Tensor.ints(0, 1)));
  }

  private static void ensured(List<OpExample> all) {
    all.add(OpExample.of(new ShapeN(), floats(3, 0, 7), ints(8), bools()));
    all.add(OpExample.of(new EnsureShape(Shape.of(-1, 7)), floats(3, 7)));
    all.add(OpExample.of(new EnsureShape(Shape.UNKNOWN), ints()));
    all.add(with(new EnsureShape(Shape.UNKNOWN), 1, floats(3, 7), Tensor.ints(3, 7)));
    all.add(with(new EnsureShape(Shape.of(3, -1)), 1, floats(3, 7), Tensor.ints(3, -1)));
    all.add(OpExample.of(new BroadcastArgs(), Tensor.ints(2, 1, 7), Tensor.ints(3, 1)));
    all.add(OpExample.of(new BroadcastArgs(), Tensor.ints(2), OpExample.NO_INTS));
    for (DataType type : List.of(DataType.FLOAT, DataType.INT64, DataType.BOOL)) {
      for (Filled.F f : Filled.F.values()) {
        all.add(with(new Filled(f, type), 0, Tensor.ints(3, 7)));
        all.add(with(new Filled(f, type), 0, OpExample.NO_INTS));
      }
    }
    all.add(with(new LinSpace(), 0, Tensor.scalar(-1f), Tensor.scalar(1f), Tensor.scalar(7)));
    all.add(with(new LinSpace(), 0, Tensor.scalar(3), Tensor.scalar(9), Tensor.scalar(1)));
    for (int width : new int[] {0, 1, -1, 9}) {
      all.add(with(new MatrixBandPart(), 1, tame(2, 4, 5), Tensor.scalar(width), Tensor.scalar(0)));
    }
    all.add(with(new MatrixBandPart(), 1, ints(4, 0), Tensor.scalar(1), Tensor.scalar(1)));
  }

  private static Tensor pairs(int... flat) {
    return Tensor.of(flat, flat.length / 2, 2);
  }

  private static void frames(List<OpExample> all) {
    all.add(with(new Pad(), 1, floats(2, 3), pairs(1, 0, 0, 2)));
    all.add(with(new Pad(), 1, ints(2, 3), pairs(0, 0, 0, 0)));
    all.add(with(new Pad(), 1, floats(0, 3), pairs(1, 1, 0, 0)));
    all.add(with(new PadV2(), 1, floats(2, 3, 1), pairs(1, 0, 0, 2, 3, 3), Tensor.scalar(-1.5f)));
    all.add(with(new PadV2(), 1, ints(2), pairs(0, 0), Tensor.scalar(7)));
    all.add(with(new MirrorPad(true), 1, floats(3, 7), pairs(3, 2, 0, 7)));
    all.add(with(new MirrorPad(false), 1, floats(3, 7), pairs(2, 2, 0, 6)));
    all.add(with(new MirrorPad(false), 1, floats(3), pairs(0, 0)));
    all.add(with(new ReverseV2(), 1, floats(2, 3, 7), Tensor.ints(0, -1)));
    all.add(with(new ReverseV2(), 1, ints(0, 7), Tensor.ints(0)));
    all.add(with(new ReverseV2(), 1, ints(3), OpExample.NO_INTS));
    Tensor outer = Tensor.ofBools(new byte[] {1, 0, 1}, Shape.of(3));
    all.add(with(new Reverse(), 1, floats(2, 3, 7), outer));
    all.add(with(new Reverse(), 1, ints(), bools(0)));
    all.add(with(new SpaceToBatchND(), 1, tame(2, 5, 6, 3), Tensor.ints(2, 3), pairs(1, 0, 0, 0)));
    all.add(with(new SpaceToBatchND(), 1, tame(2, 6), Tensor.ints(3), pairs(0, 0)));
    all.add(with(new BatchToSpaceND(), 1, tame(12, 3, 2, 3), Tensor.ints(2, 3), pairs(1, 0, 0, 2)));
    all.add(with(new BatchToSpaceND(), 1, tame(6, 2), Tensor.ints(3), pairs(0, 0)));
    all.add(OpExample.of(new DepthToSpace(2), tame(2, 3, 1, 8)));
    all.add(OpExample.of(new DepthToSpace(1), tame(2, 3, 1, 7)));
    all.add(OpExample.of(ProductExamples.first(new DepthToSpace(2)), tame(2, 8, 3, 1)));
    all.add(OpExample.of(new SpaceToDepth(2), tame(2, 4, 6, 3)));
    all.add(OpExample.of(new SpaceToDepth(1), ints(1, 3, 2, 3)));
    all.add(OpExample.of(ProductExamples.first(new SpaceToDepth(3)), ints(1, 2, 6, 3)));
    all.add(new OpExample(new Fill(), 1, 1, List.of(Tensor.ints(3, 0), Tensor.scalar(2f))));
    all.add(new OpExample(new Fill(), 1, 1, List.of(OpExample.NO_INTS, Tensor.scalar(2))));
    all.add(with(new Range(), 0, Tensor.scalar(2), Tensor.scalar(9), Tensor.scalar(3)));
    all.add(with(new Range(), 0, Tensor.scalar(1f), Tensor.scalar(-1f), Tensor.scalar(-0.25f)));
    all.add(with(new Range(), 0, Tensor.scalar(3), Tensor.scalar(9), Tensor.scalar(-1)));
  }

  private static void pieces(List<OpExample> all) {
    all.add(with(new ConcatV2(), 3, floats(2, 3), tame(2, 1), floats(2, 0), Tensor.scalar(1)));
    all.add(with(new ConcatV2(), 2, ints(7), ints(1), Tensor.scalar(-1)));
    all.add(with(new ConcatV2(), 1, floats(2, 3), Tensor.scalar(0)));
    all.add(
        new OpExample(
            new Concat(), 1, 3, List.of(Tensor.scalar(-1), floats(2, 3), tame(2, 1), ints(2, 2))));
    all.add(new OpExample(new Concat(), 1, 1, List.of(Tensor.scalar(0), ints(7))));
    all.add(OpExample.of(new Pack(0), Tensor.scalar(3), Tensor.scalar(4)));
    all.add(OpExample.of(new Pack(-1), floats(2, 3), tame(2, 3)));
    all.add(OpExample.of(new Pack(1), floats(2, 3), tame(2, 3), tame(2, 3)));
    all.add(OpExample.of(new Unpack(3, 1), floats(2, 3, 7)));
    all.add(OpExample.of(new Unpack(3, -1), ints(3)));
    all.add(new OpExample(new Split(2), 1, 1, List.of(Tensor.scalar(-1), floats(3, 8))));
    all.add(with(new SplitV(3), 1, floats(3, 8), Tensor.ints(1, -1, 4), Tensor.scalar(1)));
    all.add(with(new SplitV(2), 1, ints(8), Tensor.ints(0, 8), Tensor.scalar(0)));
    all.add(with(new GatherV2(0), 1, floats(3, 7, 2), indices(7, 2, 2), Tensor.scalar(1)));
    all.add(with(new GatherV2(0), 1, ints(9), indices(9), Tensor.scalar(0)));
    all.add(with(new GatherV2(1), 1, floats(3, 7, 2), indices(7, 3, 4), Tensor.scalar(1)));
    all.add(with(new GatherV2(1), 1, floats(3, 2, 7), indices(7, 3, 4), Tensor.scalar(-1)));
    all.add(OpExample.of(new Gather(), floats(7, 3, 2), indices(7, 2, 2)));
    all.add(OpExample.of(new Gather(), ints(9), indices(9)));
    all.add(OpExample.of(new GatherNd(), floats(3, 7, 2), indices(3, 4, 2)));
    all.add(OpExample.of(new GatherNd(), floats(3, 7), indices(3, 4, 0)));
  }

  private static void slices(List<OpExample> all) {
    all.add(with(new Slice(), 1, floats(3, 7), Tensor.ints(1, 2), Tensor.ints(-1, 3)));
    all.add(with(new Slice(), 1, floats(3, 7), Tensor.ints(0, 0), Tensor.ints(3, -1)));
    all.add(with(new Slice(), 1, floats(3, 7), Tensor.ints(3, 2), Tensor.ints(0, 3)));
    slice(
        all,
        new StridedSlice(0, 0, 0, 0, 0),
        floats(3, 7),
        new int[] {0, 1},
        new int[] {3, 6},
        1,
        2);
    slice(
        all,
        new StridedSlice(0, 0, 0, 0, 0),
        floats(3, 7),
        new int[] {-1, 6},
        new int[] {-9, 0},
        -2,
        -3);
    slice(
        all,
        new StridedSlice(3, 3, 0, 0, 0),
        floats(3, 7),
        new int[] {2, 2},
        new int[] {1, 1},
        1,
        1);
    slice(
        all,
        new StridedSlice(3, 3, 0, 0, 0),
        floats(3, 7),
        new int[] {2, 2},
        new int[] {1, 1},
        -1,
        -2);
    slice(all, new StridedSlice(0, 0, 0, 0, 1), floats(3, 7), new int[] {-1}, new int[] {0}, 1);
    slice(all, new StridedSlice(0, 0, 0, 0, 1), ints(7), new int[] {3}, new int[] {4}, 1);
    slice(
        all,
        new StridedSlice(0, 0, 1, 0, 2),
        floats(2, 3, 7),
        new int[] {0, 2},
        new int[] {0, 3},
        1,
        1);
    slice(
        all,
        new StridedSlice(5, 5, 0, 2, 0),
        floats(2, 3, 7),
        new int[] {0, 0, 0},
        new int[] {0, 0, 0},
        1,
        1,
        1);
    slice(
        all,
        new StridedSlice(0, 0, 2, 4, 1),
        floats(2, 3, 7),
        new int[] {1, 0, 0},
        new int[] {2, 0, 0},
        1,
        1,
        1);
    slice(all, new StridedSlice(0, 0, 0, 0, 0), floats(3, 7), new int[] {2}, new int[] {1}, 1);
  }

  private static void slice(
      List<OpExample> all, StridedSlice op, Tensor x, int[] begin, int[] end, int... strides) {
    all.add(with(op, 1, x, Tensor.ints(begin), Tensor.ints(end), Tensor.ints(strides)));
  }

  private static void images(List<OpExample> all) {
    boolean[][] modes = {{false, false}, {true, false}, {false, true}};
    for (boolean[] m : modes) {
      for (int[] size : new int[][] {{7, 8}, {3, 31}, {1, 1}, {14, 16}}) {
        all.add(with(new ResizeBilinear(m[0], m[1]), 1, tame(2, 7, 8, 3), Tensor.ints(size)));
        all.add(
            with(new ResizeNearestNeighbor(m[0], m[1]), 1, floats(2, 7, 8, 3), Tensor.ints(size)));
      }
    }
    all.add(with(new ResizeNearestNeighbor(false, false), 1, ints(1, 3, 3, 1), Tensor.ints(6, 6)));
    all.add(with(new ResizeNearestNeighbor(true, false), 1, ints(3, 4, 2), Tensor.ints(6, 5)));
    all.add(with(new ResizeBilinear(false, true), 1, tame(3, 4, 2), Tensor.ints(6, 5)));
    all.add(with(new ResizeBilinear(false, false), 1, tame(7, 9, 1), Tensor.ints(3, 4)));
    Tensor size = Tensor.ints(5, 4);
    float[] turn = {0.8f, -0.6f, 1, 0.6f, 0.8f, -2, 0.01f, -0.02f};
    for (String interpolation : List.of("NEAREST", "BILINEAR")) {
      for (String around : List.of("CONSTANT", "REFLECT", "WRAP", "NEAREST")) {
        Op op = new ImageProjectiveTransformV3(interpolation, around);
        Tensor transform = Tensor.of(turn, 1, 8);
        all.add(with(op, 2, tame(2, 4, 6, 3), transform, size, Tensor.scalar(0.5f)));
        all.add(with(op, 2, tame(1, 1, 1, 1), transform, size, Tensor.scalar(1)));
        all.add(with(op, 2, tame(3, 4, 2, 1), tame(3, 8), size, Tensor.scalar(0f)));
      }
    }
    float[] boxes = {0, 0, 1, 1, 0.9f, 0.2f, -0.3f, 1.4f, 0.5f, 0.5f, 0.5f, 0.5f};
    for (String method : List.of("bilinear", "nearest")) {
      all.add(
          with(
              new CropAndResize(method, 9f),
              3,
              tame(2, 7, 8, 3),
              Tensor.of(boxes, 3, 4),
              Tensor.ints(0, 1, 2),
              Tensor.ints(4, 5)));
      all.add(
          with(
              new CropAndResize(method, 0f),
              3,
              tame(2, 7, 8, 3),
              Tensor.of(boxes, 3, 4),
              Tensor.ints(0, 1, 0),
              Tensor.ints(1, 1)));
    }
  }
}
