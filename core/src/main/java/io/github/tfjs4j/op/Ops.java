package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Stage;
import io.github.tfjs4j.graph.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/// The vocabulary: every op that we know, TensorFlow's and our own. A new op is a file and a line
/// here.
public final class Ops {
  /// The definition of every op, by kind: sources, element by element, reductions, products, shape,
  /// pieces, sparse tensors, strings, images, choices, tables, control flow, lists.
  private static final List<OpDef<?>> DEFINITIONS =
      all(
          List.of(
              Const.DEF,
              Placeholder.DEF,
              PlaceholderWithDefault.DEF,
              Weight.DEF,
              Identity.DEF,
              IdentityN.DEF,
              StopGradient.DEF,
              NoOp.DEF,
              Print.DEF,
              FakeQuantWithMinMaxVars.DEF),
          Unary.defs(),
          Binary.defs(),
          Compare.defs(),
          List.of(BitwiseAnd.DEF, Complex.DEF),
          ComplexPart.defs(),
          Fft.defs(),
          RealFft.defs(),
          List.of(Select.DEF, SelectV2.DEF),
          List.of(LeakyRelu.DEF, Prelu.DEF, ClipByValue.DEF, BiasAdd.DEF, AddN.DEF, Cast.DEF),
          Reduce.defs(),
          ArgReduce.defs(),
          Cumulative.defs(),
          List.of(Softmax.DEF, LogSoftmax.DEF, FusedBatchNormV3.DEF, LRN.DEF),
          List.of(Bincount.DEF, DenseBincount.DEF),
          Bound.defs(),
          List.of(
              Conv2D.DEF,
              DepthwiseConv2dNative.DEF,
              Conv2DBackpropInput.DEF,
              Conv3D.DEF,
              Conv1D.DEF,
              Dilation2D.DEF,
              MatMul.DEF,
              BatchMatMulV2.DEF,
              Einsum.DEF,
              FusedConv2D.DEF,
              FusedDepthwiseConv2dNative.DEF,
              FusedMatMul.DEF),
          Pool.defs(),
          List.of(MaxPoolWithArgmax.DEF),
          Pool3D.defs(),
          List.of(
              ShapeOp.DEF,
              ShapeN.DEF,
              EnsureShape.DEF,
              BroadcastArgs.DEF,
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
              Reverse.DEF,
              ReverseV2.DEF,
              MatrixBandPart.DEF,
              SpaceToBatchND.DEF,
              BatchToSpaceND.DEF,
              DepthToSpace.DEF,
              SpaceToDepth.DEF),
          List.of(
              Concat.DEF,
              ConcatV2.DEF,
              Pack.DEF,
              Unpack.DEF,
              Split.DEF,
              SplitV.DEF,
              Slice.DEF,
              StridedSlice.DEF,
              Gather.DEF,
              GatherV2.DEF,
              GatherNd.DEF,
              ScatterNd.DEF,
              TensorScatterUpdate.DEF),
          SparseSegment.defs(),
          List.of(SparseToDense.DEF, SparseFillEmptyRows.DEF, SparseReshape.DEF),
          List.of(
              StringSplit.DEF,
              StringNGrams.DEF,
              StringToHashBucketFast.DEF,
              StaticRegexReplace.DEF),
          Filled.defs(),
          List.of(Fill.DEF, Range.DEF, LinSpace.DEF, ZerosLike.DEF, OnesLike.DEF, OneHot.DEF),
          RandomNumbers.defs(),
          List.of(ResizeBilinear.DEF, ResizeNearestNeighbor.DEF, CropAndResize.DEF),
          List.of(ImageProjectiveTransformV3.DEF),
          NonMaxSuppression.defs(),
          Unique.defs(),
          List.of(TopKV2.DEF, Where.DEF, ListDiff.DEF),
          List.of(HashTable.DEF),
          LookupTableOp.defs(),
          While.defs(),
          If.defs(),
          List.of(Scan.DEF),
          TensorListOp.defs(),
          List.of(TensorListStack.DEF, TensorListConcat.DEF, TensorArrayV3.DEF),
          TensorArrayOp.defs());

  /// All of them.
  public static final Vocabulary ALL =
      new Vocabulary(DEFINITIONS, Const::new, t -> new Placeholder(t.type(), t.shape()));

  /// No foreign op, and only ops that TF.js executes.
  public static final Stage EXPORTABLE =
      new Stage("exportable", op -> !op.foreign() && isExecutable(op), true);

  private Ops() {}

  @SafeVarargs
  private static List<OpDef<?>> all(List<? extends OpDef<?>>... kinds) {
    List<OpDef<?>> all = new ArrayList<>();
    for (List<? extends OpDef<?>> kind : kinds) {
      all.addAll(kind);
    }
    return List.copyOf(all);
  }

  /// Whether TF.js executes the op in a GraphModel, on every backend.
  public static boolean isExecutable(Op op) {
    return !(op instanceof ChannelsFirst)
        && ALL.find(op.name()).map(OpDef::isTfjs).orElseGet(() -> OtherOps.isExecutable(op.name()));
  }

  /// The number of the first result called `result` of the op of this name or alias; 0 for ops
  /// whose results are one list, or one.
  public static int result(String op, String result) {
    return ALL.find(op).map(def -> def.result(result)).orElseGet(() -> OtherOps.result(op, result));
  }
}
