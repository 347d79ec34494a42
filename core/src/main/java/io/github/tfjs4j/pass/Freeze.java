package io.github.tfjs4j.pass;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.Map;
import java.util.Optional;

/// Makes a constant of each weight, named by it, with the weight's bytes as they are stored:
///
///     Weight {weight="dense/kernel"}  ->  Const dense/kernel
public final class Freeze implements Pass {
  private final Map<String, ? extends TensorSource> weights;

  /// @param weights by their names in the manifest
  public Freeze(Map<String, ? extends TensorSource> weights) {
    this.weights = weights;
  }

  @Override
  public String name() {
    return "freeze weights";
  }

  @Override
  public Graph run(Graph graph) {
    return new Rewrite(name(), new FreezeWeight(weights)).run(graph);
  }

  private record FreezeWeight(Map<String, ? extends TensorSource> weights) implements Rule {
    @Override
    public String name() {
      return "FreezeWeight";
    }

    @Override
    public Optional<Value> apply(Site site) {
      if (!(site.op() instanceof Weight weight)) {
        return Optional.empty();
      }
      TensorSource data = weights.get(weight.weight());
      if (data == null) {
        throw new FormatException(
            "weight '"
                + weight.weight()
                + "' of "
                + site.graph().describe(site.node())
                + " has no data, there are "
                + weights.size()
                + " weights");
      }
      return Optional.of(site.tf().constant(data));
    }
  }
}
