package io.github.tfjs4j.op;

import static io.github.tfjs4j.op.OpExample.floats;
import static io.github.tfjs4j.op.OpExample.tame;
import static io.github.tfjs4j.op.OpExample.with;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorList;
import java.util.ArrayList;
import java.util.List;

/// Examples of control flow, of lists and of scattering.
final class ControlExamples {
  private static final Tensor ANY = Tensor.scalar(-1);

  private ControlExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    functions(all);
    scans(all);
    lists(all);
    arrays(all);
    scatters(all);
    return all;
  }

  static Graph graph(String text) {
    return new TextForm(Ops.ALL).parse(text);
  }

  private static void functions(List<OpExample> all) {
    Graph twoRounds =
        graph("input %i: int32[]\ninput %x: float32[...]\n%c = Less(%i, 2)\nreturn %c");
    Graph never = graph("input %i: int32[]\ninput %x: float32[...]\nreturn \"c\": 0");
    Graph grow =
        graph(
            "input %i: int32[]\ninput %x: float32[...]\n%j = AddV2(%i, 1)\n%y = Mul(%x, 1.5)\nreturn %j, %y");
    Graph twice = graph("input %x: float32[...]\n%y = AddV2(%x, %x)\nreturn %y");
    Graph itself = graph("input %x: float32[...]\nreturn %x");
    for (boolean stateless : new boolean[] {true, false}) {
      all.add(OpExample.of(new While(stateless, twoRounds, grow), Tensor.scalar(0), floats(3, 7)));
      all.add(OpExample.of(new While(stateless, never, grow), Tensor.scalar(0), floats(0, 3)));
      for (int condition : new int[] {0, 1}) {
        If op = new If(stateless, twice, itself);
        all.add(
            OpExample.of(
                op, Tensor.ofBools(new byte[] {(byte) condition}, Shape.SCALAR), floats(3)));
        all.add(OpExample.of(op, Tensor.of(new float[] {condition, 1}, 2), floats(2, 1)));
      }
    }
  }

  private static void scans(List<OpExample> all) {
    Graph step =
        graph(
            """
            input %x: float32[?, 3]
            input %h: float32[?, 3]
            input %w: float32[3]
            %p = Mul(%h, %w)
            %y = AddV2(%x, %p)
            %next = Neg(%y)
            return %y, %next
            """);
    for (boolean reverse : new boolean[] {true, false}) {
      Scan scan = new Scan(step, 1, 1, reverse, "Sum");
      all.add(OpExample.of(scan, floats(2, 7, 3), floats(2, 3), tame(3)));
      all.add(OpExample.of(scan, floats(1, 1, 3), floats(1, 3), tame(3)));
    }
  }

  private static Tensor list(Tensor... elements) {
    return Tensor.of(TensorList.of(DataType.FLOAT, Shape.UNKNOWN, List.of(elements)));
  }

  private static OpExample list(TensorListOp.F f, int data, Tensor... inputs) {
    return with(new TensorListOp(f, DataType.FLOAT), data, inputs);
  }

  private static void lists(List<OpExample> all) {
    Tensor shape = Tensor.ints(2, 3);
    Tensor three = list(floats(2, 3), tame(2, 3), floats(2, 3));
    Tensor unset =
        Tensor.of(TensorList.empty(DataType.FLOAT, Shape.of(-1, 3), 4).with(1, tame(2, 3)));
    all.add(list(TensorListOp.F.EMPTY, 0, shape, ANY));
    all.add(list(TensorListOp.F.RESERVE, 0, ANY, Tensor.scalar(3)));
    all.add(list(TensorListOp.F.FROM_TENSOR, 1, floats(3, 2, 3), Tensor.ints(-1, 3)));
    all.add(list(TensorListOp.F.FROM_TENSOR, 1, floats(0, 3), ANY));
    all.add(list(TensorListOp.F.SCATTER, 1, floats(2, 3), Tensor.ints(2, 0), Tensor.ints(3)));
    all.add(
        list(TensorListOp.F.SCATTER_V2, 1, floats(2, 3), Tensor.ints(2, 0), ANY, Tensor.scalar(4)));
    all.add(list(TensorListOp.F.SPLIT, 1, floats(5, 3), Tensor.ints(-1, 3), Tensor.ints(2, 0, 3)));
    all.add(list(TensorListOp.F.SPLIT, 1, floats(2, 3), Tensor.ints(3), Tensor.ints(1, 1)));
    all.add(list(TensorListOp.F.SET_ITEM, 3, three, Tensor.scalar(1), tame(2, 3)));
    all.add(list(TensorListOp.F.SET_ITEM, 3, three, Tensor.scalar(5), tame(2, 3)));
    all.add(list(TensorListOp.F.PUSH_BACK, 2, three, tame(2, 3)));
    all.add(
        with(
            new TensorListOp(TensorListOp.F.RESIZE, DataType.INVALID), 1, three, Tensor.scalar(1)));
    all.add(with(new TensorListOp(TensorListOp.F.LENGTH, DataType.INVALID), 1, unset));
    all.add(list(TensorListOp.F.POP_BACK, 1, three, shape));
    all.add(list(TensorListOp.F.GET_ITEM, 2, three, Tensor.scalar(2), Tensor.ints(2, -1)));
    all.add(list(TensorListOp.F.GET_ITEM, 2, unset, Tensor.scalar(3), ANY));
    all.add(list(TensorListOp.F.GATHER, 2, three, Tensor.ints(2, 0), shape));
    all.add(list(TensorListOp.F.GATHER, 2, three, OpExample.NO_INTS, shape));
    all.add(list(TensorListOp.F.CONCAT_V2, 1, three, ANY, OpExample.NO_INTS));
    all.add(with(new TensorListStack(DataType.FLOAT, 3), 1, three, shape));
    all.add(with(new TensorListStack(DataType.FLOAT, 4), 1, unset, Tensor.ints(2, 3)));
    all.add(with(new TensorListStack(DataType.FLOAT, -1), 1, list(), Tensor.ints(3)));
    all.add(
        with(
            new TensorListConcat(DataType.FLOAT, Shape.of(-1, 3)),
            1,
            list(floats(2, 3), tame(1, 3))));
  }

  private static OpExample array(TensorArrayOp.F f, DataType dtype, Shape shape, Tensor... inputs) {
    return OpExample.of(new TensorArrayOp(f, dtype, shape), inputs);
  }

  private static void arrays(List<OpExample> all) {
    Shape any = Shape.UNKNOWN;
    Tensor array = list(floats(2, 3), tame(2, 3), floats(2, 3));
    Tensor empty = Tensor.of(TensorList.empty(DataType.FLOAT, any, 3));
    all.add(
        OpExample.of(
            new TensorArrayV3(DataType.FLOAT, Shape.of(2), true, false, true, "a"),
            Tensor.scalar(3)));
    all.add(
        array(
            TensorArrayOp.F.WRITE,
            DataType.INVALID,
            any,
            array,
            Tensor.scalar(1),
            tame(2, 3),
            array));
    all.add(
        array(
            TensorArrayOp.F.SCATTER,
            DataType.INVALID,
            any,
            empty,
            Tensor.ints(2, 1),
            tame(2, 3),
            empty));
    all.add(
        array(
            TensorArrayOp.F.SPLIT,
            DataType.INVALID,
            any,
            empty,
            tame(3, 2),
            Tensor.ints(1, 2),
            empty));
    all.add(array(TensorArrayOp.F.READ, DataType.FLOAT, any, array, Tensor.scalar(1), array));
    all.add(
        array(
            TensorArrayOp.F.GATHER,
            DataType.FLOAT,
            Shape.of(2, 3),
            array,
            Tensor.ints(2, 2),
            array));
    all.add(array(TensorArrayOp.F.CONCAT, DataType.FLOAT, Shape.of(3), array, array));
    all.add(array(TensorArrayOp.F.SIZE, DataType.INVALID, any, array, array));
    all.add(array(TensorArrayOp.F.CLOSE, DataType.INVALID, any, array));
  }

  private static void scatters(List<OpExample> all) {
    Tensor rows = Tensor.of(new int[] {3, 0, 3}, 3, 1);
    Tensor cells = Tensor.of(new int[] {1, 2, 1, 0}, 2, 2);
    all.add(OpExample.of(new TensorScatterUpdate(), floats(4, 3), rows, tame(3, 3)));
    all.add(
        OpExample.of(new TensorScatterUpdate(), OpExample.ints(2, 3), cells, Tensor.ints(7, 8)));
    all.add(with(new ScatterNd(), 2, rows, tame(3, 3), Tensor.ints(4, 3)));
    all.add(with(new ScatterNd(), 2, cells, Tensor.ints(7, 8), Tensor.ints(2, 3)));
    all.add(with(new ScatterNd(), 2, Tensor.of(new int[0], 0, 1), tame(0, 3), Tensor.ints(4, 3)));
  }
}
