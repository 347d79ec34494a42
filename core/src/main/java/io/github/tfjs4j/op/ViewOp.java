package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// An op whose results are views of one of its inputs, as its other inputs, which are integers,
/// say.
public interface ViewOp extends Op {
  /// Which input is seen.
  default int seen() {
    return 0;
  }

  /// @param x shape of what is seen
  /// @param how the other inputs, in order
  /// @return one for each result
  /// @throws io.github.tfjs4j.ShapeException where they do not fit
  List<View> views(Shape x, List<int[]> how);

  @Override
  default List<Tensor> evaluate(List<Tensor> inputs) {
    List<Tensor> others = new ArrayList<>(inputs);
    Tensor x = others.remove(seen());
    return views(x.shape(), others.stream().map(Tensor::rawInts).toList()).stream()
        .map(view -> Elements.view(x, view))
        .toList();
  }
}
