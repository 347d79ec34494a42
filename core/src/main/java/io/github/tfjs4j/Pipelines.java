package io.github.tfjs4j;

import io.github.tfjs4j.pass.Pass;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.pass.rule.ComplementGate;
import io.github.tfjs4j.pass.rule.DropStopGradient;
import io.github.tfjs4j.pass.rule.FlattenBatchMatMul;
import io.github.tfjs4j.pass.rule.FoldAffineIntoNextProduct;
import io.github.tfjs4j.pass.rule.FoldAffineIntoProduct;
import io.github.tfjs4j.pass.rule.FoldConstants;
import io.github.tfjs4j.pass.rule.FoldPadIntoConv;
import io.github.tfjs4j.pass.rule.FoldTransposeIntoMatMul;
import io.github.tfjs4j.pass.rule.FuseIntoProduct;
import io.github.tfjs4j.pass.rule.FuseMultiplyAdd;
import io.github.tfjs4j.pass.rule.HoistCommonFactor;
import io.github.tfjs4j.pass.rule.HoistUnaryOutOfConcat;
import io.github.tfjs4j.pass.rule.InterpolateByDifference;
import io.github.tfjs4j.pass.rule.LoopScan;
import io.github.tfjs4j.pass.rule.MaterialiseShape;
import io.github.tfjs4j.pass.rule.MergeConcats;
import io.github.tfjs4j.pass.rule.MergeConstantsOfChain;
import io.github.tfjs4j.pass.rule.MergePads;
import io.github.tfjs4j.pass.rule.MergeReshapes;
import io.github.tfjs4j.pass.rule.MergeSiblingProducts;
import io.github.tfjs4j.pass.rule.MergeSlices;
import io.github.tfjs4j.pass.rule.MergeSumOfProducts;
import io.github.tfjs4j.pass.rule.MoveFactorBehindProduct;
import io.github.tfjs4j.pass.rule.NameComposedFunction;
import io.github.tfjs4j.pass.rule.NormaliseArithmetic;
import io.github.tfjs4j.pass.rule.PartSplitProduct;
import io.github.tfjs4j.pass.rule.PoolInsteadOfMean;
import io.github.tfjs4j.pass.rule.RecogniseClip;
import io.github.tfjs4j.pass.rule.RecognisePrelu;
import io.github.tfjs4j.pass.rule.ReshapeInsteadOfTranspose;
import io.github.tfjs4j.pass.rule.ReverseSteps;
import io.github.tfjs4j.pass.rule.SinkTranspose;
import io.github.tfjs4j.pass.rule.SinkTransposePastAxes;
import io.github.tfjs4j.pass.rule.SpellClipAsRelu6;
import io.github.tfjs4j.pass.rule.SpellOutSamePadding;
import io.github.tfjs4j.pass.rule.SpellTanhAsSigmoid;
import io.github.tfjs4j.pass.rule.SumOfSameShapes;
import io.github.tfjs4j.pass.rule.UnrollScan;
import io.github.tfjs4j.pass.rule.UnrollScanUpTo;
import java.util.List;

/// The passes that a model goes through, in order. Common subexpressions and dead nodes never
/// arise: the builder of every rewrite sees to them.
public final class Pipelines {
  private Pipelines() {}

  /// From a core graph whose weights are constants to the graph that TF.js runs fastest, of the
  /// same signature.
  public static List<Pass> toTfjsGraph() {
    return toTfjsGraph(UnrollPlan.DEFAULT);
  }

  /// As [#toTfjsGraph()], with recurrences written as `unroll` says.
  public static List<Pass> toTfjsGraph(UnrollPlan unroll) {
    return List.of(
        new Rewrite(
            "simplify",
            new DropStopGradient(),
            new FoldConstants(),
            new MaterialiseShape(),
            new MergeReshapes(),
            new MergePads(),
            new MergeSlices(),
            new MergeConcats(),
            new NameComposedFunction(),
            new RecognisePrelu(),
            new RecogniseClip(),
            new NormaliseArithmetic(),
            new MergeConstantsOfChain(),
            new HoistCommonFactor()),
        // After simplify, because only constants and known shapes turn with the axes.
        new Rewrite(
            "settle the order of axes",
            new FoldConstants(),
            new SinkTranspose(),
            new SinkTransposePastAxes(),
            new FoldTransposeIntoMatMul(),
            new MergeReshapes()),
        // After the order of axes, because a channel is an index of the last axis, and a transpose
        // parts what belongs together; only then may those vanish that move nothing. Before fusing,
        // because a fused product takes no more factors.
        new Rewrite(
            "fold into products",
            new FoldConstants(),
            new ReshapeInsteadOfTranspose(),
            new MergePads(),
            new FlattenBatchMatMul(),
            new FoldPadIntoConv(),
            new SpellOutSamePadding(),
            new FoldAffineIntoProduct(),
            new FoldAffineIntoNextProduct(),
            new MoveFactorBehindProduct(),
            new MergeConstantsOfChain(),
            new MergeReshapes()),
        // After simplify, because that finds lengths; after all that looks at a whole graph again
        // and
        // again, because steps may be thousands of nodes, and have had passes of their own. Before
        // fusing and finishing, which join the first and last steps with what is around them.
        new Rewrite("expand recurrences", expandScans(unroll)),
        new Rewrite("fuse", new FuseIntoProduct(), new MergeReshapes(), new ReverseSteps()),
        // After fusing, because what fuses costs nothing where it is.
        new Rewrite(
            "finish",
            new PoolInsteadOfMean(),
            new SumOfSameShapes(),
            new HoistUnaryOutOfConcat(),
            new MergeConcats(),
            new MergeReshapes()));
  }

  private static Rule[] expandScans(UnrollPlan unroll) {
    Pipeline step = new Pipeline(stepOfScan());
    Rule unknown =
        unroll.most().isPresent()
            ? new UnrollScanUpTo(step, unroll.most().getAsInt())
            : new LoopScan(step);
    return unroll.known() ? new Rule[] {new UnrollScan(step), unknown} : new Rule[] {unknown};
  }

  /// For the step of a recurrence alone, before it is copied.
  public static List<Pass> stepOfScan() {
    return List.of(
        new Rewrite(
            "simplify the step",
            new DropStopGradient(),
            new FoldConstants(),
            new MaterialiseShape(),
            new MergeReshapes(),
            new MergeSlices(),
            new MergeConcats(),
            new NameComposedFunction(),
            new RecogniseClip(),
            new NormaliseArithmetic(),
            new MergeConstantsOfChain()),
        new Rewrite(
            "form gates",
            new FoldConstants(),
            new PartSplitProduct(),
            new MergeSumOfProducts(),
            new InterpolateByDifference(),
            new SpellClipAsRelu6(),
            new ComplementGate(),
            new SpellTanhAsSigmoid(),
            new FoldAffineIntoProduct(),
            new MergeConstantsOfChain()),
        new Rewrite("fuse gates", new FuseIntoProduct(), new FuseMultiplyAdd()),
        // Last, because only what is fused shows which gates are of one kind.
        new Rewrite("merge gates", new MergeSiblingProducts()));
  }
}
