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
import io.github.tfjs4j.tensor.TensorList;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What is done with a [TensorArrayV3]. The first input is its handle; the last, but for `CLOSE`,
/// its flow, which here is the array: what writes gives another flow.
///
/// @param f which op
/// @param dtype the element type, where the op says it
/// @param elementShape what is known of the shape of an element, where the op says it
public record TensorArrayOp(F f, DataType dtype, Shape elementShape) implements Op {
  /// The functions.
  public enum F {
    /// `(handle, i, x, flow)`: sets element `i`.
    WRITE("TensorArrayWriteV3", Operands.of(Kind.ANY, Kind.INDEX, Kind.ANY, Kind.ANY)),
    /// `(handle, indices, x, flow)`: sets element `indices[k]` to slice `k` of `x`.
    SCATTER("TensorArrayScatterV3", Operands.of(Kind.ANY, Kind.INT, Kind.ANY, Kind.ANY)),
    /// `(handle, x, lengths, flow)`: sets the elements to pieces of `x` of these lengths.
    SPLIT("TensorArraySplitV3", Operands.of(Kind.ANY, Kind.ANY, Kind.INT, Kind.ANY)),
    /// `(handle, i, flow)`: element `i`.
    READ("TensorArrayReadV3", Operands.of(Kind.ANY, Kind.INDEX, Kind.ANY)),
    /// `(handle, indices, flow)`: elements side by side along a new first axis; as in TF.js, no
    /// more of them than have been written.
    GATHER("TensorArrayGatherV3", Operands.of(Kind.ANY, Kind.INT, Kind.ANY)),
    /// `(handle, flow)`: all elements one behind the other along their first axis, and the length
    /// of each.
    CONCAT("TensorArrayConcatV3", Operands.of(Kind.ANY, Kind.ANY)),
    /// `(handle, flow)`: the number of elements, as TF.js counts them: up to the last that has been
    /// written.
    SIZE("TensorArraySizeV3", Operands.of(Kind.ANY, Kind.ANY)),
    /// `(handle)`: gives the array up.
    CLOSE("TensorArrayCloseV3", Operands.of(Kind.ANY));

    private final String tfName;
    private final Operands operands;

    F(String tfName, Operands operands) {
      this.tfName = tfName;
      this.operands = operands;
    }
  }

  static List<OpDef<TensorArrayOp>> defs() {
    return Arrays.stream(F.values()).map(TensorArrayOp::def).toList();
  }

  private static OpDef<TensorArrayOp> def(F f) {
    String shape = f == F.CONCAT ? "element_shape_except0" : "element_shape";
    OpDef<TensorArrayOp> def =
        OpDef.named(
            f.tfName,
            TensorArrayOp.class,
            a ->
                new TensorArrayOp(
                    f, a.type("dtype", DataType.INVALID), a.shape(shape, Shape.UNKNOWN)));
    return switch (f) {
      case WRITE, SCATTER -> def.type("T", 2);
      case SPLIT -> def.type("T", 1);
      case READ -> def.attr("dtype", o -> new AttrValue.Type(o.dtype));
      case GATHER, CONCAT ->
          def.attr("dtype", o -> new AttrValue.Type(o.dtype))
              .attr(shape, o -> new AttrValue.Dims(o.elementShape))
              .results(f == F.CONCAT ? new String[] {"value", "lengths"} : new String[] {"value"});
      case SIZE, CLOSE -> def;
    };
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public boolean pure() {
    return switch (f) {
      case READ, GATHER, CONCAT, SIZE -> true;
      case WRITE, SCATTER, SPLIT, CLOSE -> false;
    };
  }

  @Override
  public Operands operands() {
    return f.operands;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return switch (f) {
      case WRITE, SCATTER, SPLIT -> List.of(TensorListOp.LIST);
      case READ ->
          List.of(
              new TensorType(dtype.runtime(), Lists.elementShape(inputs.getLast(), Shape.UNKNOWN)));
      case GATHER ->
          List.of(
              new TensorType(
                  dtype.runtime(),
                  Shape.ofRank(1).concat(Lists.elementShape(inputs.getLast(), elementShape))));
      case CONCAT ->
          List.of(
              new TensorType(
                  dtype.runtime(),
                  Lists.concatenated(inputs.getLast(), Shape.ofRank(1).concat(elementShape))),
              TensorType.of(DataType.INT32, Shape.UNKNOWN_DIM));
      case SIZE -> List.of(TensorType.of(DataType.INT32));
      case CLOSE -> List.of();
    };
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> in) {
    if (f == F.CLOSE) {
      return List.of();
    }
    TensorList array = in.getLast().list();
    return switch (f) {
      case WRITE -> List.of(Tensor.of(array.with(in.get(1).rawInts()[0], in.get(2))));
      case SCATTER -> List.of(Tensor.of(Lists.scatter(array, in.get(1).rawInts(), in.get(2))));
      case SPLIT -> {
        List<Tensor> pieces = Lists.pieces(in.get(1), in.get(2).rawInts());
        int[] indices = IntStream.range(0, pieces.size()).toArray();
        yield List.of(Tensor.of(array.with(indices, pieces)));
      }
      case READ -> List.of(Lists.of(in.getLast(), dtype).at(in.get(1).rawInts()[0], Shape.UNKNOWN));
      case GATHER ->
          List.of(Lists.gather(Lists.of(in.getLast(), dtype), in.get(1).rawInts(), elementShape));
      case CONCAT ->
          Lists.concat(Lists.of(in.getLast(), dtype), Shape.ofRank(1).concat(elementShape));
      case SIZE -> List.of(Tensor.scalar(array.length()));
      case CLOSE -> List.of();
    };
  }
}
