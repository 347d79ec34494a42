package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// `y = activation(einsum(equation, x, kernel) + bias)`, the bias along the axes that `bias_axes`
/// names.
public final class EinsumDenseLayer implements Layer {
  @Override
  public String className() {
    return "EinsumDense";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    String text = call.config().s("equation", "");
    int comma = text.indexOf(',');
    int arrow = text.indexOf("->");
    if (comma < 0 || arrow < comma) {
      throw call.config().wrong("equation", "of two inputs, such as ab,bc->ac");
    }
    String letters = text.substring(comma + 1, arrow).strip();
    Value kernel = call.weight("kernel", Shape.ofRank(letters.length()).dims());
    Contraction.Equation equation = Contraction.Equation.of(text, List.of(call.input(), kernel));
    String output = equation.output();
    String added = call.config().s("bias_axes", "");
    // Where the bias goes along all axes of the kernel that are left, a product of matrices takes
    // it.
    boolean joins = !added.isEmpty() && output.endsWith(added) && isNew(added, equation);
    Value y =
        Contraction.product(
            tf,
            equation.inputs().get(0),
            call.input(),
            equation.inputs().get(1),
            kernel,
            output,
            product ->
                joins
                    ? tf.biasAdd(
                        product, tf.reshape(bias(call, added, output, equation, kernel), -1))
                    : product);
    if (!added.isEmpty() && !joins) {
      y = tf.add(y, bias(call, added, output, equation, kernel));
    }
    return call.keepingMask(Activations.apply(call, y));
  }

  /// Whether these are all axes of the result that the kernel brings, and in its order.
  private static boolean isNew(String axes, Contraction.Equation equation) {
    StringBuilder left = new StringBuilder();
    equation
        .inputs()
        .get(1)
        .chars()
        .filter(c -> equation.output().indexOf(c) >= 0 && equation.inputs().get(0).indexOf(c) < 0)
        .forEach(left::appendCodePoint);
    StringBuilder inResult = new StringBuilder();
    equation
        .output()
        .chars()
        .filter(c -> left.indexOf("" + (char) c) >= 0)
        .forEach(inResult::appendCodePoint);
    return inResult.toString().equals(axes);
  }

  /// The bias, which has the axes of the result from its first one on, of length 1 where it is the
  /// same all along one.
  private static Value bias(
      LayerCall call, String axes, String output, Contraction.Equation equation, Value kernel) {
    int first = output.length();
    for (int i = 0; i < axes.length(); i++) {
      int at = output.indexOf(axes.charAt(i));
      if (at < 0) {
        throw call.config().wrong("bias_axes", "axes of the result");
      }
      first = Math.min(first, at);
    }
    int[] shape = new int[output.length() - first];
    for (int i = 0; i < shape.length; i++) {
      char c = output.charAt(first + i);
      int inKernel = equation.inputs().get(1).indexOf(c);
      shape[i] =
          axes.indexOf(c) < 0 ? 1 : inKernel < 0 ? Shape.UNKNOWN_DIM : kernel.shape().dim(inKernel);
    }
    return call.weight("bias", shape);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
