package io.github.tfjs4j.app;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.Verification.Finding;
import io.github.tfjs4j.Verification.InputSet;
import io.github.tfjs4j.Verification.Result;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints what two models were fed and how far their outputs are apart.
record Comparison(PrintStream out) {
  /// @param seed of the generated inputs
  /// @param inputs the first model's, as it declares them
  void inputs(List<InputSet> sets, long seed, Map<String, TensorType> inputs) {
    out.println("seed " + seed);
    inputs.forEach((name, type) -> {
      if (!type.shape().isFullyDefined()) {
        out.println("sizes chosen for " + name + " " + type.shape() + " (--input_shape)");
      }
    });
    for (int i = 0; i < sets.size(); i++) {
      InputSet set = sets.get(i);
      String number = "inputs " + (i + 1) + ": ";
      set.feeds()
          .forEach((name, tensor) ->
              out.println(
                  number
                      + name
                      + " "
                      + tensor.type().jsName()
                      + tensor.shape()
                      + ", "
                      + set.labels().get(name)));
    }
  }

  /// Prints a line an output with what is to be said of it, and a verdict.
  void outputs(Result result) {
    result.findings().forEach(this::output);
    String outputs = Summary.count(result.findings().size(), "output");
    String of =
        result.findings().stream().filter(f -> f.verdict() == result.verdict()).count() + " of ";
    out.println(
        switch (result.verdict()) {
          case EQUAL ->
              "equal: "
                  + outputs
                  + " on "
                  + Summary.count(result.sets().size(), "set")
                  + " of inputs";
          case UNDECIDED -> "undecided: " + of + outputs;
          case DIFFERENT -> "different: " + of + outputs;
        });
  }

  private void output(Finding finding) {
    Difference d = finding.worst();
    String verdict =
        switch (finding.verdict()) {
          case EQUAL -> "ok  ";
          case UNDECIDED -> "?   ";
          case DIFFERENT -> "FAIL";
        };
    out.printf("%s output %s %s: ", verdict, d.output(), d.shape());
    out.print(d.fault().isEmpty() ? numbers(d) : d.fault());
    out.println(d.maxAbs() == 0 ? "" : ", inputs " + (finding.set() + 1));
    finding.remarks().forEach(remark -> out.println("     " + remark));
  }

  private static String numbers(Difference d) {
    String far =
        String.format(
            Locale.ROOT,
            "largest difference %.3g (allowed %.3g, range %.3g), relative %.3g",
            d.maxAbs(),
            d.allowed(),
            d.range(),
            d.maxRel());
    return d.maxAbs() == 0
        ? far
        : far
            + ", at "
            + Arrays.toString(place(d.shape(), d.index()))
            + ": A "
            + (float) d.first()
            + ", B "
            + (float) d.second();
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
