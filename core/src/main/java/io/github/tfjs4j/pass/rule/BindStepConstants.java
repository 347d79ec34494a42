package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.pass.StepGraph;
import java.util.List;
import java.util.Optional;

/// What every step of a recurrence reads, and is constant, becomes a constant of the step: then the
/// step's own products can be fused, and their weights packed once.
///
///     Scan(x, h, c) {step(x_t, h, w)}  ->  Scan(x, h) {step(x_t, h) with c for w}
public final class BindStepConstants implements Rule {
  private static final Pipeline NOTHING = new Pipeline(List.of());

  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof Scan scan)) {
      return Optional.empty();
    }
    List<Value> inputs = site.node().inputs();
    boolean bound =
        inputs.subList(scan.sequences() + scan.states(), inputs.size()).stream()
            .anyMatch(v -> v.constant().isPresent());
    return bound ? Optional.of(bind(site, scan)) : Optional.empty();
  }

  private static List<Value> bind(Site site, Scan scan) {
    List<Value> arguments = site.node().inputs().stream().map(site::moved).toList();
    StepGraph step = StepGraph.of(site, scan, arguments, NOTHING);
    Scan of = new Scan(step.body(), scan.sequences(), scan.states(), scan.reverse(), scan.label());
    List<Value> open = step.open().stream().map(arguments::get).toList();
    return site.tf().to().addNode(of, open).results();
  }
}
