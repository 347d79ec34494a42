package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// A tensor of the shape in the int32 vector `dims`, every element the same number. TF.js alone has
/// these ops; TensorFlow has [Fill].
///
/// @param type the type of the elements; types that TF.js does not have stand for the one it
///   computes them in
public record Filled(F f, DataType type) implements Op {
  /// The numbers.
  public enum F {
    ZEROS("Zeros", 0),
    ONES("Ones", 1);

    private final String tfName;
    private final int number;

    F(String tfName, int number) {
      this.tfName = tfName;
      this.number = number;
    }

    /// TF.js' name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<Filled>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.named(f.tfName, Filled.class, a -> new Filled(f, a.type("T", DataType.FLOAT)))
                .attr("T", o -> new AttrValue.Type(o.type)))
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(type.runtime(), inputs.getFirst().elements()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape shape = Shape.of(inputs.getFirst().rawInts());
    Elements out = Elements.make(type.runtime(), shape);
    if (f != F.ZEROS) {
      out.fill(Elements.cast(Tensor.scalar(f.number), type.runtime()));
    }
    return List.of(out.tensor(shape));
  }
}
