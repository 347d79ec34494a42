package io.github.tfjs4j.pass;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Parameter;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Weight;
import java.util.Map;
import java.util.Optional;

/// Makes a constant of each parameter that the graph reads, named by it, with its bytes as they are
/// stored:
///
///     Weight {weight="dense/kernel"}  ->  Const dense/kernel
public final class Freeze implements Pass {
  private final Map<String, Parameter> parameters;

  /// @param parameters by their names
  public Freeze(Map<String, Parameter> parameters) {
    this.parameters = parameters;
  }

  /// The graph of `model` with its parameters as constants.
  public static Graph of(Model model) {
    return new Freeze(model.parameters()).run(model.graph());
  }

  @Override
  public String name() {
    return "freeze weights";
  }

  @Override
  public Graph run(Graph graph) {
    return new Rewrite(name(), new FreezeWeight(parameters)).run(graph);
  }

  private record FreezeWeight(Map<String, Parameter> parameters) implements Rule {
    @Override
    public String name() {
      return "FreezeWeight";
    }

    @Override
    public Optional<Value> apply(Site site) {
      if (!(site.op() instanceof Weight weight)) {
        return Optional.empty();
      }
      Parameter parameter = parameters.get(weight.weight());
      if (parameter == null) {
        throw new FormatException(
            "weight '"
                + weight.weight()
                + "' of "
                + site.graph().describe(site.node())
                + " has no data, there are "
                + parameters.size()
                + " weights");
      }
      return Optional.of(site.tf().constant(parameter.source()));
    }
  }
}
