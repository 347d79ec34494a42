package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.Conv2DBackpropInput;
import io.github.tfjs4j.op.Conv3D;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Pack;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a graph means, before float32 rounds it: arithmetic, products and what moves elements in
/// double. Any other op is evaluated on rounded inputs. Of graphs whose inputs are few elements: a
/// product is the sum, over the elements of its input, of what each of them alone gives, which
/// float32 holds exactly.
public final class DoubleRun {
  /// A result: as it was rounded, for ops that need a tensor, and, if it is float32, in double.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(Tensor rounded, double[] exact) {
    static Result of(Tensor t) {
      double[] exact = new double[t.type() == DataType.FLOAT ? t.size() : 0];
      for (int i = 0; i < exact.length; i++) {
        exact[i] = t.get(i);
      }
      return new Result(t, exact);
    }

    static Result of(double[] exact, Shape shape) {
      float[] rounded = new float[exact.length];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) exact[i];
      }
      return new Result(Tensor.adopt(rounded, shape), exact);
    }

    boolean isFloat() {
      return rounded.type() == DataType.FLOAT;
    }

    /// Element `i` of a result of shape `out`, to which this one broadcasts.
    double get(int i, Shape out) {
      Shape own = rounded.shape();
      int at = 0;
      int step = 1;
      for (int axis = 1; axis <= out.rank(); axis++) {
        int index = i % out.dim(-axis);
        i /= out.dim(-axis);
        if (axis <= own.rank()) {
          at += own.dim(-axis) == 1 ? 0 : index * step;
          step *= own.dim(-axis);
        }
      }
      return exact[at];
    }
  }

  private interface Function {
    double of(double[] operands);
  }

  private DoubleRun() {}

  /// The outputs of float32 by their keys.
  public static Map<String, double[]> run(Graph graph, Map<String, Tensor> feeds) {
    IdentityHashMap<Node, List<Result>> results = new IdentityHashMap<>();
    graph.inputs().forEach((key, v) -> results.put(v.node(), List.of(Result.of(feeds.get(key)))));
    Set<Node> needed = needed(graph);
    for (Node node : graph.nodes()) {
      if (needed.contains(node) && !results.containsKey(node)) {
        List<Result> inputs = new ArrayList<>();
        for (Value v : node.inputs()) {
          inputs.add(results.get(v.node()).get(v.index()));
        }
        results.put(node, evaluate(node.op(), inputs));
      }
    }
    Map<String, double[]> outputs = new LinkedHashMap<>();
    graph
        .outputs()
        .forEach((key, v) -> {
          Result n = results.get(v.node()).get(v.index());
          if (n.isFloat()) {
            outputs.put(key, n.exact());
          }
        });
    return outputs;
  }

  /// What the outputs are made of.
  private static Set<Node> needed(Graph graph) {
    Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    graph.outputs().values().forEach(v -> needed.add(v.node()));
    for (Node node : graph.nodes().reversed()) {
      if (needed.contains(node)) {
        node.inputs().forEach(v -> needed.add(v.node()));
      }
    }
    return needed;
  }

  private static List<Result> evaluate(Op op, List<Result> inputs) {
    List<Tensor> rounded = inputs.stream().map(Result::rounded).toList();
    if (inputs.isEmpty() || !inputs.stream().anyMatch(Result::isFloat)) {
      return op.evaluate(rounded).stream().map(Result::of).toList();
    }
    boolean floats = inputs.stream().allMatch(Result::isFloat);
    return switch (op) {
      case Binary(Binary.F f) when floats && isArithmetic(f) ->
          List.of(map(inputs, v -> arithmetic(f, v[0], v[1])));
      case BiasAdd _ when floats -> List.of(map(inputs, v -> v[0] + v[1]));
      case FusedBatchNormV3(float epsilon) when floats ->
          List.of(map(inputs, v -> v[2] + (v[0] - v[3]) * v[1] / Math.sqrt(v[4] + epsilon)));
      case Unary(Unary.F f) when floats && f == Unary.F.NEG -> List.of(map(inputs, v -> -v[0]));
      case Unary(Unary.F f) when floats && f == Unary.F.RELU ->
          List.of(map(inputs, v -> Math.max(v[0], 0)));
      case MatMul _, Conv2D _, DepthwiseConv2dNative _, Conv3D _ -> List.of(linear(op, inputs, 0));
      case BatchMatMulV2 _ -> List.of(linear(op, inputs, 0));
      case Conv2DBackpropInput _ -> List.of(linear(op, inputs, 2));
      case Pad _, ConcatV2 _, Pack _ -> moved(op, inputs, rounded);
      default ->
          op.movesValues()
              ? moved(op, inputs, rounded)
              : op.evaluate(rounded).stream().map(Result::of).toList();
    };
  }

  private static boolean isArithmetic(Binary.F f) {
    return switch (f) {
      case ADD_V2, SUB, MUL, REAL_DIV, MAXIMUM, MINIMUM -> true;
      default -> false;
    };
  }

  private static double arithmetic(Binary.F f, double a, double b) {
    return switch (f) {
      case SUB -> a - b;
      case MUL -> a * b;
      case REAL_DIV -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      default -> a + b;
    };
  }

  private static Result map(List<Result> inputs, Function f) {
    Shape shape = Shape.SCALAR;
    for (Result n : inputs) {
      shape = shape.broadcast(n.rounded().shape());
    }
    double[] out = new double[shape.size()];
    double[] operands = new double[inputs.size()];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < operands.length; k++) {
        operands[k] = inputs.get(k).get(i, shape);
      }
      out[i] = f.of(operands);
    }
    return Result.of(out, shape);
  }

  private static Result linear(Op op, List<Result> inputs, int x) {
    List<Tensor> operands = new ArrayList<>(inputs.stream().map(Result::rounded).toList());
    Result in = inputs.get(x);
    Shape shape = op.evaluate(operands).getFirst().shape();
    double[] out = new double[shape.size()];
    float[] one = new float[in.exact().length];
    for (int i = 0; i < one.length; i++) {
      one[i] = 1;
      operands.set(x, Tensor.of(one, in.rounded().shape()));
      Tensor alone = op.evaluate(operands).getFirst();
      for (int k = 0; k < out.length; k++) {
        out[k] += alone.get(k) * in.exact()[i];
      }
      one[i] = 0;
    }
    return Result.of(out, shape);
  }

  /// The rounded elements and what they are rounded by move in the same way.
  private static List<Result> moved(Op op, List<Result> inputs, List<Tensor> rounded) {
    List<Tensor> rest = new ArrayList<>();
    for (Result n : inputs) {
      float[] off = new float[n.exact().length];
      for (int i = 0; i < off.length; i++) {
        off[i] = (float) (n.exact()[i] - n.rounded().get(i));
      }
      rest.add(n.isFloat() ? Tensor.adopt(off, n.rounded().shape()) : n.rounded());
    }
    List<Tensor> results = op.evaluate(rounded);
    List<Tensor> offs = op.evaluate(rest);
    List<Result> moved = new ArrayList<>();
    for (int k = 0; k < results.size(); k++) {
      Tensor y = results.get(k);
      double[] out = new double[y.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = y.get(i) + offs.get(k).get(i);
      }
      moved.add(Result.of(out, y.shape()));
    }
    return moved;
  }
}
