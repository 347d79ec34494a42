package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// [SelectV2] with one more form: a vector `condition` that does not broadcast to `a` and `b`, but
/// is as long as their first axis, chooses among whole rows. TensorFlow's first form, of which
/// TF.js only knows what broadcasts.
public record Select() implements Op {
  static final OpDef<Select> DEF = OpDef.constant(new Select(), Select.class).type("T", 1);

  private static final SelectV2 SECOND = new SelectV2();

  @Override
  public String name() {
    return "Select";
  }

  @Override
  public Operands operands() {
    return SECOND.operands();
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape a = inputs.get(1).shape();
    Shape b = inputs.get(2).shape();
    Shape condition = inputs.get(0).shape();
    Shape values = a.broadcast(b);
    Shape shape =
        switch (form(condition, values)) {
          case ROWS -> values;
          case BROADCAST -> condition.broadcast(values);
          case UNKNOWN -> values.hasRank() ? Shape.ofRank(values.rank()) : Shape.UNKNOWN;
        };
    return List.of(
        new TensorType(
            ElementTypes.upcast(inputs.get(1).dataType(), inputs.get(2).dataType()), shape));
  }

  private enum Form {
    BROADCAST,
    ROWS,
    UNKNOWN
  }

  private static Form form(Shape condition, Shape values) {
    if (!condition.hasRank()) {
      return Form.UNKNOWN;
    }
    if (condition.rank() != 1 || condition.dim(0) == 1) {
      return Form.BROADCAST;
    }
    if (!values.hasRank()) {
      return Form.UNKNOWN;
    }
    if (values.rank() < 2) {
      return Form.BROADCAST;
    }
    if (!condition.isKnown(0) || !values.isKnown(-1)) {
      return Form.UNKNOWN;
    }
    boolean broadcasts = values.dim(-1) == 1 || values.dim(-1) == condition.dim(0);
    return broadcasts ? Form.BROADCAST : Form.ROWS;
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Shape values = inputs.get(1).shape().broadcast(inputs.get(2).shape());
    return form(inputs.get(0).shape(), values) == Form.BROADCAST
        ? Optional.of(to.add(SECOND, inputs))
        : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor condition = inputs.get(0);
    Shape values = inputs.get(1).shape().broadcast(inputs.get(2).shape());
    if (form(condition.shape(), values) == Form.ROWS) {
      int[] column = new int[values.rank()];
      Arrays.fill(column, 1);
      column[0] = condition.size();
      condition = condition.reshape(Shape.of(column));
    }
    return SECOND.evaluate(List.of(condition, inputs.get(1), inputs.get(2)));
  }
}
