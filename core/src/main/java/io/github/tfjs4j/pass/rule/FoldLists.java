package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.TensorListOp;
import io.github.tfjs4j.op.TensorListStack;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is read from a list of tensors whose making is in sight needs no list:
///
///     TensorListStack(TensorListFromTensor(x))              ->  x
///     TensorListGetItem(TensorListFromTensor(x), i)         ->  GatherV2(x, i)
///     TensorListGetItem(TensorListSetItem(l, 2, v), 2)      ->  v
///     TensorListStack(TensorListSetItem(... Reserve(3) ...)) ->  Pack(a, b, c)
///
/// Elements that have not been set are zeros.
public final class FoldLists implements Rule {
  /// Lists with more elements stay: nobody wants as many nodes.
  private static final int MOST_ELEMENTS = 1 << 16;

  @Override
  public Optional<Value> apply(Site site) {
    if (site.op() instanceof TensorListStack stack) {
      return stacked(site, stack);
    }
    return site.op() instanceof TensorListOp op && op.f() == TensorListOp.F.GET_ITEM
        ? item(site)
        : Optional.empty();
  }

  private static Optional<Value> stacked(Site site, TensorListStack stack) {
    Value list = site.input(0);
    if (isOp(list, TensorListOp.F.FROM_TENSOR)) {
      Value x = list.node().input(0);
      boolean fits = stack.num() < 0 || !x.shape().hasRank() || x.shape().dim(0) == stack.num();
      return fits ? fitting(site, x) : Optional.empty();
    }
    return elements(site, list)
        .filter(all -> !all.isEmpty() && (stack.num() < 0 || all.size() == stack.num()))
        .map(all -> site.tf().pack(0, all));
  }

  /// `x`, if it is all that is known of the node's result.
  private static Optional<Value> fitting(Site site, Value x) {
    return x.shape().isCompatible(site.node().out().shape())
        ? Optional.of(site.moved(x))
        : Optional.empty();
  }

  private static Optional<Value> item(Site site) {
    Value list = site.input(0);
    if (isOp(list, TensorListOp.F.FROM_TENSOR)) {
      return Optional.of(
          site.tf().gather(site.moved(list.node().input(0)), site.moved(site.input(1)), 0));
    }
    Optional<Integer> index = scalar(site.input(1));
    if (index.isEmpty()) {
      return Optional.empty();
    }
    for (int steps = 0; steps < MOST_ELEMENTS; steps++) {
      if (isOp(list, TensorListOp.F.FROM_TENSOR)) {
        return Optional.of(
            site.tf().gather(site.moved(list.node().input(0)), site.moved(site.input(1)), 0));
      }
      if (isOp(list, TensorListOp.F.RESERVE)) {
        return zeros(site, list).filter(_ -> index.get() >= 0);
      }
      if (!isOp(list, TensorListOp.F.SET_ITEM)) {
        return Optional.empty();
      }
      Optional<Integer> written = scalar(list.node().input(1));
      if (written.isEmpty() || written.equals(index)) {
        return written.map(_ -> site.moved(list(site, index.get()).node().input(2)));
      }
      list = list.node().input(0);
    }
    return Optional.empty();
  }

  /// Where the element that the node reads was written.
  private static Value list(Site site, int index) {
    Value list = site.input(0);
    while (scalar(list.node().input(1)).orElseThrow() != index) {
      list = list.node().input(0);
    }
    return list;
  }

  private static boolean isOp(Value v, TensorListOp.F f) {
    return v.op() instanceof TensorListOp op && op.f() == f;
  }

  private static Optional<Integer> scalar(Value v) {
    return v.constantInts().filter(n -> n.length == 1).map(n -> n[0]);
  }

  /// Zeros of the element shape that a list says.
  private static Optional<Value> zeros(Site site, Value reserve) {
    Shape shape =
        reserve
            .node()
            .input(0)
            .constantInts()
            .filter(d -> Arrays.stream(d).allMatch(n -> n >= 0))
            .filter(_ -> reserve.node().input(0).shape().rank() == 1)
            .map(Shape::of)
            .orElse(Shape.UNKNOWN);
    DataType type = ((TensorListOp) reserve.op()).element().runtime();
    return shape.isFullyDefined()
        ? Optional.of(site.tf().constant(Tensor.zeros(type, shape)))
        : Optional.empty();
  }

  /// All elements of a list that was written one by one.
  private static Optional<List<Value>> elements(Site site, Value list) {
    List<Value> pushed = new ArrayList<>();
    Value at = list;
    while (isOp(at, TensorListOp.F.PUSH_BACK) && pushed.size() < MOST_ELEMENTS) {
      pushed.addFirst(site.moved(at.node().input(1)));
      at = at.node().input(0);
    }
    if (isOp(at, TensorListOp.F.EMPTY)) {
      return Optional.of(pushed);
    }
    return pushed.isEmpty() ? set(site, at) : Optional.empty();
  }

  private static Optional<List<Value>> set(Site site, Value list) {
    Value reserve = list;
    for (int i = 0; isOp(reserve, TensorListOp.F.SET_ITEM); i++) {
      if (i > MOST_ELEMENTS) {
        return Optional.empty();
      }
      reserve = reserve.node().input(0);
    }
    if (!isOp(reserve, TensorListOp.F.RESERVE)) {
      return Optional.empty();
    }
    int n = scalar(reserve.node().input(1)).orElse(-1);
    if (n < 0 || n > MOST_ELEMENTS) {
      return Optional.empty();
    }
    Value[] elements = new Value[n];
    for (Value at = list; !at.equals(reserve); at = at.node().input(0)) {
      int index = scalar(at.node().input(1)).orElse(-1);
      if (index < 0 || index >= n) {
        return Optional.empty();
      }
      if (elements[index] == null) {
        elements[index] = site.moved(at.node().input(2));
      }
    }
    List<Value> all = new ArrayList<>(n);
    for (Value element : elements) {
      Optional<Value> value = element == null ? zeros(site, reserve) : Optional.of(element);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      all.add(value.get());
    }
    return Optional.of(all);
  }
}
