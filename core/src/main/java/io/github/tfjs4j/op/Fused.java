package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a fused op does after its product: `activation(product + bias)`. The bias, if any, is the
/// third input; the `alpha` of a `PRELU` is the last one.
///
/// @param bias whether there is a bias
/// @param leakyAlpha the slope of `LEAKY_RELU`, otherwise of no effect
public record Fused(boolean bias, Activation activation, float leakyAlpha) {
  /// TF.js' default of `leakyrelu_alpha`.
  public static final float DEFAULT_ALPHA = 0.2f;

  /// The activations that TF.js fuses.
  public enum Activation {
    NONE(""),
    RELU("Relu"),
    RELU6("Relu6"),
    ELU("Elu"),
    SIGMOID("Sigmoid"),
    LEAKY_RELU("LeakyRelu"),
    PRELU("Prelu");

    private final String tfName;

    Activation(String tfName) {
      this.tfName = tfName;
    }

    /// The name in `fused_ops`; empty for none.
    public String tfName() {
      return tfName;
    }

    static Optional<Activation> of(String name) {
      for (Activation a : values()) {
        if (a != NONE && a.tfName.equalsIgnoreCase(name)) {
          return Optional.of(a);
        }
      }
      return name.equalsIgnoreCase("linear") ? Optional.of(NONE) : Optional.empty();
    }
  }

  /// A bias alone or nothing at all.
  public static Fused of(boolean bias, Activation activation) {
    return new Fused(bias, activation, DEFAULT_ALPHA);
  }

  static Fused of(Attrs a) {
    List<String> ops = a.strings("fused_ops", List.of());
    boolean bias = !ops.isEmpty() && ops.getFirst().equalsIgnoreCase("BiasAdd");
    boolean head = ops.isEmpty() || bias || ops.getFirst().equalsIgnoreCase("NoOp");
    Optional<Activation> activation =
        ops.size() < 2 ? Optional.of(Activation.NONE) : Activation.of(ops.get(1));
    if (!head || ops.size() > 2 || activation.isEmpty()) {
      throw new UnsupportedModelException(
          a.op()
              + ": fused_ops "
              + ops
              + " is not supported; it is BiasAdd or NoOp, then at most one of "
              + "Relu, Relu6, Elu, Sigmoid, LeakyRelu, Prelu");
    }
    return new Fused(bias, activation.get(), a.f("leakyrelu_alpha", DEFAULT_ALPHA));
  }

  /// How many inputs there are behind the two of the product.
  public int extraInputs() {
    return (bias ? 1 : 0) + (activation == Activation.PRELU ? 1 : 0);
  }

  private List<String> ops() {
    List<String> ops = new ArrayList<>();
    if (bias || activation != Activation.NONE) {
      ops.add(bias ? "BiasAdd" : "NoOp");
    }
    if (activation != Activation.NONE) {
      ops.add(activation.tfName);
    }
    return List.copyOf(ops);
  }

  /// Adds the spelling of what is fused to an op that has it.
  static <O extends Op> OpDef<O> attributes(OpDef<O> def, Function<O, Fused> fused) {
    return def.strings("fused_ops", o -> fused.apply(o).ops())
        .i("num_args", o -> fused.apply(o).extraInputs())
        .unlessDefault("num_args", new AttrValue.I(0));
  }

  /// Adds the two numbers that TensorFlow's own fused ops carry too.
  static <O extends Op> OpDef<O> numbers(OpDef<O> def, Function<O, Fused> fused) {
    return def.f("epsilon", _ -> 0f)
        .f("leakyrelu_alpha", o -> fused.apply(o).leakyAlpha)
        .only("filter_format", new AttrValue.S("HWIO"))
        .ignores("num_host_args")
        .unlessDefault("epsilon", new AttrValue.F(0)) // of a batch-norm, which is never fused
        .unlessDefault("leakyrelu_alpha", new AttrValue.F(DEFAULT_ALPHA));
  }

  /// The type of the product, which it keeps: what is fused must broadcast to it.
  TensorType infer(TensorType product, List<Value> extra) {
    for (Value v : extra) {
      if (!product.shape().broadcast(v.shape()).isCompatible(product.shape())) {
        throw new ShapeException(
            "a bias or slope of " + v.shape() + " does not fit a product of " + product.shape());
      }
    }
    return product;
  }

  /// `activation(product + bias)`.
  ///
  /// @param extra the bias, if any, then the alpha of a `PRELU`
  Tensor finish(Tensor product, List<Tensor> extra) {
    Tensor sum =
        bias
            ? new Binary(Binary.F.ADD_V2).evaluate(List.of(product, extra.getFirst())).getFirst()
            : product;
    Op function =
        switch (activation) {
          case NONE -> new Identity();
          case RELU -> new Unary(Unary.F.RELU);
          case RELU6 -> new Unary(Unary.F.RELU6);
          case ELU -> new Unary(Unary.F.ELU);
          case SIGMOID -> new Unary(Unary.F.SIGMOID);
          case LEAKY_RELU -> new LeakyRelu(leakyAlpha);
          case PRELU -> new Prelu();
        };
    List<Tensor> inputs =
        activation == Activation.PRELU ? List.of(sum, extra.getLast()) : List.of(sum);
    return function.evaluate(inputs).getFirst();
  }
}
