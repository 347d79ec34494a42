package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A loop whose number of rounds is known before anything runs becomes that many copies of its
/// body:
///
///     StatelessWhile(0, x) {cond: i < 3, body: i + 1, f(i, x)}  ->  f(2, f(1, f(0, x)))
///
/// What a round makes of constants is a constant of the next one.
public final class UnrollWhile implements Rule {
  /// The share of a model's budget of nodes that one loop may take.
  private static final int SHARE = 10;

  /// Rounds that are looked at: the numbers of a loop that counts further are not worth it.
  private static final int MOST_ROUNDS = 10_000;

  /// Elements of a constant that is computed with.
  private static final int MOST_ELEMENTS = 1 << 12;

  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof While loop)
        || loop.cond().hasEffects()
        || loop.body().hasEffects()) {
      return Optional.empty();
    }
    List<Optional<Tensor>> first = new ArrayList<>();
    for (Value input : site.node().inputs()) {
      first.add(known(site.moved(input)));
    }
    int rounds = rounds(site, loop, first);
    return rounds < 0 ? Optional.empty() : Optional.of(unrolled(site, loop, first, rounds));
  }

  private static Optional<Tensor> known(Value v) {
    return v.constant().filter(UnrollWhile::isSmall).map(TensorSource::tensor);
  }

  private static boolean isSmall(TensorSource c) {
    return c.type() != DataType.VARIANT
        && c.type() != DataType.RESOURCE
        && c.shape().longSize() <= MOST_ELEMENTS;
  }

  /// How often the body runs; -1 where that depends on what the model is fed, or is too often.
  private static int rounds(Site site, While loop, List<Optional<Tensor>> first) {
    long each = loop.body().nodes().size();
    long most = Math.min(MOST_ROUNDS, site.budget().nodes() / SHARE / Math.max(1, each));
    List<Optional<Tensor>> variables = first;
    for (int round = 0; round <= most; round++) {
      Optional<Tensor> goesOn = values(loop.cond(), variables).getFirst();
      if (goesOn.isEmpty() || goesOn.get().size() == 0) {
        return -1;
      }
      if (goesOn.get().get(0) == 0) {
        return round;
      }
      variables = values(loop.body(), variables);
    }
    return -1;
  }

  /// What is known of a function's results, given what is known of its arguments.
  private static List<Optional<Tensor>> values(Graph function, List<Optional<Tensor>> arguments) {
    Map<Value, Tensor> known = new HashMap<>();
    int i = 0;
    for (Value input : function.inputs().values()) {
      arguments.get(i++).ifPresent(t -> known.put(input, t));
    }
    for (Node node : function.nodes()) {
      evaluate(node, known);
    }
    return function.outputs().values().stream()
        .map(v -> Optional.ofNullable(known.get(v)))
        .toList();
  }

  private static void evaluate(Node node, Map<Value, Tensor> known) {
    if (node.op() instanceof Const) {
      known(node.out()).ifPresent(t -> known.put(node.out(), t));
      return;
    }
    if (node.op() instanceof Placeholder
        || node.op().foreign()
        || !node.op().pure()
        || node.inputs().isEmpty()
        || !node.inputs().stream().allMatch(known::containsKey)
        || node.types().stream()
            .anyMatch(t -> t.shape().isFullyDefined() && t.shape().longSize() > MOST_ELEMENTS)) {
      return;
    }
    try {
      List<Tensor> results = node.op().evaluate(node.inputs().stream().map(known::get).toList());
      for (int i = 0; i < results.size(); i++) {
        if (isSmall(results.get(i))) {
          known.put(node.out(i), results.get(i));
        }
      }
    } catch (UnsupportedOperationException | LimitException _) {
      // Then it is not known.
    } catch (ModelException _) {
      // Whoever runs the loop will be told.
    }
  }

  private static List<Value> unrolled(
      Site site, While loop, List<Optional<Tensor>> first, int rounds) {
    List<Value> values = site.node().inputs().stream().map(site::moved).toList();
    List<Optional<Tensor>> known = first;
    for (int round = 0; round < rounds; round++) {
      site.tf().to().from(site.graph().origins(site.node()), site.name(site.node()) + "/" + round);
      List<Value> next = new ArrayList<>(site.tf().to().inline(loop.body(), values));
      known = values(loop.body(), known);
      for (int i = 0; i < next.size(); i++) {
        if (known.get(i).isPresent()) {
          next.set(i, site.tf().constant(known.get(i).get()));
        }
      }
      values = next;
    }
    return values;
  }
}
