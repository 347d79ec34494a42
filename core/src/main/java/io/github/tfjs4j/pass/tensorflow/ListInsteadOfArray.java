package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.TensorArrayOp;
import io.github.tfjs4j.op.TensorArrayV3;
import io.github.tfjs4j.op.TensorFlowOp;
import io.github.tfjs4j.op.TensorListOp;
import io.github.tfjs4j.op.TensorListOp.F;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Arrays of tensors, which functions of TensorFlow do not take as values, are lists, which they do:
///
///     TensorArrayWriteV3(handle, i, x, flow)  ->  TensorListSetItem(flow, i, x)
public final class ListInsteadOfArray implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    return switch (site.op()) {
      case TensorArrayV3 array -> Optional.of(reserved(site, array));
      case TensorArrayOp op when op.f() != TensorArrayOp.F.CLOSE -> Optional.of(used(site, op));
      default -> Optional.empty();
    };
  }

  private static List<Value> reserved(Site site, TensorArrayV3 array) {
    Value list =
        list(
            site,
            F.RESERVE,
            array.dtype(),
            shape(site, array.elementShape()),
            site.moved(site.input(0)));
    return List.of(list, list);
  }

  private static List<Value> used(Site site, TensorArrayOp op) {
    List<Value> in = site.node().inputs().stream().map(site::moved).toList();
    Value flow = in.getLast();
    Value shape = shape(site, op.elementShape());
    return switch (op.f()) {
      case WRITE ->
          List.of(list(site, F.SET_ITEM, in.get(2).dataType(), flow, in.get(1), in.get(2)));
      case SCATTER -> List.of(scattered(site, flow, in.get(2), in.get(1)));
      case SPLIT -> List.of(list(site, F.SPLIT, in.get(1).dataType(), in.get(1), shape, in.get(2)));
      case READ -> List.of(list(site, F.GET_ITEM, op.dtype(), flow, in.get(1), shape));
      case GATHER -> List.of(list(site, F.GATHER, op.dtype(), flow, in.get(1), shape));
      case CONCAT -> concat(site, op, flow);
      case SIZE -> List.of(list(site, F.LENGTH, DataType.INVALID, flow));
      case CLOSE -> throw new IllegalArgumentException("nothing is closed");
    };
  }

  private static Value list(Site site, F f, DataType element, Value... inputs) {
    return site.tf().op(new TensorListOp(f, element), inputs);
  }

  private static List<Value> concat(Site site, TensorArrayOp op, Value flow) {
    Tf tf = site.tf();
    Value shape = shape(site, Shape.ofRank(1).concat(op.elementShape()));
    Node node =
        tf.to().addNode(new TensorListOp(F.CONCAT_V2, op.dtype()), List.of(flow, shape, tf.ints()));
    return node.results();
  }

  private static Value scattered(Site site, Value flow, Value x, Value indices) {
    TensorFlowOp op =
        new TensorFlowOp(
            "TensorListScatterIntoExistingList",
            Map.of("element_dtype", new AttrValue.Type(x.dataType())),
            site.node().types(),
            false);
    return site.tf().op(op, flow, x, indices);
  }

  /// As lists take it: a vector, or -1 for any shape.
  private static Value shape(Site site, Shape shape) {
    return shape.hasRank() ? site.tf().ints(shape.dims()) : site.tf().scalar(-1);
  }
}
