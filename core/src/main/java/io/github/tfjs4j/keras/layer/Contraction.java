package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Products of tensors along axes that letters name, as matrix products: what `einsum` says.
final class Contraction {
  private Contraction() {}

  /// An equation, its ellipsis written out in letters that it does not use.
  ///
  /// @param inputs the letters of each input
  record Equation(List<String> inputs, String output) {
    /// @throws UnsupportedModelException for an equation of more than two inputs, or of a diagonal
    static Equation of(String text, List<Value> values) {
      String equation = text.replaceAll("\\s", "");
      int arrow = equation.indexOf("->");
      List<String> inputs =
          List.of((arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1));
      if (inputs.size() != values.size() || inputs.isEmpty() || inputs.size() > 2) {
        throw unsupported(text, "it must have one or two inputs, as many as are given");
      }
      String spare =
          "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
              .chars()
              .filter(c -> equation.indexOf(c) < 0)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      int elided = 0;
      List<String> written = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        String letters = inputs.get(i).replace("...", "");
        int more = FunctionCall.rank(values.get(i)) - letters.length();
        if (more < 0 || more > spare.length() || (more > 0 && letters.equals(inputs.get(i)))) {
          throw unsupported(
              text, "'" + inputs.get(i) + "' does not fit an input " + values.get(i).type());
        }
        elided = Math.max(elided, more);
        written.add(inputs.get(i).replace("...", spare.substring(spare.length() - more)));
      }
      String all = spare.substring(spare.length() - elided);
      String output =
          arrow < 0 ? implied(all, written) : equation.substring(arrow + 2).replace("...", all);
      List<String> each = new ArrayList<>(written);
      each.add(output);
      String in = String.join("", written);
      if (!each.stream().allMatch(s -> s.chars().distinct().count() == s.length())
          || !output.chars().allMatch(c -> in.indexOf(c) >= 0 && Character.isLetter(c))) {
        throw unsupported(text, "each axis must be a letter, once in each input and the result");
      }
      return new Equation(written, output);
    }

    /// Without an arrow: what is elided, then the letters that occur once, in alphabetical order.
    private static String implied(String elided, List<String> inputs) {
      String all = String.join("", inputs);
      StringBuilder out = new StringBuilder(elided);
      all.chars()
          .filter(c -> elided.indexOf(c) < 0 && all.indexOf(c) == all.lastIndexOf(c))
          .sorted()
          .forEach(out::appendCodePoint);
      return out.toString();
    }

    private static UnsupportedModelException unsupported(String equation, String why) {
      return new UnsupportedModelException(
          "equation '" + ModelException.quoted(equation) + "' cannot be converted: " + why);
    }
  }

  static Value of(Tf tf, String text, List<Value> values) {
    Equation equation = Equation.of(text, values);
    return values.size() == 1
        ? single(tf, equation.inputs().getFirst(), values.getFirst(), equation.output())
        : product(
            tf,
            equation.inputs().get(0),
            values.get(0),
            equation.inputs().get(1),
            values.get(1),
            equation.output(),
            y -> y);
  }

  /// Sums over what the output has not, and lays out the rest.
  private static Value single(Tf tf, String letters, Value x, String output) {
    int[] gone =
        IntStream.range(0, letters.length())
            .filter(i -> output.indexOf(letters.charAt(i)) < 0)
            .toArray();
    Value sum = gone.length == 0 ? x : tf.reduce(Reduce.F.SUM, x, false, gone);
    return arranged(tf, sum, kept(letters, output), output);
  }

  /// @param finish what is done to the product of rows and columns, before it is laid out: it has
  ///   the letters of `b` alone, as one, on its last axis
  static Value product(
      Tf tf, String a, Value x, String b, Value y, String output, UnaryOperator<Value> finish) {
    String both = b + output;
    Value left = single(tf, a, x, kept(a, both));
    String la = kept(a, both);
    Value right = single(tf, b, y, kept(b, a + output));
    String lb = kept(b, a + output);
    String batch = kept(kept(output, la), lb);
    String inner = without(kept(lb, la), output);
    String rows = without(kept(output, la), lb);
    String columns = without(kept(output, lb), la);
    Map<Character, Length> lengths = new LinkedHashMap<>();
    for (int i = 0; i < la.length(); i++) {
      lengths.put(la.charAt(i), Length.of(left, i));
    }
    for (int i = 0; i < lb.length(); i++) {
      Length length = Length.of(right, i);
      lengths.merge(lb.charAt(i), length, (p, q) -> p.isKnown() ? p : q);
    }
    if (inner.isEmpty()) {
      return outer(tf, left, la, right, lb, batch + rows, columns, output, lengths);
    }
    boolean adjointX = la.equals(batch + inner + rows) && !la.equals(batch + rows + inner);
    boolean adjointY = lb.equals(batch + columns + inner) && !lb.equals(batch + inner + columns);
    Value p =
        matrices(tf, left, la, batch, adjointX ? inner : rows, adjointX ? rows : inner, lengths);
    Value q =
        matrices(
            tf, right, lb, batch, adjointY ? columns : inner, adjointY ? inner : columns, lengths);
    Value made =
        batch.isEmpty()
            ? tf.op(new MatMul(adjointX, adjointY), p, q)
            : tf.op(new BatchMatMulV2(adjointX, adjointY), p, q);
    String order = batch + rows + columns;
    return arranged(tf, reshaped(tf, finish.apply(made), order, lengths), order, output);
  }

  /// Each element of one with each of the other, but along shared axes.
  private static Value outer(
      Tf tf,
      Value left,
      String la,
      Value right,
      String lb,
      String front,
      String columns,
      String output,
      Map<Character, Length> lengths) {
    String order = front + columns;
    Value p = arranged(tf, left, la, kept(order, la));
    Value q = arranged(tf, right, lb, kept(order, lb));
    Value made = tf.mul(spread(tf, p, la, order, lengths), spread(tf, q, lb, order, lengths));
    return arranged(tf, made, order, output);
  }

  private static Value spread(
      Tf tf, Value x, String letters, String order, Map<Character, Length> lengths) {
    List<Length> shape = new ArrayList<>();
    order
        .chars()
        .forEach(c -> shape.add(letters.indexOf(c) >= 0 ? lengths.get((char) c) : Length.of(1)));
    return Length.reshape(tf, x, shape);
  }

  /// `[batch as one, rows as one, columns as one]`, or a matrix where there is no batch.
  private static Value matrices(
      Tf tf,
      Value x,
      String letters,
      String batch,
      String rows,
      String columns,
      Map<Character, Length> lengths) {
    Value arranged = arranged(tf, x, letters, batch + rows + columns);
    List<Length> shape = new ArrayList<>();
    // One axis of a batch needs no merging, nor do several on both sides.
    batch.chars().forEach(c -> shape.add(lengths.get((char) c)));
    shape.add(merged(rows, lengths));
    shape.add(merged(columns, lengths));
    return Length.reshape(tf, arranged, shape);
  }

  private static Length merged(String letters, Map<Character, Length> lengths) {
    Length all = Length.of(1);
    for (int i = 0; i < letters.length(); i++) {
      all = all.times(lengths.get(letters.charAt(i)));
    }
    return all;
  }

  private static Value reshaped(Tf tf, Value x, String letters, Map<Character, Length> lengths) {
    List<Length> shape = new ArrayList<>();
    letters.chars().forEach(c -> shape.add(lengths.get((char) c)));
    return Length.reshape(tf, x, shape);
  }

  /// `x` with its axes in another order.
  private static Value arranged(Tf tf, Value x, String letters, String order) {
    return letters.equals(order)
        ? x
        : tf.transpose(x, order.chars().map(letters::indexOf).toArray());
  }

  /// The letters of `letters` that `others` has, in their order.
  private static String kept(String letters, String others) {
    StringBuilder out = new StringBuilder();
    letters.chars().filter(c -> others.indexOf(c) >= 0).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static String without(String letters, String others) {
    StringBuilder out = new StringBuilder();
    letters.chars().filter(c -> others.indexOf(c) < 0).forEach(out::appendCodePoint);
    return out.toString();
  }
}
