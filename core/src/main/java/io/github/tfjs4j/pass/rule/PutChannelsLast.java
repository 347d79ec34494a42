package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ChannelsFirst;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Images have their channels last, which all targets are made for:
///
///     MaxPool(x) {data_format="NCHW"}
///       -> Transpose(MaxPool(Transpose(x, [0, 2, 3, 1])), [0, 3, 1, 2])
///
/// [SinkTranspose] then ends with the transposes at the ends of the graph.
public final class PutChannelsLast implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return site.op() instanceof ChannelsFirst op
        ? op.channelsLast(site.node().inputs().stream().map(site::moved).toList(), site.tf().to())
        : Optional.empty();
  }
}
