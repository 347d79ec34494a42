package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.If;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// A condition that is known is the branch that it chooses:
///
///     StatelessIf(true, x) {then_branch=@a, else_branch=@b}  ->  a(x)
public final class ChooseBranch implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof If condition)) {
      return Optional.empty();
    }
    Optional<Tensor> known =
        site.moved(site.input(0))
            .constant()
            .filter(c -> c.type() != DataType.STRING && c.shape().longSize() == 1)
            .map(c -> c.tensor());
    return known.map(c -> {
      Graph branch = c.get(0) != 0 ? condition.thenBranch() : condition.elseBranch();
      List<Value> arguments = site.node().inputs().stream().skip(1).map(site::moved).toList();
      return site.tf().to().inline(branch, arguments);
    });
  }
}
