package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
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

/// What makes, changes and reads a list of tensors, which is a scalar variant: see [TensorList].
/// Lists are values: an op that changes one gives another, where TF.js changes the one that there
/// is; graphs that read a list only before they change it see no difference. No two nodes that make
/// lists are ever one.
///
/// Element shapes come as int32 vectors with -1 for what is unknown, or as the scalar -1.
///
/// @param f which op
/// @param element the element type
public record TensorListOp(F f, DataType element) implements Op {
  /// The functions.
  public enum F {
    /// `(element shape, most elements)`: a list without elements.
    EMPTY("EmptyTensorList", Operands.of(Kind.INT, Kind.INDEX)),
    /// `(element shape, n)`: a list for `n` elements.
    RESERVE("TensorListReserve", Operands.of(Kind.INT, Kind.INDEX)),
    /// `(x, element shape)`: the slices of `x` along its first axis.
    FROM_TENSOR("TensorListFromTensor", Operands.of(Kind.ANY, Kind.INT)),
    /// `(x, indices, element shape)`: slice `k` of `x` at `indices[k]`.
    SCATTER("TensorListScatter", Operands.of(Kind.ANY, Kind.INT, Kind.INT)),
    /// `(x, indices, element shape, n)`: as `SCATTER`, of at least `n` elements, or of any number
    /// for -1.
    SCATTER_V2("TensorListScatterV2", Operands.of(Kind.ANY, Kind.INT, Kind.INT, Kind.INDEX)),
    /// `(x, element shape, lengths)`: pieces of `x` of these lengths, one after another, along its
    /// first axis. TF.js takes the element shape for that of a slice without this axis: then every
    /// piece must be one slice.
    SPLIT("TensorListSplit", Operands.of(Kind.ANY, Kind.INT, Kind.INT)),
    /// `(list, i, element)`: the list with this element at `i`.
    SET_ITEM("TensorListSetItem", Operands.of(Kind.LIST, Kind.INDEX, Kind.ANY)),
    /// `(list, element)`: the list with one more element.
    PUSH_BACK("TensorListPushBack", Operands.of(Kind.LIST, Kind.ANY)),
    /// `(list, n)`: the list with `n` elements.
    RESIZE("TensorListResize", Operands.of(Kind.LIST, Kind.INDEX)),
    /// `(list, element shape)`: the list without its last element, and that element.
    POP_BACK("TensorListPopBack", Operands.of(Kind.LIST, Kind.INT), "output_handle", "tensor"),
    /// `(list, i, element shape)`: element `i`.
    GET_ITEM("TensorListGetItem", Operands.of(Kind.LIST, Kind.INDEX, Kind.INT)),
    /// `(list, indices, element shape)`: elements side by side along a new first axis; as in TF.js,
    /// no more of them than the list is long.
    GATHER("TensorListGather", Operands.of(Kind.LIST, Kind.INT, Kind.INT)),
    /// `(list)`: the number of elements, as TF.js counts them: up to the last that has been set.
    LENGTH("TensorListLength", Operands.of(Kind.LIST)),
    /// `(list, element shape, leading lengths)`: all elements one behind the other along their
    /// first axis, and the length of each.
    CONCAT_V2(
        "TensorListConcatV2", Operands.of(Kind.LIST, Kind.INT, Kind.INT), "tensor", "lengths");

    private final String tfName;
    private final Operands operands;
    private final String[] results;

    F(String tfName, Operands operands, String... results) {
      this.tfName = tfName;
      this.operands = operands;
      this.results = results;
    }

    private boolean isTyped() {
      return this != LENGTH && this != RESIZE;
    }
  }

  static final TensorType LIST = new TensorType(DataType.VARIANT, Shape.SCALAR);

  static List<OpDef<TensorListOp>> defs() {
    return Arrays.stream(F.values()).map(TensorListOp::def).toList();
  }

  private static OpDef<TensorListOp> def(F f) {
    OpDef<TensorListOp> def =
        f.isTyped()
            ? OpDef.named(
                    f.tfName,
                    TensorListOp.class,
                    a -> new TensorListOp(f, a.type("element_dtype", DataType.FLOAT)))
                .attr("element_dtype", o -> new AttrValue.Type(o.element))
            : OpDef.constant(new TensorListOp(f, DataType.INVALID), TensorListOp.class);
    return def.results(f.results).ignores("resize_if_index_out_of_bounds");
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public boolean pure() {
    return switch (f) {
      case GET_ITEM, GATHER, LENGTH, CONCAT_V2 -> true;
      case EMPTY,
          RESERVE,
          FROM_TENSOR,
          SCATTER,
          SCATTER_V2,
          SPLIT,
          SET_ITEM,
          PUSH_BACK,
          RESIZE,
          POP_BACK ->
          false;
    };
  }

  @Override
  public Operands operands() {
    return f.operands;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return switch (f) {
      case EMPTY, RESERVE, FROM_TENSOR, SCATTER, SCATTER_V2, SPLIT, SET_ITEM, PUSH_BACK, RESIZE ->
          List.of(LIST);
      case POP_BACK -> List.of(LIST, element(known(inputs.get(0), inputs.get(1))));
      case GET_ITEM -> List.of(element(known(inputs.get(0), inputs.get(2))));
      case GATHER -> List.of(element(gathered(inputs)));
      case LENGTH -> List.of(TensorType.of(DataType.INT32));
      case CONCAT_V2 ->
          List.of(
              element(Lists.concatenated(inputs.get(0), shape(inputs.get(1)))),
              TensorType.of(DataType.INT32, -1));
    };
  }

  private TensorType element(Shape shape) {
    return new TensorType(element.runtime(), shape);
  }

  private static Shape known(Value list, Value said) {
    return Lists.elementShape(list, shape(said));
  }

  private static Shape gathered(List<Value> inputs) {
    Shape indices = inputs.get(1).shape();
    int count =
        Lists.constant(inputs.get(0))
            .filter(_ -> indices.isFullyDefined())
            .map(list -> (int) Math.min(list.length(), indices.longSize()))
            .orElse(Shape.UNKNOWN_DIM);
    return Lists.stacked(count, known(inputs.get(0), inputs.get(2)));
  }

  /// The element shape that an input says.
  static Shape shape(Value v) {
    return v.shape().hasRank() && v.shape().rank() == 1 ? v.elements() : Shape.UNKNOWN;
  }

  static Shape shape(Tensor t) {
    return t.shape().rank() == 1 ? Shape.of(t.rawInts()) : Shape.UNKNOWN;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> in) {
    return switch (f) {
      case EMPTY -> list(TensorList.empty(element, shape(in.get(0)), 0));
      case RESERVE -> list(TensorList.empty(element, shape(in.get(0)), in.get(1).rawInts()[0]));
      case FROM_TENSOR -> list(TensorList.of(element, shape(in.get(1)), Lists.slices(in.get(0))));
      case SCATTER, SCATTER_V2 -> {
        int reserved = f == F.SCATTER ? 0 : Math.max(0, in.get(3).rawInts()[0]);
        TensorList empty = TensorList.empty(element, shape(in.get(2)), reserved);
        yield list(Lists.scatter(empty, in.get(1).rawInts(), in.get(0)));
      }
      case SPLIT -> {
        Shape each = shape(in.get(1));
        List<Tensor> pieces = Lists.pieces(in.get(0), in.get(2).rawInts());
        boolean slices = each.hasRank() && each.rank() == in.get(0).shape().rank() - 1;
        yield list(
            TensorList.of(
                element, each, slices ? pieces.stream().map(Lists::slice).toList() : pieces));
      }
      case SET_ITEM -> list(in.get(0).list().with(in.get(1).rawInts()[0], in.get(2)));
      case PUSH_BACK -> list(in.get(0).list().with(in.get(0).list().length(), in.get(1)));
      case RESIZE -> list(in.get(0).list().resized(in.get(1).rawInts()[0]));
      case POP_BACK -> {
        TensorList list = Lists.of(in.get(0), element);
        if (list.length() == 0) {
          throw new ShapeException("there is nothing to take from an empty list");
        }
        Tensor last = list.at(list.length() - 1, shape(in.get(1)));
        yield List.of(Tensor.of(list.resized(list.length() - 1)), last);
      }
      case GET_ITEM ->
          List.of(Lists.of(in.get(0), element).at(in.get(1).rawInts()[0], shape(in.get(2))));
      case GATHER ->
          List.of(
              Lists.gather(Lists.of(in.get(0), element), in.get(1).rawInts(), shape(in.get(2))));
      case LENGTH -> List.of(Tensor.scalar(in.get(0).list().length()));
      case CONCAT_V2 -> Lists.concat(Lists.of(in.get(0), element), shape(in.get(1)));
    };
  }

  private static List<Tensor> list(TensorList list) {
    return List.of(Tensor.of(list));
  }
}
