package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// `y = f(a, b)`, bool, element by element with broadcasting.
public record Compare(F f) implements Op {
  /// The functions.
  public enum F {
    EQUAL("Equal"),
    NOT_EQUAL("NotEqual"),
    LESS("Less"),
    LESS_EQUAL("LessEqual"),
    GREATER("Greater"),
    GREATER_EQUAL("GreaterEqual"),
    /// Of bools only.
    LOGICAL_AND("LogicalAnd"),
    /// Of bools only.
    LOGICAL_OR("LogicalOr");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }

    boolean isLogical() {
      return this == LOGICAL_AND || this == LOGICAL_OR;
    }
  }

  static List<OpDef<Compare>> defs() {
    return Arrays.stream(F.values())
        .map(f -> {
          OpDef<Compare> def = OpDef.constant(new Compare(f), Compare.class);
          return switch (f) {
            case LOGICAL_AND, LOGICAL_OR -> def;
            case EQUAL, NOT_EQUAL ->
                def.type("T", 0)
                    .derived("incompatible_shape_error", _ -> new AttrValue.B(true))
                    .ignores("incompatible_shape_error");
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> def.type("T", 0);
          };
        })
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.broadcast(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value a = inputs.get(0);
    Value b = inputs.get(1);
    for (Value v : inputs) {
      if (f.isLogical() && v.dataType() != DataType.BOOL && v.dataType() != DataType.INVALID) {
        throw new ShapeException(name() + " takes bools, but an input is " + v.type());
      }
    }
    return List.of(new TensorType(DataType.BOOL, a.shape().broadcast(b.shape())));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    Shape shape = a.shape().broadcast(b.shape());
    byte[] out = new byte[shape.size()];
    boolean strings = a.type() == DataType.STRING && b.type() == DataType.STRING;
    Walk.over(
            shape.dims(),
            Walk.dense(shape.dims()),
            Walk.broadcast(a.shape(), shape),
            Walk.broadcast(b.shape(), shape))
        .rows((at, step, n) -> {
          for (int i = 0; i < n; i++) {
            int x = at[1] + i * step[1];
            int y = at[2] + i * step[2];
            boolean holds =
                strings
                    ? holds(Arrays.compareUnsigned(a.rawStrings()[x], b.rawStrings()[y]), 0)
                    : holds(a.get(x), b.get(y));
            out[at[0] + i] = (byte) (holds ? 1 : 0);
          }
        });
    return List.of(Tensor.adoptBools(out, shape));
  }

  private boolean holds(double x, double y) {
    return switch (f) {
      case EQUAL -> x == y;
      case NOT_EQUAL -> x != y;
      case LESS -> x < y;
      case LESS_EQUAL -> x <= y;
      case GREATER -> x > y;
      case GREATER_EQUAL -> x >= y;
      case LOGICAL_AND -> x != 0 && y != 0;
      case LOGICAL_OR -> x != 0 || y != 0;
    };
  }
}
