package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The vocabulary: every op that we know, with its spelling. A new op is a file and a line here.
public final class Ops {
  /// The definition of every op, by kind: sources, element by element, reductions, products, shape,
  /// pieces, images, control flow, lists.
  public static final List<OpDef<?>> ALL =
      all(
          List.of(
              Const.DEF,
              Placeholder.DEF,
              PlaceholderWithDefault.DEF,
              Weight.DEF,
              Identity.DEF,
              IdentityN.DEF,
              StopGradient.DEF,
              NoOp.DEF),
          Unary.defs(),
          Binary.defs(),
          Compare.defs(),
          Select.defs(),
          List.of(LeakyRelu.DEF, Prelu.DEF, ClipByValue.DEF, BiasAdd.DEF, AddN.DEF, Cast.DEF),
          Reduce.defs(),
          ArgReduce.defs(),
          Cumulative.defs(),
          List.of(Softmax.DEF, LogSoftmax.DEF, FusedBatchNormV3.DEF, DenseBincount.DEF),
          List.of(
              Conv2D.DEF,
              DepthwiseConv2dNative.DEF,
              Conv2DBackpropInput.DEF,
              Conv3D.DEF,
              MatMul.DEF,
              BatchMatMulV2.DEF,
              Einsum.DEF,
              FusedConv2D.DEF,
              FusedDepthwiseConv2dNative.DEF,
              FusedMatMul.DEF),
          Pool.defs(),
          Pool3D.defs(),
          List.of(
              ShapeOp.DEF,
              RankOp.DEF,
              SizeOp.DEF,
              Reshape.DEF,
              Squeeze.DEF,
              ExpandDims.DEF,
              Transpose.DEF,
              BroadcastTo.DEF,
              Tile.DEF,
              Pad.DEF,
              PadV2.DEF,
              MirrorPad.DEF,
              ReverseV2.DEF,
              SpaceToBatchND.DEF,
              BatchToSpaceND.DEF,
              DepthToSpace.DEF),
          List.of(
              ConcatV2.DEF,
              Pack.DEF,
              Unpack.DEF,
              Split.DEF,
              SplitV.DEF,
              Slice.DEF,
              StridedSlice.DEF,
              GatherV2.DEF,
              GatherNd.DEF,
              ScatterNd.DEF,
              TensorScatterUpdate.DEF),
          List.of(Fill.DEF, Range.DEF, ZerosLike.DEF, OnesLike.DEF, OneHot.DEF),
          List.of(ResizeBilinear.DEF, ResizeNearestNeighbor.DEF, CropAndResize.DEF),
          While.defs(),
          If.defs(),
          TensorListOp.defs(),
          List.of(TensorListStack.DEF, TensorListConcat.DEF, TensorArrayV3.DEF),
          TensorArrayOp.defs());

  private static final Map<String, OpDef<?>> BY_NAME = byName();

  private Ops() {}

  @SafeVarargs
  private static List<OpDef<?>> all(List<? extends OpDef<?>>... kinds) {
    List<OpDef<?>> all = new ArrayList<>();
    for (List<? extends OpDef<?>> kind : kinds) {
      all.addAll(kind);
    }
    return List.copyOf(all);
  }

  private static Map<String, OpDef<?>> byName() {
    Map<String, OpDef<?>> byName = new LinkedHashMap<>();
    for (OpDef<?> def : ALL) {
      if (byName.put(def.name(), def) != null) {
        throw new IllegalStateException("two ops are called " + def.name());
      }
    }
    return byName;
  }

  /// The op of TensorFlow's name, if we know it.
  public static Optional<OpDef<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// How a known op is spelled. Foreign ops spell themselves.
  public static OpDef<?> defOf(Op op) {
    OpDef<?> def = BY_NAME.get(op.name());
    if (def == null || !def.spells(op)) {
      throw new IllegalArgumentException("op " + op + " is not in the vocabulary");
    }
    return def;
  }
}
