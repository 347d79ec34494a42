package io.github.tfjs4j.op;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A constant. Equal to another if its data is the same object or, up to [#SMALL] elements, the
/// same bits: axes and shapes are shared, large weights are never compared.
public final class Const implements Op {
  /// Tensors of at most this many elements are compared by content.
  static final int SMALL = 64;

  private final TensorSource data;
  private final DataType declared;

  public Const(TensorSource data) {
    this(data, data.type());
  }

  /// @param declared the type that the model's maker gave it: `INT64` for what TF.js holds as int32
  public Const(TensorSource data, DataType declared) {
    this.data = data;
    this.declared = declared;
  }

  static final OpDef<Const> DEF =
      OpDef.named(
              "Const",
              Const.class,
              _ -> {
                throw new UnsupportedModelException(
                    "a constant is made of its data, not of attributes");
              })
          .derived("dtype", n -> new AttrValue.Type(((Const) n.op()).declared));

  @Override
  public String name() {
    return "Const";
  }

  public TensorSource data() {
    return data;
  }

  @Override
  public boolean free() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.any(0);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(data.type(), data.shape()));
  }

  @Override
  public Shape elements(List<Value> inputs) {
    return data.type() == DataType.INT32 && data.shape().longSize() <= Shape.MOST_RANK
        ? Shape.of(
            Arrays.stream(data.tensor().rawInts())
                .map(d -> Math.max(d, Shape.UNKNOWN_DIM))
                .toArray())
        : Shape.UNKNOWN;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(data.tensor());
  }

  @Override
  public Optional<TensorSource> constant() {
    return Optional.of(data);
  }

  private boolean isSmall() {
    return data instanceof Tensor t && t.size() <= SMALL;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Const c
        && declared == c.declared
        && (data == c.data
            || (isSmall() && c.isSmall() && data.tensor().sameBits(c.data.tensor())));
  }

  @Override
  public int hashCode() {
    return isSmall() ? data.tensor().bitsHash() : System.identityHashCode(data);
  }

  @Override
  public String toString() {
    return "Const "
        + (data instanceof Tensor t ? t.toString() : new TensorType(data.type(), data.shape()));
  }
}
