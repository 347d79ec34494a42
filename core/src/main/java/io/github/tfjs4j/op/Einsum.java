package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The sum of products that `equation` names, such as `abc,acd->abd`: one letter an axis; letters
/// that the result lacks are summed over. One or two inputs, no `...`, no letter twice in one
/// input. TF.js' wasm backend does not have it.
public record Einsum(String equation) implements Op {
  static final OpDef<Einsum> DEF =
      OpDef.named("Einsum", Einsum.class, a -> new Einsum(a.s("equation", "")))
          .count("N", 0)
          .type("T", 0)
          .s("equation", Einsum::equation);

  @Override
  public String name() {
    return "Einsum";
  }

  @Override
  public Operands operands() {
    return Operands.atLeast(1);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    if (node.inputs().size() < 2) {
      return OptionalLong.of(0);
    }
    int[] lengths =
        labels().lengths(node.inputs().stream().map(Value::shape).toList()).values().stream()
            .mapToInt(Integer::intValue)
            .toArray();
    return Products.times(Shape.of(lengths), Shape.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    DataType type = inputs.getFirst().dataType();
    for (Value v : inputs) {
      type = ElementTypes.upcast(type, v.dataType());
    }
    Labels labels = labels();
    Map<Character, Integer> lengths = labels.lengths(inputs.stream().map(Value::shape).toList());
    int[] out = labels.output.chars().map(c -> lengths.get((char) c)).toArray();
    return List.of(new TensorType(type, Shape.of(out)));
  }

  /// The letters of the axes of each input and of the result.
  record Labels(List<String> inputs, String output) {
    /// The length of each letter; -1 where no shape tells.
    Map<Character, Integer> lengths(List<Shape> shapes) {
      if (shapes.size() != inputs.size()) {
        throw new ShapeException(
            "the equation has " + inputs.size() + " inputs, but there are " + shapes.size());
      }
      Map<Character, Integer> lengths = new LinkedHashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        String axes = inputs.get(i);
        Shape s = shapes.get(i).merge(Shape.ofRank(axes.length()));
        for (int a = 0; a < axes.length(); a++) {
          int length = s.dim(a);
          int other = lengths.getOrDefault(axes.charAt(a), Shape.UNKNOWN_DIM);
          if (length != other && length != Shape.UNKNOWN_DIM && other != Shape.UNKNOWN_DIM) {
            throw new ShapeException(
                "axis '"
                    + axes.charAt(a)
                    + "' has length "
                    + other
                    + " and "
                    + length
                    + " in "
                    + shapes);
          }
          lengths.put(axes.charAt(a), Math.max(length, other));
        }
      }
      return lengths;
    }
  }

  Labels labels() {
    String text = equation.replaceAll("\\s", "");
    int arrow = text.indexOf("->");
    List<String> inputs =
        arrow < 0 ? List.of() : new ArrayList<>(List.of(text.substring(0, arrow).split(",", -1)));
    String output = arrow < 0 ? "" : text.substring(arrow + 2);
    boolean fits = arrow >= 0 && inputs.size() <= 2 && isAxes(output);
    for (String input : inputs) {
      fits &= isAxes(input);
    }
    String all = String.join("", inputs);
    if (!fits || !output.chars().allMatch(c -> all.indexOf(c) >= 0)) {
      throw new ShapeException(
          "equation '"
              + equation
              + "' is not one of one or two inputs and '->', each axis a letter once");
    }
    return new Labels(List.copyOf(inputs), output);
  }

  private static boolean isAxes(String s) {
    return s.chars().allMatch(Character::isLetter) && s.chars().distinct().count() == s.length();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Labels labels = labels();
    Map<Character, Integer> lengths = labels.lengths(inputs.stream().map(Tensor::shape).toList());
    // The result's axes first, then those that are summed over.
    StringBuilder order = new StringBuilder(labels.output);
    lengths.keySet().stream().filter(c -> labels.output.indexOf(c) < 0).forEach(order::append);
    int[] dims = order.chars().map(c -> lengths.get((char) c)).toArray();
    int[] out = labels.output.chars().map(c -> lengths.get((char) c)).toArray();
    boolean two = inputs.size() == 2;
    Tensor a = inputs.get(0);
    Tensor b = two ? inputs.get(1) : Tensor.scalar(1f);
    double[] sums = new double[Shape.of(out).size()];
    Walk.over(
            dims,
            strides(order, labels.output, out),
            strides(order, labels.inputs.get(0), a.shape().dims()),
            strides(order, two ? labels.inputs.get(1) : "", b.shape().dims()))
        .rows((at, step, n) -> {
          for (int i = 0; i < n; i++) {
            sums[at[0] + i * step[0]] += a.get(at[1] + i * step[1]) * b.get(at[2] + i * step[2]);
          }
        });
    float[] result = new float[sums.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) sums[i];
    }
    DataType type = two ? ElementTypes.upcast(a.type(), b.type()) : a.type();
    return List.of(Elements.cast(Tensor.adopt(result, Shape.of(out)), type));
  }

  /// For each letter of `order` the stride of a dense array of `dims` whose axes are called `axes`.
  private static int[] strides(CharSequence order, String axes, int[] dims) {
    int[] dense = Walk.dense(dims);
    return order.chars().map(c -> axes.indexOf(c) < 0 ? 0 : dense[axes.indexOf(c)]).toArray();
  }
}
