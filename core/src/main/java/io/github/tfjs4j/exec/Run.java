package io.github.tfjs4j.exec;

import io.github.tfjs4j.CancelledException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorList;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// One run of a model: what it has used of its limits, and the functions that its ops call.
final class Run {
  private final Compiler compiler;
  private final RunLimits limits;
  private final Optional<Profile> profile;
  private final LiveBytes memory;
  private final SplittableRandom random = new SplittableRandom();
  private final TensorList.Owner lists = new TensorList.Owner();
  private long iterations;
  private int depth;

  Run(Compiler compiler, RunLimits limits) {
    this(compiler, limits, Optional.empty());
  }

  /// @param profile learns what each node took
  Run(Compiler compiler, RunLimits limits, Optional<Profile> profile) {
    this.profile = profile;
    this.compiler = compiler;
    this.limits = limits;
    this.memory = new LiveBytes(limits.bytes());
  }

  Optional<Profile> profile() {
    return profile;
  }

  LiveBytes memory() {
    return memory;
  }

  /// What ops draw from that have no seed of their own.
  SplittableRandom random() {
    return random;
  }

  /// The lists that this run may change in place.
  TensorList.Owner lists() {
    return lists;
  }

  Resources resources() {
    return compiler.resources();
  }

  /// Calls a function.
  ///
  /// @param arguments one for each of its inputs, in order; whoever reads them again holds them
  ///   meanwhile, see [#held]
  /// @return its outputs, in order
  List<Tensor> call(Graph function, List<Tensor> arguments) {
    return within(
        function,
        arguments,
        () -> compiler.function(function, types(arguments)).run(arguments, this));
  }

  static List<TensorType> types(List<Tensor> tensors) {
    return tensors.stream().map(t -> new TensorType(t.type(), t.shape())).toList();
  }

  Compiler compiler() {
    return compiler;
  }

  /// Does what is a call of a function.
  List<Tensor> within(Graph function, List<Tensor> arguments, Supplier<List<Tensor>> call) {
    int i = 0;
    for (Map.Entry<String, Value> parameter : function.inputs().entrySet()) {
      requireFit(parameter.getKey(), parameter.getValue(), arguments.get(i++));
    }
    return deeper(call);
  }

  /// As [#within], of a function whose arguments have been looked at.
  List<Tensor> deeper(Supplier<List<Tensor>> call) {
    if (depth == limits.depth()) {
      throw new LimitException(
          "functions call each other more than "
              + limits.depth()
              + " deep; RunLimits.withDepth raises that");
    }
    depth++;
    List<Tensor> results = call.get();
    depth--;
    return results;
  }

  /// Does something while tensors are held: lists among them are not changed in place.
  <T> T held(List<Tensor> tensors, Supplier<T> during) {
    tensors.forEach(memory::hold);
    T found = during.get();
    tensors.forEach(memory::release);
    return found;
  }

  private static void requireFit(String name, Value parameter, Tensor t) {
    boolean fits =
        (!parameter.type().isKnown() || parameter.dataType() == t.type())
            && parameter.shape().isCompatible(t.shape());
    if (!fits) {
      throw new ShapeException(
          "argument '"
              + ShapeException.quoted(name)
              + "' of the function is "
              + parameter.type()
              + ", given is "
              + new TensorType(t.type(), t.shape()));
    }
  }

  /// Begins a round of a loop, or a time step.
  void iteration() {
    requireNotInterrupted();
    if (iterations == limits.iterations()) {
      throw new LimitException(
          "the loops of this run have taken "
              + limits.iterations()
              + " rounds, which is all that they may; RunLimits.withIterations raises that");
    }
    iterations++;
  }

  static LimitException outOfMemory() {
    return new LimitException(
        "out of memory, of which there are "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB; give the JVM more (-Xmx)");
  }

  void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("the run was interrupted");
    }
  }

  /// Learns how large the results of `op` on these very inputs are, before it makes them.
  void requireRoom(Op op, List<Tensor> inputs) {
    GraphBuilder to = GraphBuilder.verbatim();
    List<Value> values = inputs.stream().map(t -> to.add(new Const(t))).toList();
    memory.require(op.types(values));
  }
}
