package io.github.tfjs4j;

import io.github.tfjs4j.Verification.Difference;
import io.github.tfjs4j.Verification.Options;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Compares tensors, value by value.
final class Differences {
  private Differences() {}

  /// Compares two models' outputs, by position.
  static List<Difference> of(
      Map<String, Tensor> first, Map<String, Tensor> second, Options options) {
    List<Difference> out = new ArrayList<>();
    Iterator<Tensor> others = second.values().iterator();
    first.forEach((name, a) ->
        out.add(
            others.hasNext()
                ? of(name, a, others.next(), options)
                : fault(name, a, "the second model has only " + second.size() + " outputs")));
    while (others.hasNext()) {
      others.next();
      out.add(
          fault(
              "?",
              Tensor.scalar(0),
              "the second model has " + second.size() + " outputs, the first " + first.size()));
    }
    return out;
  }

  private static Difference fault(String name, Tensor a, String fault) {
    double none = Double.NaN;
    return new Difference(name, a.shape(), none, none, none, 0, 0, none, none, 0, fault);
  }

  static Difference of(String name, Tensor a, Tensor b, Options options) {
    if (!a.shape().equals(b.shape())) {
      return fault(name, a, "shape " + a.shape() + " against " + b.shape());
    }
    if (a.type() != b.type()) {
      return fault(name, a, "type " + a.type().jsName() + " against " + b.type().jsName());
    }
    if (a.type() == DataType.STRING || a.type() == DataType.COMPLEX64) {
      return a.sameBits(b)
          ? new Difference(name, a.shape(), 0, 0, 0, 0, 0, 0, 0, 1, "")
          : fault(name, a, "the values differ");
    }
    return numbers(name, a, b, options);
  }

  private static Difference numbers(String name, Tensor a, Tensor b, Options options) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double maxAbs = 0;
    double maxRel = 0;
    int worst = 0;
    int finite = 0;
    for (int i = 0; i < a.size(); i++) {
      double x = a.get(i);
      double y = b.get(i);
      if (Double.isFinite(x)) {
        min = Math.min(min, x);
        max = Math.max(max, x);
        finite++;
      }
      double d = x == y || (Double.isNaN(x) && Double.isNaN(y)) ? 0 : Math.abs(x - y);
      // Once a NaN, always a NaN: it must not be hidden by a later number.
      if (!(d <= maxAbs) && !Double.isNaN(maxAbs)) {
        maxAbs = d;
        worst = i;
      }
      maxRel = Math.max(maxRel, d == 0 ? 0 : d / Math.abs(x));
    }
    // Values that lie close together far from 0 are no more exact than their size lets them be.
    double range = finite == 0 ? 0 : Math.max(max - min, Math.max(Math.abs(max), Math.abs(min)));
    return new Difference(
        name,
        a.shape(),
        maxAbs,
        maxRel,
        range,
        options.allowed(range),
        worst,
        a.size() == 0 ? 0 : a.get(worst),
        a.size() == 0 ? 0 : b.get(worst),
        a.size() == 0 ? 1 : (double) finite / a.size(),
        "");
  }
}
