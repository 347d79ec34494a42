package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchToSpaceND;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.ExpandDims;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.SpaceToBatchND;
import io.github.tfjs4j.op.Squeeze;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// A convolution of every so many cells, which TensorFlow spells through the batch, is one with
/// dilations:
///
///     BatchToSpaceND(Conv2D(SpaceToBatchND(x, [2, 2], p), w), [2, 2], c)
///       ->  Conv2D(x, w) {dilations=[1, 2, 2, 1], padding p - c}
///
/// and the same of a sequence, whose convolution stands between `ExpandDims` and `Squeeze`.
public final class DilateInsteadOfBatches implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof BatchToSpaceND)) {
      return Optional.empty();
    }
    Optional<Node> squeeze = site.only(site.input(0), Squeeze.class);
    Value in = squeeze.map(s -> s.input(0)).orElse(site.input(0));
    Optional<Node> conv =
        site.only(in, Conv2D.class).or(() -> site.only(in, DepthwiseConv2dNative.class));
    Optional<Node> expand = conv.flatMap(c -> site.only(c.input(0), ExpandDims.class));
    if (conv.isEmpty() || squeeze.isPresent() != expand.isPresent()) {
      return Optional.empty();
    }
    Value before = expand.map(e -> e.input(0)).orElse(conv.get().input(0));
    return site.only(before, SpaceToBatchND.class)
        .filter(_ -> squeeze.isEmpty() || isOneHigh(expand.get(), squeeze.get()))
        .flatMap(batches -> dilated(site, conv.get(), batches, squeeze.isPresent()));
  }

  /// Whether an axis 1 of an image is made for a sequence, and dropped.
  private static boolean isOneHigh(Node expand, Node squeeze) {
    return expand.out().shape().hasRank()
        && expand.out().shape().rank() == 4
        && expand.input(1).constantInts().filter(a -> a[0] == 1 || a[0] == -3).isPresent()
        && squeeze.input(0).shape().hasRank()
        && squeeze.out().shape().hasRank()
        && squeeze.input(0).shape().rank() == 4
        && squeeze.out().shape().rank() == 3
        && squeeze.input(0).shape().dim(1) == 1
        && squeeze.out().shape().sub(1, 3).equals(squeeze.input(0).shape().sub(2, 4));
  }

  private static Optional<Value> dilated(Site site, Node conv, Node batches, boolean sequence) {
    Optional<int[]> block = batches.input(1).constantInts();
    Optional<int[]> pads = batches.input(2).constantInts();
    Optional<int[]> blockAfter = site.input(1).constantInts();
    Optional<int[]> crops = site.input(2).constantInts();
    Window2D window =
        conv.op() instanceof Conv2D c ? c.window() : ((DepthwiseConv2dNative) conv.op()).window();
    int axes = sequence ? 1 : 2;
    if (block.isEmpty()
        || pads.isEmpty()
        || crops.isEmpty()
        || blockAfter.filter(b -> java.util.Arrays.equals(b, block.get())).isEmpty()
        || block.get().length != axes
        || !window.equals(Window2D.valid())) {
      return Optional.empty();
    }
    int[] cells = new int[4];
    int[] dilation = {1, 1};
    for (int i = 0; i < axes; i++) {
      int at = sequence ? 1 : i;
      dilation[at] = block.get()[i];
      for (int side = 0; side < 2; side++) {
        cells[2 * at + side] = pads.get()[2 * i + side] - crops.get()[2 * i + side];
        if (cells[2 * at + side] < 0) {
          return Optional.empty();
        }
      }
    }
    Window2D dilated =
        new Window2D(1, 1, Padding.VALID, java.util.List.of(), dilation[0], dilation[1])
            .withExplicit(cells[0], cells[1], cells[2], cells[3]);
    Value x = site.moved(batches.input(0));
    Value filter = site.moved(conv.input(1));
    Value image = sequence ? site.tf().expandDims(x, 1) : x;
    Value y =
        conv.op() instanceof Conv2D
            ? site.tf().conv2d(image, filter, dilated)
            : site.tf().depthwise(image, filter, dilated);
    return Optional.of(sequence ? site.tf().squeeze(y, 1) : y);
  }
}
