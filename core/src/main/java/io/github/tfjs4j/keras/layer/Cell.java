package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;

/// A recurrent cell: what is done in one time step. As a layer its inputs are `x [batch, ...]` of
/// the step and the states, and its results the output and the next states.
interface Cell extends Layer {
  /// One of a cell's states.
  ///
  /// @param name unique in the cell
  /// @param sample the shape without the batch; lengths that depend on the input's are unknown
  record State(String name, Shape sample) {}

  /// The states, in the order in which layers give and take them.
  List<State> states(LayerCall call);

  /// Which state is the output of the step, too.
  default int output(LayerCall call) {
    return 0;
  }

  /// The rank of a sequence: `[batch, time, features]`.
  default int rank() {
    return 3;
  }

  /// The shape of one sample of a state where the layer's input is `x [batch, time, ...]`.
  default Shape sample(LayerCall call, State state, Value x) {
    return state.sample();
  }

  /// Bytes up to which zeros are a constant.
  long MOST_ZEROS = 1 << 20;

  /// The state before the first step: a constant of zeros where the batch is known and the state
  /// not large, else a `Fill`.
  default Value zeros(LayerCall call, State state, Value x) {
    Tf tf = call.tf();
    Shape shape = Shape.of(x.shape().dim(0)).concat(sample(call, state, x));
    return shape.isFullyDefined() && shape.longSize() <= MOST_ZEROS / Float.BYTES
        ? tf.constant(Tensor.zeros(DataType.FLOAT, shape))
        : tf.op(new Fill(), tf.shapeVector(shape, x), tf.scalar(0f));
  }

  /// The cell that `call` is of.
  static Cell of(LayerCall call) {
    return call.lowering()
        .filter(Cell.class::isInstance)
        .map(Cell.class::cast)
        .orElseThrow(() ->
            new UnsupportedModelException(
                    "is no recurrent cell that can be converted; those are SimpleRNNCell,"
                        + " GRUCell, LSTMCell, ConvLSTM cells and stacks of them")
                .at(call.describe()));
  }
}
