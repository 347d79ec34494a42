package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Products of a time step with constants are made before the recurrence, for all time steps at
/// once: that is one large product, which uses weights that it has read many times.
///
///     Scan(x, h) {step: AddV2(MatMul(x_t, w), MatMul(h, u))}
///       ->  Scan(BatchMatMulV2(x, w), h) {step: AddV2(x_t, MatMul(h, u))}
///
/// So is a bias behind such a product.
public final class HoistOutOfScan implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof Scan scan)) {
      return Optional.empty();
    }
    Hoisted hoisted = new Hoisted(scan);
    return hoisted.nodes.isEmpty() ? Optional.empty() : Optional.of(hoisted.before(site));
  }

  /// What of one step does not depend on its states.
  private static final class Hoisted {
    private final Scan scan;
    private final Graph step;
    private final List<Value> inputs;

    /// In order.
    private final List<Node> nodes = new ArrayList<>();

    Hoisted(Scan scan) {
      this.scan = scan;
      this.step = scan.step();
      this.inputs = List.copyOf(step.inputs().values());
      for (Node n : step.nodes()) {
        if (isHoisted(n)) {
          nodes.add(n);
        }
      }
    }

    private boolean isHoisted(Node n) {
      return switch (n.op()) {
        case MatMul m ->
            !m.transposeA()
                && isSequence(n.input(0))
                && n.input(0).shape().hasRank()
                && n.input(1).constant().isPresent();
        case BiasAdd _ -> nodes.contains(n.input(0).node()) && n.input(1).constant().isPresent();
        default -> false;
      };
    }

    private boolean isSequence(Value v) {
      int i = inputs.indexOf(v);
      return i >= 0 && i < scan.sequences();
    }

    /// Whether the rest of the step reads it.
    private boolean isRead(Node n) {
      return step.isOutput(n) || step.users(n).stream().anyMatch(user -> !nodes.contains(user));
    }

    List<Value> before(Site site) {
      Map<Node, Value> all = new IdentityHashMap<>();
      for (Node n : nodes) {
        Value constant = site.tf().constant(n.input(1).constant().orElseThrow());
        all.put(
            n,
            n.op() instanceof MatMul m
                ? site.tf()
                    .op(
                        new BatchMatMulV2(false, m.transposeB()),
                        site.moved(site.input(inputs.indexOf(n.input(0)))),
                        constant)
                : site.tf().biasAdd(all.get(n.input(0).node()), constant));
      }
      return scan(site, all);
    }

    private List<Value> scan(Site site, Map<Node, Value> all) {
      GraphBuilder to = GraphBuilder.simplifying(site.graph().budget().meter());
      Copier copier = new Copier(step, to);
      Map<String, Value> taken = new LinkedHashMap<>();
      List<Value> given = new ArrayList<>();
      for (int i = 0; i < scan.sequences(); i++) {
        if (isRead(inputs.get(i).node())) {
          take(inputs.get(i), site.moved(site.input(i)), copier, to, taken, given);
        } else {
          copier.put(inputs.get(i).node(), List.of());
        }
      }
      for (Node n : nodes) {
        if (isRead(n)) {
          take(n.out(), all.get(n), copier, to, taken, given);
        } else {
          copier.put(n, List.of());
        }
      }
      int sequences = given.size();
      for (int i = scan.sequences(); i < inputs.size(); i++) {
        take(inputs.get(i), site.moved(site.input(i)), copier, to, taken, given);
      }
      copier.copyAll(n -> copier.asItIs(n, n.op()));
      Map<String, Value> outputs = new LinkedHashMap<>();
      step.outputs().forEach((name, v) -> outputs.put(name, copier.copy(v)));
      Scan rest =
          new Scan(
              to.build(taken, outputs), sequences, scan.states(), scan.reverse(), scan.label());
      List<Value> results = site.tf().to().addNode(rest, given).results();
      site.tf().to().named(site.name(site.node()), results.getFirst());
      return results;
    }

    /// @param v what the step has as an input from now on
    /// @param argument what that is
    private static void take(
        Value v,
        Value argument,
        Copier copier,
        GraphBuilder to,
        Map<String, Value> taken,
        List<Value> given) {
      String name = "a" + given.size();
      Value input = to.named(name, to.add(new Placeholder(v.dataType(), v.shape())));
      copier.put(v.node(), List.of(input));
      taken.put(name, input);
      given.add(argument);
    }
  }
}
