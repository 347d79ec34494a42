package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.TensorListOp;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the body of a loop writes into a list becomes a loop variable, too:
///
///     body(i, list)     -> (i + 1, TensorListSetItem(list, i, f(i)))
///     body(i, list, _)  -> (i + 1, TensorListSetItem(list, i, y), y = f(i))
///
/// When a function returns, TF.js 4.22.0 disposes of all tensors that are not among its results,
/// those in lists included, and fails when the list is read.
public final class KeepWrittenElements implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof While loop)) {
      return Optional.empty();
    }
    List<Value> lost = lost(loop.body());
    if (lost.isEmpty()) {
      return Optional.empty();
    }
    List<Value> inputs = new ArrayList<>(site.node().inputs().stream().map(site::moved).toList());
    lost.forEach(v -> inputs.add(site.tf().constant(Tensor.zeros(v.dataType(), Shape.SCALAR))));
    While longer =
        new While(
            loop.stateless(), with(loop.cond(), lost, List.of()), with(loop.body(), lost, lost));
    Node node = site.tf().to().addNode(longer, inputs);
    return Optional.of(node.results().subList(0, site.node().types().size()));
  }

  /// Elements that are written and that nothing keeps.
  private static List<Value> lost(Graph body) {
    List<Value> lost = new ArrayList<>();
    for (Node node : body.nodes()) {
      if (node.op() instanceof TensorListOp list
          && (list.f() == TensorListOp.F.SET_ITEM || list.f() == TensorListOp.F.PUSH_BACK)) {
        Value element = node.inputs().getLast();
        boolean kept =
            body.outputs().containsValue(element)
                || body.inputs().containsValue(element)
                || element.constant().isPresent()
                || lost.contains(element);
        boolean plain =
            switch (element.dataType()) {
              case FLOAT, INT32, BOOL, STRING -> true;
              default -> false;
            };
        if (!kept && plain) {
          lost.add(element);
        }
      }
    }
    return lost;
  }

  /// The function with a variable more for each of `variables`.
  ///
  /// @param given what it gives besides
  private static Graph with(Graph function, List<Value> variables, List<Value> given) {
    GraphBuilder to = GraphBuilder.verbatim(function.budget().meter());
    Copier copier = new Copier(function, to);
    copier.copyAll(node -> copier.asItIs(node, node.op()));
    Map<String, Value> inputs = new LinkedHashMap<>();
    function.inputs().forEach((key, v) -> inputs.put(key, copier.copy(v)));
    for (Value v : variables) {
      String name = free("written", inputs);
      DataType type = v.dataType();
      inputs.put(name, to.named(name, to.add(new Placeholder(type, Shape.UNKNOWN))));
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    function.outputs().forEach((key, v) -> outputs.put(key, copier.copy(v)));
    given.forEach(v -> outputs.put(free("written", outputs), copier.copy(v)));
    return to.build(inputs, outputs, copier.nodes(function.nodes()));
  }

  private static String free(String wanted, Map<String, Value> taken) {
    String name = wanted;
    for (int i = 1; taken.containsKey(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
