package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// What a fused op does after its product: `activation(product + bias)`. The bias, if any, is the
/// third input; the slope of an activation that takes one is the last.
///
/// @param bias whether there is a bias
/// @param activation empty where there is none
public record Fused(boolean bias, Optional<Activation> activation) {
  /// TF.js' default of `leakyrelu_alpha`.
  private static final float DEFAULT_ALPHA = 0.2f;

  /// A bias alone.
  public static final Fused BIAS = new Fused(true, Optional.empty());

  static Fused of(Attrs a) {
    List<String> ops = a.strings("fused_ops", List.of());
    boolean bias = !ops.isEmpty() && ops.getFirst().equalsIgnoreCase("BiasAdd");
    boolean head = ops.isEmpty() || bias || ops.getFirst().equalsIgnoreCase("NoOp");
    boolean none = ops.size() < 2 || ops.get(1).equalsIgnoreCase("linear");
    Optional<Activation> activation =
        none ? Optional.empty() : activation(ops.get(1), a.f("leakyrelu_alpha", DEFAULT_ALPHA));
    if (!head || ops.size() > 2 || (activation.isEmpty() && !none)) {
      throw new UnsupportedModelException(
          a.op()
              + ": fused_ops "
              + ops
              + " is not supported; it is BiasAdd or NoOp, then at most one of the activations "
              + "that TF.js fuses");
    }
    return new Fused(bias, activation);
  }

  /// @param name in any case, as TF.js has it
  private static Optional<Activation> activation(String name, float slope) {
    return Ops.ALL.all().stream()
        .filter(def -> def.name().equalsIgnoreCase(name) && def.isOf(Activation.class))
        .map(def -> (Activation) def.make(Map.of("alpha", new AttrValue.F(slope))))
        .filter(Activation::fuses)
        .findFirst();
  }

  /// The same with a bias or without one.
  public Fused withBias(boolean other) {
    return new Fused(other, activation);
  }

  /// Whether the slope of the activation is an input.
  public boolean takesSlope() {
    return activation.filter(Activation::takesSlope).isPresent();
  }

  /// How many inputs there are behind the two of the product.
  public int extraInputs() {
    return (bias ? 1 : 0) + (takesSlope() ? 1 : 0);
  }

  /// Whether a bias or slope has one element a channel, whatever ones stand before them.
  public static boolean isOfChannels(Shape shape, int channels) {
    return shape.rank() > 0 && shape.dim(-1) == channels && shape.size() == channels;
  }

  private List<String> ops() {
    List<String> ops = new ArrayList<>();
    if (bias || activation.isPresent()) {
      ops.add(bias ? "BiasAdd" : "NoOp");
    }
    activation.ifPresent(f -> ops.add(f.name()));
    return List.copyOf(ops);
  }

  private float alpha() {
    return (float)
        activation.map(Activation::slope).orElse(OptionalDouble.empty()).orElse(DEFAULT_ALPHA);
  }

  /// Adds the spelling of a slope that is an attribute.
  static <O extends Op> OpDef<O> alpha(OpDef<O> def, Function<O, Fused> fused) {
    return def.f("leakyrelu_alpha", o -> fused.apply(o).alpha());
  }

  /// Adds the spelling of what is fused to an op that has it.
  static <O extends Op> OpDef<O> attributes(OpDef<O> def, Function<O, Fused> fused) {
    return def.strings("fused_ops", o -> fused.apply(o).ops())
        .i("num_args", o -> fused.apply(o).extraInputs())
        .unlessDefault("num_args", new AttrValue.I(0));
  }

  /// Adds the two numbers that TensorFlow's own fused ops carry too.
  static <O extends Op> OpDef<O> numbers(OpDef<O> def, Function<O, Fused> fused) {
    return alpha(def.f("epsilon", _ -> 0f), fused)
        .only("filter_format", new AttrValue.S("HWIO"))
        .ignores("num_host_args")
        .unlessDefault("epsilon", new AttrValue.F(0)) // of a batch-norm, which is never fused
        .unlessDefault("leakyrelu_alpha", new AttrValue.F(DEFAULT_ALPHA));
  }

  /// The type of the product, which it keeps: what is fused must broadcast to it.
  static TensorType infer(TensorType product, List<Value> extra) {
    for (Value v : extra) {
      if (v.dataType() == DataType.COMPLEX64) {
        throw new ShapeException("a bias or slope is of real numbers, but this is " + v.type());
      }
      if (!product.shape().broadcast(v.shape()).isCompatible(product.shape())) {
        throw new ShapeException(
            "a bias or slope of " + v.shape() + " does not fit a product of " + product.shape());
      }
    }
    return product;
  }

  /// `activation(product + bias)`.
  ///
  /// @param extra the bias, if any, then the slope where it is an input
  Tensor finish(Tensor product, List<Tensor> extra) {
    Tensor sum =
        bias
            ? new Binary(Binary.F.ADD_V2).evaluate(List.of(product, extra.getFirst())).getFirst()
            : product;
    if (activation.isEmpty()) {
      return sum;
    }
    List<Tensor> inputs = takesSlope() ? List.of(sum, extra.getLast()) : List.of(sum);
    return activation.get().evaluate(inputs).getFirst();
  }
}
