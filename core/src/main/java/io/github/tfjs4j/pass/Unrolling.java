package io.github.tfjs4j.pass;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A recurrence step by step.
///
/// @param outputs of each output its values, in the order in which the steps ran
/// @param states of each state its values, the initial one first
public record Unrolling(List<List<Value>> outputs, List<List<Value>> states) {
  /// The share of a model's budget of nodes that one recurrence may take: more copies of a step
  /// load so slowly that nobody wants them.
  private static final int SHARE = 10;

  /// To be called before steps are made.
  ///
  /// @param otherwise what to do where they are too many
  /// @throws LimitException where they are more nodes than a graph may have
  public static void requireRoom(Site site, StepGraph step, int steps, String otherwise) {
    long each = step.nodesOfACall();
    long most = Math.ceilDiv(site.budget().nodes(), SHARE);
    if (steps * each > most) {
      throw new LimitException(
          "%s of %d time steps would be as many copies of a step of %d nodes, which is more than the %d nodes that one recurrence may have; %s"
              .formatted(step.scan().label(), steps, each, most, otherwise));
    }
  }

  /// Builds the steps at the place of a [Scan]. Those of `lstm` are called `lstm/0/...`,
  /// `lstm/1/...`; what is the same in every step is made once.
  ///
  /// @param arguments of the scan, in the graph that is being built
  /// @param slices of each sequence its steps, in the order in which they run
  public static Unrolling of(
      Site site, StepGraph step, List<Value> arguments, List<List<Value>> slices, int steps) {
    Scan scan = step.scan();
    Set<String> origins = site.graph().origins(site.node());
    List<List<Value>> outputs = lists(scan.outputs());
    List<List<Value>> states = lists(scan.states());
    List<Value> now = new ArrayList<>(arguments);
    for (int k = 0; k < scan.states(); k++) {
      states.get(k).add(now.get(scan.sequences() + k));
    }
    for (int t = 0; t < steps; t++) {
      site.tf().to().from(origins, step.name() + "/" + t);
      for (int i = 0; i < scan.sequences(); i++) {
        now.set(i, slices.get(i).get(t));
      }
      List<Value> results = step.call(site.tf(), now);
      for (int j = 0; j < scan.outputs(); j++) {
        outputs.get(j).add(results.get(j));
      }
      for (int k = 0; k < scan.states(); k++) {
        Value state = results.get(scan.outputs() + k);
        states.get(k).add(state);
        now.set(scan.sequences() + k, state);
      }
    }
    site.tf().to().from(origins, step.name());
    return new Unrolling(outputs, states);
  }

  private static List<List<Value>> lists(int number) {
    List<List<Value>> lists = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
