package io.github.tfjs4j.app;

import io.github.tfjs4j.RunnableModel;
import io.github.tfjs4j.Verification;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints what two models were fed and how far their outputs are apart.
final class Comparison {
  private final PrintStream out;

  Comparison(PrintStream out) {
    this.out = out;
  }

  void inputs(RunnableModel model, Map<String, Tensor> feeds, Verification.Options options) {
    feeds.forEach((name, tensor) -> {
      TensorType type = model.inputs().get(name);
      boolean chosen = !type.shape().isFullyDefined();
      out.printf(
          "input %s: %s%s, seed %d%s%n",
          name,
          tensor.type().jsName(),
          tensor.shape(),
          options.seed(),
          chosen ? ", sizes chosen for " + type.shape() + " (--input_shape)" : "");
    });
  }

  /// Prints a line an output, and a verdict.
  ///
  /// @return whether all outputs agree
  boolean outputs(List<Verification.Difference> differences) {
    differences.forEach(this::output);
    long wrong = differences.stream().filter(d -> !d.ok()).count();
    out.println(
        wrong == 0
            ? "equal: " + Summary.count(differences.size(), "output")
            : "different: " + wrong + " of " + Summary.count(differences.size(), "output"));
    return wrong == 0;
  }

  private void output(Verification.Difference d) {
    out.printf("%s output %s %s: ", d.ok() ? "ok  " : "FAIL", d.output(), d.shape());
    if (!d.fault().isEmpty()) {
      out.println(d.fault());
      return;
    }
    out.printf(
        Locale.ROOT,
        "largest difference %.3g (allowed %.3g, range %.3g), relative %.3g",
        d.maxAbs(),
        d.allowed(),
        d.range(),
        d.maxRel());
    if (d.maxAbs() != 0) {
      out.printf(
          Locale.ROOT,
          ", at %s: %s and %s",
          Arrays.toString(place(d.shape(), d.index())),
          number(d.first()),
          number(d.second()));
    }
    out.println();
  }

  private static String number(double value) {
    return Float.toString((float) value);
  }

  /// The coordinates of element `index` in row-major order.
  static int[] place(Shape shape, int index) {
    int[] place = shape.dims();
    int rest = index;
    for (int axis = place.length - 1; axis >= 0; axis--) {
      int size = Math.max(1, place[axis]);
      place[axis] = rest % size;
      rest /= size;
    }
    return place;
  }
}
