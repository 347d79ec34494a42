package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Functions of float32 elements, one or a chain of them, block by block: a block goes through all
/// functions while it is in the fastest memory.
final class ElementwiseKernel implements Kernel {
  /// Elements of a block: a few of them fit into the first cache.
  private static final int BLOCK = 1024;

  /// Elements of a task.
  private static final int PIECE = 16 * BLOCK;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "elementwise";
        }

        @Override
        public boolean joins(Node node) {
          return ElementFunction.of(node.op()).isPresent()
              && node.types().getFirst().type() == DataType.FLOAT
              && node.inputs().stream().allMatch(v -> v.dataType() == DataType.FLOAT)
              && node.inputs().stream()
                  .allMatch(v -> Operand.of(v.shape(), node.out().shape()).isPresent());
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return joins(node) ? make(List.of(node), node.inputs()) : Optional.empty();
        }

        @Override
        public Optional<Kernel> make(List<Node> nodes, List<Value> inputs) {
          return Optional.of(new ElementwiseKernel(nodes, inputs));
        }
      };

  /// How the elements of an input meet those of the result: element `i / every % period` of each
  /// part of `period` elements, of which the next begins after `outer` elements of the result.
  private record Operand(int every, int period, int outer) {
    /// @return empty where an input is repeated in another way
    static Optional<Operand> of(Shape from, Shape to) {
      int lead = to.rank() - from.rank();
      if (lead < 0) {
        return Optional.empty();
      }
      // From the right: ones that are repeated, what is the result's own, and both once more.
      int axis = to.rank() - 1;
      int every = 1;
      while (axis >= 0 && dim(from, axis - lead) == 1) {
        every *= to.dim(axis--);
      }
      int period = 1;
      while (axis >= 0 && dim(from, axis - lead) == to.dim(axis)) {
        period *= to.dim(axis--);
      }
      int outer = every * period;
      while (axis >= 0 && dim(from, axis - lead) == 1) {
        outer *= to.dim(axis--);
      }
      while (axis >= 0 && dim(from, axis - lead) == to.dim(axis)) {
        axis--;
      }
      return axis < 0 ? Optional.of(new Operand(every, period, outer)) : Optional.empty();
    }

    private static int dim(Shape shape, int axis) {
      return axis < 0 ? 1 : shape.dim(axis);
    }

    /// Puts elements `from` to `to` of the input, as the result has them, into a row.
    void load(float[] x, int from, int to, float[] row) {
      for (int i = from; i < to; ) {
        int end = Math.min(to, i + outer - i % outer);
        if (every == 1) {
          Periods.fill(x, i / outer * period, period, i % period, row, i - from, end - i);
        } else {
          end = Math.min(end, i + every - i % every);
          Arrays.fill(row, i - from, end - from, x[i / every % period + i / outer * period]);
        }
        i = end;
      }
    }
  }

  /// A function of the rows `args`; the result is the row behind those that there are.
  private static final class Step {
    final ElementFunction function;
    final int[] args;

    Step(ElementFunction function, int[] args) {
      this.function = function;
      this.args = args;
    }
  }

  private final int size;
  private final List<Operand> operands = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  private ElementwiseKernel(List<Node> nodes, List<Value> inputs) {
    Shape shape = nodes.getLast().out().shape();
    this.size = shape.size();
    inputs.forEach(v -> operands.add(Operand.of(v.shape(), shape).orElseThrow()));
    Map<Node, Integer> rows = new IdentityHashMap<>();
    for (Node node : nodes) {
      int[] args = new int[node.inputs().size()];
      for (int k = 0; k < args.length; k++) {
        Value v = node.input(k);
        args[k] = rows.containsKey(v.node()) ? rows.get(v.node()) : inputs.indexOf(v);
      }
      rows.put(node, inputs.size() + steps.size());
      steps.add(new Step(ElementFunction.of(node.op()).orElseThrow(), args));
    }
  }

  @Override
  public void run(Buffers b) {
    b.parallel(
        Math.ceilDiv(size, PIECE),
        (long) size * steps.size(),
        (task, scratch) -> {
          int end = Math.min(size, (task + 1) * PIECE);
          for (int from = task * PIECE; from < end; from += BLOCK) {
            block(b, from, Math.min(end, from + BLOCK), scratch);
          }
        });
  }

  private void block(Buffers b, int from, int to, Scratch scratch) {
    float[][] rows = scratch.rows(0, operands.size() + steps.size(), BLOCK);
    for (int i = 0; i < operands.size(); i++) {
      operands.get(i).load(b.floats(i), from, to, rows[i]);
    }
    int next = operands.size();
    for (Step step : steps) {
      step.function.apply(rows, step.args, rows[next++], to - from);
    }
    System.arraycopy(rows[next - 1], 0, b.out(), from, to - from);
  }
}
