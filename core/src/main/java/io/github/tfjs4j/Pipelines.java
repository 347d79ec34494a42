package io.github.tfjs4j;

import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Pass;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Target;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.pass.rule.BindStepConstants;
import io.github.tfjs4j.pass.rule.ChooseBranch;
import io.github.tfjs4j.pass.rule.DilateInsteadOfBatches;
import io.github.tfjs4j.pass.rule.DropExpandedAxis;
import io.github.tfjs4j.pass.rule.DropStopGradient;
import io.github.tfjs4j.pass.rule.FlattenBatchMatMul;
import io.github.tfjs4j.pass.rule.FoldAffineIntoNextProduct;
import io.github.tfjs4j.pass.rule.FoldAffineIntoProduct;
import io.github.tfjs4j.pass.rule.FoldConstants;
import io.github.tfjs4j.pass.rule.FoldLists;
import io.github.tfjs4j.pass.rule.FoldPadIntoConv;
import io.github.tfjs4j.pass.rule.FoldTransposeIntoMatMul;
import io.github.tfjs4j.pass.rule.HoistOutOfScan;
import io.github.tfjs4j.pass.rule.MaterialiseShape;
import io.github.tfjs4j.pass.rule.MergeConcats;
import io.github.tfjs4j.pass.rule.MergeConstantsOfChain;
import io.github.tfjs4j.pass.rule.MergePads;
import io.github.tfjs4j.pass.rule.MergeReshapes;
import io.github.tfjs4j.pass.rule.MergeSlices;
import io.github.tfjs4j.pass.rule.MoveFactorBehindProduct;
import io.github.tfjs4j.pass.rule.NameComposedFunction;
import io.github.tfjs4j.pass.rule.NormaliseArithmetic;
import io.github.tfjs4j.pass.rule.PadBehindExpandDims;
import io.github.tfjs4j.pass.rule.PutChannelsLast;
import io.github.tfjs4j.pass.rule.ReadLengthAtSource;
import io.github.tfjs4j.pass.rule.RecogniseClip;
import io.github.tfjs4j.pass.rule.RecognisePrelu;
import io.github.tfjs4j.pass.rule.RecogniseScan;
import io.github.tfjs4j.pass.rule.ReshapeInsteadOfTranspose;
import io.github.tfjs4j.pass.rule.SinkTranspose;
import io.github.tfjs4j.pass.rule.SinkTransposePastAxes;
import io.github.tfjs4j.pass.rule.SplitEvenly;
import io.github.tfjs4j.pass.rule.SplitInsteadOfSlices;
import io.github.tfjs4j.pass.tensorflow.ListInsteadOfArray;
import io.github.tfjs4j.pass.tensorflow.SpellBandPart;
import io.github.tfjs4j.pass.tensorflow.SpellBatchNorm;
import io.github.tfjs4j.pass.tensorflow.SpellBound;
import io.github.tfjs4j.pass.tensorflow.SpellConv1D;
import io.github.tfjs4j.pass.tensorflow.SpellDepthwise;
import io.github.tfjs4j.pass.tensorflow.SpellEnsureShape;
import io.github.tfjs4j.pass.tensorflow.SpellFilled;
import io.github.tfjs4j.pass.tensorflow.SpellFind;
import io.github.tfjs4j.pass.tensorflow.SpellForTensorFlow;
import io.github.tfjs4j.pass.tensorflow.SpellFourier;
import io.github.tfjs4j.pass.tensorflow.SpellFused;
import io.github.tfjs4j.pass.tensorflow.SpellIntegerFunction;
import io.github.tfjs4j.pass.tensorflow.SpellIntegerQuotient;
import io.github.tfjs4j.pass.tensorflow.SpellListSplit;
import io.github.tfjs4j.pass.tensorflow.SpellMatMul;
import io.github.tfjs4j.pass.tensorflow.SpellNGrams;
import io.github.tfjs4j.pass.tensorflow.SpellOneHot;
import io.github.tfjs4j.pass.tensorflow.SpellOneImage;
import io.github.tfjs4j.pass.tensorflow.SpellPrelu;
import io.github.tfjs4j.pass.tensorflow.SpellRegexReplace;
import io.github.tfjs4j.pass.tensorflow.SpellSuppression;
import io.github.tfjs4j.pass.tensorflow.SpellTransposed;
import io.github.tfjs4j.pass.tfjs.ComplementGate;
import io.github.tfjs4j.pass.tfjs.CountAxisFromStart;
import io.github.tfjs4j.pass.tfjs.FuseIntoProduct;
import io.github.tfjs4j.pass.tfjs.FuseMultiplyAdd;
import io.github.tfjs4j.pass.tfjs.HoistUnaryOutOfConcat;
import io.github.tfjs4j.pass.tfjs.InterpolateByDifference;
import io.github.tfjs4j.pass.tfjs.KeepWrittenElements;
import io.github.tfjs4j.pass.tfjs.LoopScan;
import io.github.tfjs4j.pass.tfjs.MergeSiblingProducts;
import io.github.tfjs4j.pass.tfjs.MergeSumOfProducts;
import io.github.tfjs4j.pass.tfjs.PartSplitProduct;
import io.github.tfjs4j.pass.tfjs.PoolInsteadOfMean;
import io.github.tfjs4j.pass.tfjs.ReverseSteps;
import io.github.tfjs4j.pass.tfjs.SpellClipAsRelu6;
import io.github.tfjs4j.pass.tfjs.SpellOutSamePadding;
import io.github.tfjs4j.pass.tfjs.SpellSpaceToDepth;
import io.github.tfjs4j.pass.tfjs.SpellTanhAsSigmoid;
import io.github.tfjs4j.pass.tfjs.SumOfSameShapes;
import io.github.tfjs4j.pass.tfjs.UnrollScan;
import io.github.tfjs4j.pass.tfjs.UnrollScanUpTo;
import io.github.tfjs4j.pass.tfjs.UnrollWhile;
import java.util.ArrayList;
import java.util.List;

/// The targets of this project: for each the passes that a model goes through on the way there, in
/// order. What is always right is shared; what spells or repairs a graph for one target comes from
/// that target's package alone. Common subexpressions and dead nodes never arise: the builder of
/// every rewrite sees to them.
public final class Pipelines {
  private Pipelines() {}

  /// As [#tfjs(UnrollPlan)], recurrences by default.
  public static Target tfjs() {
    return tfjs(UnrollPlan.DEFAULT);
  }

  /// The graph that TF.js runs fastest.
  ///
  /// @param unroll how recurrences are written
  public static Target tfjs(UnrollPlan unroll) {
    return new Target(
        "TensorFlow.js",
        List.of(
            simplify(),
            settleAxes(),
            new Rewrite(
                "spell out",
                new SpellOutSamePadding(),
                new CountAxisFromStart(),
                new SpellSpaceToDepth()),
            foldIntoProducts(),
            // After simplify, because that finds lengths; after all that looks at a whole graph
            // again and again, because steps may be thousands of nodes, and have had passes of
            // their own. Before fusing and finishing, which join the first and last steps with what
            // is around them.
            new Rewrite("expand recurrences", expandScans(unroll)),
            new Rewrite("fuse", new FuseIntoProduct(), new MergeReshapes(), new ReverseSteps()),
            // After fusing, because what fuses costs nothing where it is.
            new Rewrite(
                "finish",
                new PoolInsteadOfMean(),
                new SumOfSameShapes(),
                new HoistUnaryOutOfConcat(),
                new MergeConcats(),
                new MergeReshapes())),
        Ops.EXPORTABLE);
  }

  /// A graph that TensorFlow executes.
  public static Target tensorflow() {
    return new Target(
        "TensorFlow",
        List.of(
            simplify(),
            settleAxes(),
            foldIntoProducts(),
            // Loops are what TensorFlow is good at.
            new Rewrite("expand recurrences", new LoopScan(new Pipeline(List.of(simplify())))),
            // After all that may make such a node.
            new Rewrite("spell out", spellings()),
            // Last of all, because no rule knows its words.
            new SpellForTensorFlow()),
        SpellForTensorFlow.SPELLED);
  }

  /// What TensorFlow has not, or takes otherwise than TF.js does.
  private static Rule[] spellings() {
    return new Rule[] {
      new SpellFused(),
      new SpellPrelu(),
      new SpellConv1D(),
      new SpellFilled(),
      new SpellBatchNorm(),
      new SpellMatMul(),
      new SpellDepthwise(),
      new SpellTransposed(),
      new SpellOneImage(),
      new SpellIntegerQuotient(),
      new SpellIntegerFunction(),
      new SpellBandPart(),
      new SpellFourier(),
      new SpellOneHot(),
      new SpellBound(),
      new SpellEnsureShape(),
      new SpellSuppression(),
      new SpellRegexReplace(),
      new SpellNGrams(),
      new SpellFind(),
      new SpellListSplit(),
      new ListInsteadOfArray()
    };
  }

  /// What comes first for a graph that TensorFlow made: its loops are recurrences again, for which
  /// every target knows more than one form.
  ///
  /// @param unroll whether loops of a known number of rounds become as many copies of their bodies
  public static Pipeline raising(UnrollPlan unroll) {
    // One after another, because a rule sees the functions that there were before its pass; and
    // what
    // can be a recurrence should not be written out.
    List<Pass> passes =
        new ArrayList<>(
            List.of(
                simplify(),
                new Rewrite(
                    "choose",
                    new FoldConstants(),
                    new ChooseBranch(),
                    new SplitEvenly(),
                    new SplitInsteadOfSlices(),
                    new DilateInsteadOfBatches(),
                    new PadBehindExpandDims(),
                    new ReadLengthAtSource()),
                new Rewrite("recognise recurrences", loops(new RecogniseScan()))));
    if (unroll.known()) {
      passes.add(new Rewrite("unroll loops", loops(new UnrollWhile())));
    }
    return new Pipeline(passes);
  }

  /// What comes last for a graph that TensorFlow made and whose loops nothing was made of.
  public static Pass loopsForTfjs() {
    return new Rewrite("keep what loops write", new KeepWrittenElements());
  }

  private static Rule[] loops(Rule rule) {
    return new Rule[] {
      new FoldConstants(),
      new MaterialiseShape(),
      new ChooseBranch(),
      new ReadLengthAtSource(),
      rule,
      new FoldLists(),
      new DropExpandedAxis()
    };
  }

  /// The graph that this process runs fastest, made once: recurrences stay whole, and products take
  /// in what follows them.
  public static Pipeline jvm() {
    return new Pipeline(
        List.of(
            // Steps have all passes behind this one, each by itself.
            new Rewrite("bind what steps read", new BindStepConstants()),
            new Rewrite("hoist out of recurrences", new HoistOutOfScan()),
            simplify(),
            settleAxes(),
            foldIntoProducts(),
            new Rewrite("fuse", new FuseIntoProduct(), new MergeReshapes(), new MergeConcats())));
  }

  /// What follows for the JVM when the shapes of the inputs are known.
  public static Pipeline jvmShaped() {
    return new Pipeline(
        List.of(
            new Rewrite(
                "settle shapes",
                new FoldConstants(),
                new MaterialiseShape(),
                new MergeReshapes(),
                new ReshapeInsteadOfTranspose())));
  }

  private static Rule[] expandScans(UnrollPlan unroll) {
    Pipeline step = new Pipeline(stepForTfjs());
    Rule unknown =
        unroll.most().isPresent()
            ? new UnrollScanUpTo(step, unroll.most().getAsInt())
            : new LoopScan(step);
    return unroll.known() ? new Rule[] {new UnrollScan(step), unknown} : new Rule[] {unknown};
  }

  /// For the step of a recurrence alone, before it is copied.
  private static List<Pass> stepForTfjs() {
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

  // What every target shares.

  private static Pass simplify() {
    return new Rewrite(
        "simplify",
        new DropStopGradient(),
        new PutChannelsLast(),
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
        new MergeConstantsOfChain());
  }

  /// After simplify, because only constants and known shapes turn with the axes.
  private static Pass settleAxes() {
    return new Rewrite(
        "settle the order of axes",
        new FoldConstants(),
        new SinkTranspose(),
        new SinkTransposePastAxes(),
        new FoldTransposeIntoMatMul(),
        new MergeReshapes());
  }

  /// After the order of axes, because a channel is an index of the last axis, and a transpose parts
  /// what belongs together; only then may those vanish that move nothing. Before fusing, because a
  /// fused product takes no more factors.
  private static Pass foldIntoProducts() {
    return new Rewrite(
        "fold into products",
        new FoldConstants(),
        new ReshapeInsteadOfTranspose(),
        new MergePads(),
        new FlattenBatchMatMul(),
        new FoldPadIntoConv(),
        new FoldAffineIntoProduct(),
        new FoldAffineIntoNextProduct(),
        new MoveFactorBehindProduct(),
        new MergeConstantsOfChain(),
        new MergeReshapes());
  }
}
