package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A graph made ready to run, once: its nodes in order, where each finds its inputs and leaves its
/// results, and when those are let go. Immutable, so several threads can run it.
///
/// @param graph what the nodes are named by
/// @param steps the nodes that the results need, apart from constants and what is fed
/// @param workspaces where results lie that only kernels read
/// @param constants a cell for every value; those of constants are filled that are read as they are
/// @param fed the cells of the arguments, in their order
/// @param results the cells of the results, in their order
/// @param unrunnable the ops that cannot run, those of the functions it calls included
record Program(
    Graph graph,
    List<Step> steps,
    Workspaces workspaces,
    List<Optional<Tensor>> constants,
    List<Integer> fed,
    List<Integer> results,
    Unrunnable unrunnable) {

  /// One node.
  ///
  /// @param inputs the cells that it reads
  /// @param known whether nothing more can be said about the results before they are made
  /// @param first the cell of its result 0; the others follow
  /// @param last the cells that nobody reads afterwards
  /// @param alias whether the result is input 0 in another shape
  /// @param kernel the fast way to compute it, where there is one
  /// @param interpretation what runs it where the op does not evaluate itself
  record Step(
      Node node,
      List<Integer> inputs,
      boolean known,
      int first,
      List<Integer> last,
      boolean alias,
      Optional<Chosen> kernel,
      Optional<Interpretation<?>> interpretation) {
    boolean makesLists() {
      return node.types().stream().anyMatch(t -> t.type() == DataType.VARIANT);
    }
  }

  /// @param name of the kernel that runs now
  record Chosen(Supplier<String> name, Kernel kernel) {}

  /// @param arguments values for what is fed, in its order
  /// @return the results, in their order
  /// @throws ModelException where an op fails on these values, or a limit is exceeded, naming the
  ///   node
  List<Tensor> run(List<Tensor> arguments, Run run) {
    Buffers buffers = workspaces.take(run);
    List<Tensor> found = run(arguments, buffers, run);
    workspaces.giveBack(buffers);
    return found;
  }

  /// As [#run(List, Run)], with buffers in which the results may lie.
  List<Tensor> run(List<Tensor> arguments, Buffers buffers, Run run) {
    Tensor[] cells = new Tensor[constants.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = constants.get(i).orElse(null);
    }
    for (int i = 0; i < fed.size(); i++) {
      put(cells, fed.get(i), arguments.get(i), run);
    }
    for (Step step : steps) {
      List<Tensor> inputs = inputs(step, cells, buffers);
      if (run.profile().isPresent()) {
        long start = System.nanoTime();
        step(cells, step, inputs, buffers, run);
        run.profile().get().add(entry(step, System.nanoTime() - start));
      } else {
        step(cells, step, inputs, buffers, run);
      }
      for (int cell : step.last()) {
        free(cells, cell, buffers, run);
      }
    }
    List<Tensor> found = new ArrayList<>(results.size());
    for (int cell : results) {
      found.add(cells[cell]);
    }
    for (int cell = 0; cell < cells.length; cell++) {
      free(cells, cell, buffers, run);
    }
    return found;
  }

  /// Those of kernels in a list that is used again.
  private static List<Tensor> inputs(Step step, Tensor[] cells, Buffers buffers) {
    List<Tensor> inputs = step.kernel().isPresent() ? buffers.inputs() : new ArrayList<>();
    inputs.clear();
    for (int cell : step.inputs()) {
      inputs.add(cells[cell]);
    }
    return inputs;
  }

  private Profile.Entry entry(Step step, long nanos) {
    Node node = step.node();
    String kernel =
        step.alias() ? "alias" : step.kernel().map(c -> c.name().get()).orElse("reference");
    TensorType type = node.types().isEmpty() ? TensorType.UNKNOWN : node.types().getFirst();
    long work = node.op().multiplyAdds(node).orElse(0);
    return new Profile.Entry(graph.describe(node), node.op().name(), kernel, type, work, nanos);
  }

  /// Results that leave the plan are counted one by one, buffers all at once.
  private static void put(Tensor[] cells, int cell, Tensor t, Run run) {
    cells[cell] = t;
    run.memory().hold(t);
  }

  private void free(Tensor[] cells, int cell, Buffers buffers, Run run) {
    if (cells[cell] != null && constants.get(cell).isEmpty()) {
      if (cells[cell] != buffers.planned(cell)) {
        run.memory().release(cells[cell]);
      }
      cells[cell] = null;
    }
  }

  private void step(Tensor[] cells, Step step, List<Tensor> inputs, Buffers buffers, Run run) {
    try {
      run.requireNotInterrupted();
      if (step.alias() && buffers.planned(step.first()) != null) {
        cells[step.first()] = buffers.planned(step.first());
        return;
      }
      if (step.kernel().isPresent()) {
        compute(cells, step, buffers, run);
        return;
      }
      if (step.interpretation().isPresent() || step.makesLists()) {
        // So that nobody holds a list that may be changed in place, here or in what is called.
        step.last().forEach(cell -> free(cells, cell, buffers, run));
      }
      List<Tensor> results = evaluate(step, inputs, run);
      check(step.node(), results);
      for (int i = 0; i < results.size(); i++) {
        put(cells, step.first() + i, results.get(i), run);
      }
    } catch (ModelException e) {
      throw e.at(graph.describe(step.node()));
    } catch (OutOfMemoryError e) {
      throw Run.outOfMemory().at(graph.describe(step.node()));
    } catch (Bug e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Bug(graph.describe(step.node()) + " on " + inputs + ": " + e, e);
    }
  }

  private void compute(Tensor[] cells, Step step, Buffers buffers, Run run) {
    List<TensorType> types = step.node().types();
    List<Tensor> results = buffers.outputs();
    results.clear();
    for (int k = 0; k < types.size(); k++) {
      Tensor planned = buffers.planned(step.first() + k);
      if (planned == null) {
        run.memory().require(List.of(types.get(k)));
        put(cells, step.first() + k, Buffers.fresh(types.get(k)), run);
      } else {
        cells[step.first() + k] = planned;
      }
      results.add(cells[step.first() + k]);
    }
    step.kernel().get().kernel().run(buffers);
  }

  private static List<Tensor> evaluate(Step step, List<Tensor> inputs, Run run) {
    Node node = step.node();
    if (step.alias()) {
      return List.of(inputs.getFirst().reshape(node.types().getFirst().shape()));
    }
    if (step.interpretation().isPresent()) {
      return step.interpretation().get().run(node.op(), inputs, run);
    }
    if (node.op() instanceof Placeholder) {
      throw new ShapeException("is no input of the model, and so has no value");
    }
    if (step.known()) {
      run.memory().require(node.types());
    } else {
      run.requireRoom(node.op(), inputs);
    }
    return step.makesLists() ? withLists(step, inputs, run) : node.op().evaluate(inputs);
  }

  /// Evaluates an op that may change lists, those in place that nobody holds.
  private static List<Tensor> withLists(Step step, List<Tensor> inputs, Run run) {
    Map<Object, Tensor> given = new IdentityHashMap<>();
    List<Tensor> lent = new ArrayList<>();
    for (Tensor t : inputs) {
      if (t.type() == DataType.VARIANT) {
        lent.add(Tensor.of(t.list().givenUp(run.lists(), !run.memory().isHeld(t))));
        given.put(lent.getLast().storage(), t);
      } else {
        lent.add(t);
      }
    }
    List<Tensor> results = new ArrayList<>(step.node().op().evaluate(lent));
    // What has not been changed is the list that it was.
    results.replaceAll(t -> given.getOrDefault(t.storage(), t).reshape(t.shape()));
    return results;
  }

  /// Results that are not of their types are our own bug, not the model's.
  private static void check(Node node, List<Tensor> results) {
    if (results.size() != node.types().size()) {
      throw new IllegalStateException(results.size() + " results, the types are " + node.types());
    }
    for (int i = 0; i < results.size(); i++) {
      TensorType type = node.types().get(i);
      Tensor t = results.get(i);
      if (t.type() != type.type() || !t.shape().isCompatible(type.shape())) {
        throw new IllegalStateException("result " + i + " is " + t + ", its type is " + type);
      }
    }
  }

  /// A failure that is ours, with the node at which it happened.
  private static final class Bug extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Bug(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
