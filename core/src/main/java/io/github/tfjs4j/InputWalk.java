package io.github.tfjs4j;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.FusedBatchNormV3;
import io.github.tfjs4j.op.ResizeBilinear;
import io.github.tfjs4j.op.ResizeNearestNeighbor;
import io.github.tfjs4j.op.ShapeOp;
import io.github.tfjs4j.op.Split;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out near which values a model wants its inputs: follows them through the shifts and
/// factors that stand before the first op that is none (`Rescaling`, `Normalization`, a mean that
/// is subtracted, a batch-norm), and turns those around.
final class InputWalk {
  /// The values of an input between which something in the model lies between -1 and 1.
  ///
  /// @param low one for each element of the input, NaN where the model says nothing
  /// @param high one for each element of the input
  record Range(Tensor low, Tensor high) {}

  /// What the model says of one input.
  ///
  /// @param ranges none, one, or several where the input is used in several ways
  /// @param marks values that the model compares the input with, such as those that mark padding
  record Hints(List<Range> ranges, List<Float> marks) {
    static final Hints NONE = new Hints(List.of(), List.of());
  }

  /// What becomes of the inputs: element `i` is `factor[i] * input[source[i]] + shift[i]`, where
  /// the elements of all inputs are numbered in one row; -1 is the source of a constant.
  private record Affine(Tensor source, Tensor factor, Tensor shift) {
    Shape shape() {
      return source.shape();
    }
  }

  /// Element numbers are kept in float32, which is exact up to here.
  private static final int MOST_ELEMENTS = 1 << 24;

  /// A batch-norm's statistics are met at this many deviations.
  private static final float DEVIATIONS = 2;

  private final Graph graph;
  private final Map<Node, List<Affine>> affine = new IdentityHashMap<>();
  private final Map<Node, Optional<List<Tensor>>> constants = new IdentityHashMap<>();
  private final Map<String, Integer> first = new LinkedHashMap<>();
  private final Map<String, Shape> shapes;
  private final Map<String, List<Range>> ranges = new HashMap<>();
  private final Map<String, List<Float>> marks = new HashMap<>();

  private InputWalk(Graph graph, Map<String, Shape> shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /// @param shapes of the inputs, without unknown dimensions
  static Map<String, Hints> of(Graph graph, Map<String, Shape> shapes) {
    long elements = shapes.values().stream().mapToLong(Shape::longSize).sum();
    return elements > MOST_ELEMENTS ? Map.of() : new InputWalk(graph, shapes).walk();
  }

  private Map<String, Hints> walk() {
    int at = 0;
    for (Map.Entry<String, Value> input : graph.inputs().entrySet()) {
      Shape shape = shapes.get(input.getKey());
      DataType type = input.getValue().dataType();
      first.put(input.getKey(), at);
      if (type == DataType.FLOAT || type == DataType.INT32) {
        affine.put(input.getValue().node(), List.of(start(shape, at)));
      }
      at += shape.size();
    }
    for (Node node : graph.nodes()) {
      if (!affine.containsKey(node) && node.inputs().stream().anyMatch(v -> at(v).isPresent())) {
        follow(node).ifPresentOrElse(out -> affine.put(node, out), () -> end(node));
      }
    }
    Map<String, Hints> hints = new LinkedHashMap<>();
    first
        .keySet()
        .forEach(name ->
            hints.put(
                name,
                new Hints(
                    ranges.getOrDefault(name, List.of()), marks.getOrDefault(name, List.of()))));
    return hints;
  }

  private static Affine start(Shape shape, int at) {
    float[] source = new float[shape.size()];
    for (int i = 0; i < source.length; i++) {
      source[i] = at + i;
    }
    return new Affine(Tensor.adopt(source, shape), filled(shape, 1), filled(shape, 0));
  }

  private static Tensor filled(Shape shape, float value) {
    float[] data = new float[shape.size()];
    Arrays.fill(data, value);
    return Tensor.adopt(data, shape);
  }

  private Optional<Affine> at(Value v) {
    return Optional.ofNullable(affine.get(v.node()))
        .filter(all -> v.index() < all.size())
        .map(all -> all.get(v.index()));
  }

  /// What the node makes of the inputs, where that is shifts, factors and moves alone.
  private Optional<List<Affine>> follow(Node node) {
    try {
      return switch (node.op()) {
        case Cast c when c.dstT() == DataType.FLOAT || c.dstT() == DataType.INT32 ->
            Optional.of(affine.get(node.input(0).node()));
        case Binary b -> arithmetic(b.f(), node);
        case BiasAdd _ -> arithmetic(Binary.F.ADD_V2, node);
        case Unary u when u.f() == Unary.F.NEG -> at(node.input(0)).map(x -> List.of(negated(x)));
        case ConcatV2 _ -> joined(node);
        case ResizeBilinear r ->
            resized(node, new ResizeNearestNeighbor(r.alignCorners(), r.halfPixelCenters()));
        case Split _ -> moved(node, 1);
        default -> node.op().movesValues() ? moved(node, 0) : Optional.empty();
      };
    } catch (ModelException _) {
      // The shape that was chosen does not fit; what is said about that is said when it runs.
      return Optional.empty();
    }
  }

  /// @param data which of the node's inputs holds the elements that are moved
  private Optional<List<Affine>> moved(Node node, int data) {
    Optional<Affine> x = at(node.input(data));
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Optional<Tensor> input = i == data ? x.map(Affine::source) : constant(node.input(i));
      if (input.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(input.get());
    }
    List<Tensor> source = node.op().evaluate(inputs);
    inputs.set(data, x.orElseThrow().factor);
    List<Tensor> factor = node.op().evaluate(inputs);
    inputs.set(data, x.orElseThrow().shift);
    List<Tensor> shift = node.op().evaluate(inputs);
    List<Affine> out = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      out.add(new Affine(source.get(i), factor.get(i), shift.get(i)));
    }
    return Optional.of(out);
  }

  private Optional<List<Affine>> arithmetic(Binary.F f, Node node) {
    boolean swapped = at(node.input(0)).isEmpty();
    Optional<Affine> x = at(node.input(swapped ? 1 : 0));
    Optional<Tensor> c = constant(node.input(swapped ? 0 : 1));
    if (x.isEmpty() || c.isEmpty() || c.get().type() == DataType.BOOL) {
      return Optional.empty();
    }
    Affine a = x.get();
    Tensor by = new Cast(DataType.FLOAT).evaluate(List.of(c.get())).getFirst();
    if (!a.shape().broadcast(by.shape()).equals(a.shape())) {
      return Optional.empty();
    }
    return switch (f) {
      case ADD_V2 -> Optional.of(shifted(a, Binary.F.ADD_V2, by));
      case SUB ->
          Optional.of(
              swapped ? shifted(negated(a), Binary.F.ADD_V2, by) : shifted(a, Binary.F.SUB, by));
      case MUL -> Optional.of(List.of(scaled(a, Binary.F.MUL, by)));
      case REAL_DIV, DIV_NO_NAN ->
          swapped ? Optional.empty() : Optional.of(List.of(scaled(a, Binary.F.REAL_DIV, by)));
      default -> Optional.empty();
    };
  }

  private static List<Affine> shifted(Affine x, Binary.F f, Tensor by) {
    return List.of(new Affine(x.source, x.factor, of(f, x.shift, by)));
  }

  private static Affine scaled(Affine x, Binary.F f, Tensor by) {
    return new Affine(x.source, of(f, x.factor, by), of(f, x.shift, by));
  }

  private static Affine negated(Affine x) {
    return scaled(x, Binary.F.MUL, Tensor.scalar(-1f));
  }

  private static Tensor of(Binary.F f, Tensor a, Tensor b) {
    return new Binary(f).evaluate(List.of(a, b)).getFirst();
  }

  private Optional<List<Affine>> joined(Node node) {
    List<Affine> parts = new ArrayList<>();
    int n = node.inputs().size() - 1;
    for (Value v : node.inputs().subList(0, n)) {
      Optional<Affine> part =
          at(v)
              .or(() ->
                  constant(v)
                      .filter(c -> c.type() == DataType.FLOAT)
                      .map(c -> new Affine(filled(c.shape(), -1), filled(c.shape(), 0), c)));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return constant(node.input(n))
        .map(axis -> {
          List<Tensor> last = List.of(axis);
          ConcatV2 concat = new ConcatV2();
          return List.of(
              new Affine(
                  concat.evaluate(all(parts.stream().map(Affine::source).toList(), last)).get(0),
                  concat.evaluate(all(parts.stream().map(Affine::factor).toList(), last)).get(0),
                  concat.evaluate(all(parts.stream().map(Affine::shift).toList(), last)).get(0)));
        });
  }

  private static List<Tensor> all(List<Tensor> head, List<Tensor> tail) {
    List<Tensor> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }

  /// A mix of pixels counts as its nearest one: they have the channel in common.
  private Optional<List<Affine>> resized(Node node, ResizeNearestNeighbor nearest) {
    Optional<Affine> x = at(node.input(0));
    Optional<Tensor> size = constant(node.input(1));
    if (x.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    Tensor to = size.get();
    return Optional.of(
        List.of(
            new Affine(
                nearest.evaluate(List.of(x.get().source, to)).getFirst(),
                nearest.evaluate(List.of(x.get().factor, to)).getFirst(),
                nearest.evaluate(List.of(x.get().shift, to)).getFirst())));
  }

  /// The value of what depends on no input, or on their shapes alone.
  private Optional<Tensor> constant(Value v) {
    return constants(v.node()).map(all -> all.get(v.index()));
  }

  private Optional<List<Tensor>> constants(Node node) {
    Optional<List<Tensor>> known = constants.get(node);
    if (known == null) {
      known = compute(node);
      constants.put(node, known);
    }
    return known;
  }

  private Optional<List<Tensor>> compute(Node node) {
    if (node.op().constant().isPresent()) {
      return node.op().constant().map(c -> List.of(c.tensor()));
    }
    if (node.op() instanceof ShapeOp && at(node.input(0)).isPresent()) {
      return at(node.input(0)).map(x -> List.of(Tensor.ints(x.shape().dims())));
    }
    if (node.inputs().isEmpty() || !node.op().pure() || node.op().foreign()) {
      return Optional.empty();
    }
    List<Tensor> inputs = new ArrayList<>();
    for (Value v : node.inputs()) {
      Optional<Tensor> input = constant(v);
      if (input.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(input.get());
    }
    return node.op().functions().isEmpty()
        ? Optional.of(node.op().evaluate(inputs))
        : Optional.empty();
  }

  /// An op that is more than shifts and factors: what goes into it says what the model expects.
  private void end(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      int input = i;
      at(node.input(i)).ifPresent(x -> end(node, input, x));
    }
  }

  private void end(Node node, int input, Affine x) {
    switch (node.op()) {
      case FusedBatchNormV3 norm when input == 0 -> normalised(x, norm, node);
      case Compare _ -> constant(node.input(1 - input)).ifPresent(c -> mark(x, c));
      case ShapeOp _ -> {}
      default -> range(x, 1);
    }
  }

  private void normalised(Affine x, FusedBatchNormV3 norm, Node node) {
    Optional<Tensor> mean = constant(node.input(3));
    Optional<Tensor> variance = constant(node.input(4));
    if (mean.isEmpty() || variance.isEmpty() || mean.get().size() == 0) {
      return;
    }
    Tensor deviation =
        new Unary(Unary.F.SQRT)
            .evaluate(List.of(of(Binary.F.ADD_V2, variance.get(), Tensor.scalar(norm.epsilon()))))
            .getFirst();
    Affine centred = shifted(x, Binary.F.SUB, mean.get()).getFirst();
    range(scaled(centred, Binary.F.REAL_DIV, deviation), DEVIATIONS);
  }

  private void mark(Affine x, Tensor with) {
    for (Map.Entry<String, Integer> input : first.entrySet()) {
      int source = x.source.size() == 0 ? -1 : (int) x.source.get(0);
      int at = source - input.getValue();
      if (with.size() == 1 && at >= 0 && at < shapes.get(input.getKey()).size()) {
        double mark = (with.get(0) - x.shift.get(0)) / x.factor.get(0);
        marks.computeIfAbsent(input.getKey(), _ -> new ArrayList<>()).add((float) mark);
      }
    }
  }

  /// Adds the ranges of the inputs in which `x` is between `-spread` and `spread`.
  private void range(Affine x, float spread) {
    first.forEach((name, at) -> {
      float[] low = new float[shapes.get(name).size()];
      float[] high = new float[low.length];
      Arrays.fill(low, Float.NaN);
      Arrays.fill(high, Float.NaN);
      boolean says = false;
      boolean shiftsOnly = true;
      for (int i = 0; i < x.source.size(); i++) {
        int element = (int) x.source.get(i) - at;
        double factor = x.factor.get(i);
        double shift = x.shift.get(i);
        double centre = -shift / factor;
        double half = spread / Math.abs(factor);
        if (element >= 0 && element < low.length && Float.isFinite((float) (centre + half))) {
          says |= Math.abs(factor) != spread || shift != 0;
          shiftsOnly &= Math.abs(factor) == 1;
          low[element] = (float) (centre - half);
          high[element] = (float) (centre + half);
        }
      }
      if (says) {
        add(name, new Range(tensor(name, low), tensor(name, high)));
        if (shiftsOnly) {
          add(name, fromZero(name, low, high));
        }
      }
    });
  }

  /// Where a mean is subtracted and nothing divides, the values are about as far from zero as it.
  private Range fromZero(String name, float[] low, float[] high) {
    float[] from = new float[low.length];
    float[] to = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      float centre = (low[i] + high[i]) / 2;
      from[i] = Math.min(low[i], centre - Math.abs(centre));
      to[i] = Math.max(high[i], centre + Math.abs(centre));
    }
    return new Range(tensor(name, from), tensor(name, to));
  }

  private Tensor tensor(String name, float[] values) {
    return Tensor.adopt(values, shapes.get(name));
  }

  private void add(String name, Range range) {
    List<Range> known = ranges.computeIfAbsent(name, _ -> new ArrayList<>());
    if (known.stream().noneMatch(r -> r.low.sameBits(range.low) && r.high.sameBits(range.high))) {
      known.add(range);
    }
  }
}
