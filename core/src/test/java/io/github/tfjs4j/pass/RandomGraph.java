package io.github.tfjs4j.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A small graph at random: chains of element-wise ops with constants of odd shapes, types and
/// values, and some products and changes of shape between them.
final class RandomGraph {
  private static final List<String> BINARY =
      List.of(
          "AddV2",
          "Sub",
          "Mul",
          "RealDiv",
          "Maximum",
          "Minimum",
          "AddV2",
          "Mul",
          "DivNoNan",
          "SquaredDifference",
          "Prelu");

  private static final List<String> UNARY =
      List.of("Relu", "Relu6", "Neg", "Abs", "Square", "Tanh", "Sigmoid", "Identity", "Elu");

  private static final List<String> INPUTS =
      List.of(
          "float32[?, 3]",
          "float32[2, 3]",
          "float32[?, ?]",
          "float32[?, 2, 3]",
          "float32",
          "int32[?, 3]",
          "bool[2, 3]",
          "float32[0, 3]",
          "float32[]",
          "int32[]",
          "float32[3]",
          "float32[?, 1, 1, 3]");

  private static final List<String> SHAPES =
      List.of(
          "", "3", "1", "2, 3", "1, 3", "2, 1", "1, 1, 3", "3, 1", "0, 3", "1, 1, 1, 1, 3", "2");

  /// Of one element.
  private static final List<String> ONES = List.of("", "1", "1, 1", "1, 1, 1, 1, 1");

  /// None so large that double itself would lose a number of about 1 beside it.
  private static final List<String> NUMBERS =
      List.of(
          "0.0",
          "-0.0",
          "1.0",
          "-1.0",
          "2.0",
          "0.5",
          "6.0",
          "0.3",
          "1e6",
          "-1e6",
          "1e-6",
          "NaN",
          "Infinity",
          "-Infinity",
          "1000.5",
          "-101325.0",
          "1e-40",
          "0.16666667");

  private final Random random;
  private final List<String> lines = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  RandomGraph(Random random) {
    this.random = random;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String recent() {
    int last = values.size();
    return values.get(random.nextInt(3) == 0 ? random.nextInt(last) : last - 1);
  }

  private void define(String what) {
    String name = "%v" + values.size();
    lines.add(name + " = " + what);
    values.add(name);
  }

  private String constant() {
    return constant(any(SHAPES));
  }

  private String constant(String shape) {
    int n = 1;
    for (String d : shape.isEmpty() ? new String[0] : shape.split(", ")) {
      n *= Integer.parseInt(d);
    }
    int kind = random.nextInt(8);
    List<String> elements = new ArrayList<>();
    String one = any(NUMBERS);
    for (int i = 0; i < n; i++) {
      elements.add(
          kind == 0
              ? String.valueOf(random.nextInt(5) - 1)
              : kind == 1
                  ? one
                  : random.nextInt(3) == 0
                      ? any(NUMBERS)
                      : String.valueOf(random.nextInt(9) * 0.5f - 2));
    }
    String name = "%c" + lines.size();
    lines.add(
        "%s = Const %s[%s] {%s}"
            .formatted(name, kind == 0 ? "int32" : "float32", shape, String.join(", ", elements)));
    return name;
  }

  private String operand() {
    return random.nextInt(5) < 3 ? constant() : recent();
  }

  private void step() {
    switch (random.nextInt(13)) {
      case 0, 1, 2, 3, 4, 5 -> {
        String a = recent();
        String b = operand();
        boolean turned = random.nextInt(4) == 0;
        define("%s(%s, %s)".formatted(any(BINARY), turned ? b : a, turned ? a : b));
      }
      case 6, 7 -> define("%s(%s)".formatted(any(UNARY), recent()));
      case 8 ->
          define(
              "ClipByValue(%s, %s, %s)"
                  .formatted(recent(), constant(any(ONES)), constant(any(ONES))));
      case 9 -> {
        String w = "%w" + lines.size();
        lines.add("%s = Const float32[3, 3] random(%d)".formatted(w, random.nextInt(100)));
        define("MatMul(%s, %s)".formatted(recent(), w));
      }
      case 10 ->
          define(
              any(List.of(
                      "Reshape(%s, [-1, 3])",
                      "Transpose(%s, [1, 0])",
                      "Mean(%s, [0])",
                      "Cast(%s) {DstT=float32}",
                      "ExpandDims(%s, 1)",
                      "Squeeze(%s)",
                      "Shape(%s)",
                      "Pad(%s, [[0, 0], [1, 0]])",
                      "Sum(%s, [-1]) {keep_dims=true}"))
                  .formatted(recent()));
      case 11 -> define("BiasAdd(%s, %s)".formatted(recent(), constant("3")));
      default -> define("ConcatV2(%s, %s, 0)".formatted(recent(), operand()));
    }
  }

  /// In the text form; it need not parse.
  String text() {
    lines.add("input %x: " + any(INPUTS));
    values.add("%x");
    int steps = 1 + random.nextInt(7);
    for (int i = 0; i < steps; i++) {
      step();
    }
    boolean two = random.nextInt(4) == 0;
    lines.add("return " + values.getLast() + (two ? ", \"second\": " + recent() : ""));
    return String.join("\n", lines) + "\n";
  }
}
