package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Numbers that TF.js does not give, because it fails: see `docs/deviations.md`. And what it gives
/// in a way that files must keep.
class TensorFlowsAnswersTest {
  private static void gives(Tensor wanted, Op op, Tensor... inputs) {
    OpContract.assertSameBits(wanted, op.evaluate(List.of(inputs)).getFirst(), op.toString());
  }

  private static Tensor complex(float... parts) {
    return Tensor.ofComplex(parts, Shape.of(parts.length / 2));
  }

  @Test
  void bits_of_integers() {
    gives(Tensor.ints(2, 5), new BitwiseAnd(), Tensor.ints(6, -1), Tensor.ints(3, 5));
  }

  @Test
  void a_shape_is_held_to_an_attribute_and_to_an_input() {
    Tensor x = Tensor.of(new float[6], 2, 3);
    Op op = new EnsureShape(Shape.of(-1, 3));
    gives(x, op, x);
    gives(x, op, x, Tensor.ints(2, -1));
    ShapeException e =
        assertThrows(ShapeException.class, () -> op.evaluate(List.of(x, Tensor.ints(4, 3))));
    assertTrue(
        e.getMessage().contains("the shape must be [4, 3], but it is [2, 3]"), e.getMessage());
    Tf tf = new Tf(GraphBuilder.simplifying());
    assertThrows(
        ShapeException.class,
        () -> tf.op(op, tf.op(new Placeholder(DataType.FLOAT, Shape.of(-1, 4)))));
    assertEquals(
        Shape.of(-1, 3), tf.op(op, tf.op(new Placeholder(DataType.FLOAT, Shape.UNKNOWN))).shape());
  }

  @Test
  void bounds_in_rows_of_nothing() {
    Tensor none = Tensor.of(new float[0], 2, 0);
    Tensor zeros = Tensor.of(new int[2], 2, 1);
    for (Bound.F f : Bound.F.values()) {
      gives(zeros, new Bound(f), none, OpExample.tame(2, 1));
    }
  }

  @Test
  void complex_numbers_broadcast_and_are_divided() {
    Tensor two = complex(1, 2, 0, 1);
    gives(
        complex(-5, 10, -4, 3), new Binary(Binary.F.MUL), two, complex(3, 4).reshape(Shape.SCALAR));
    gives(complex(0.44f, 0.08f), new Binary(Binary.F.REAL_DIV), complex(1, 2), complex(3, 4));
  }

  @Test
  void a_vector_of_conditions_chooses_rows() {
    Tensor rows = Tensor.ofBools(new byte[] {1, 0}, Shape.of(2));
    Tensor a = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor b = Tensor.of(new int[] {-1, -2, -3, -4, -5, -6}, 2, 3);
    gives(Tensor.of(new int[] {1, 2, 3, -4, -5, -6}, 2, 3), new Select(), rows, a, b);
    // What broadcasts does so, as in TF.js.
    Tensor last = Tensor.ofBools(new byte[] {1, 0, 0}, Shape.of(3));
    gives(Tensor.of(new int[] {1, -2, -3, 4, -5, -6}, 2, 3), new Select(), last, a, b);
    Tensor none = Tensor.ofBools(new byte[] {1, 0, 0, 1}, Shape.of(4));
    assertThrows(ShapeException.class, () -> new Select().evaluate(List.of(none, a, b)));
  }

  @Test
  void blocks_that_are_gathered_are_dealt_out_again() {
    float[] cells = new float[2 * 4 * 6 * 3];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i;
    }
    Tensor x = Tensor.of(cells, 2, 4, 6, 3);
    List<Tensor> deep = new SpaceToDepth(2).evaluate(List.of(x));
    assertEquals(Shape.of(2, 2, 3, 12), deep.getFirst().shape());
    // The first block is cells (0, 0), (0, 1), (1, 0) and (1, 1).
    float[] first = java.util.Arrays.copyOf(deep.getFirst().floats(), 12);
    assertEquals(
        "[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 18.0, 19.0, 20.0, 21.0, 22.0, 23.0]",
        java.util.Arrays.toString(first));
    assertTrue(new DepthToSpace(2).evaluate(deep).getFirst().sameBits(x));
  }

  @Test
  void a_convolution_with_channels_first_is_spelled_as_it_was() {
    Map<String, AttrValue> said = new LinkedHashMap<>();
    said.put("strides", new AttrValue.Ints(List.of(1L, 1L, 2L, 3L)));
    said.put("padding", new AttrValue.S("EXPLICIT"));
    said.put("explicit_paddings", new AttrValue.Ints(List.of(0L, 0L, 0L, 0L, 1L, 2L, 3L, 4L)));
    said.put("dilations", new AttrValue.Ints(List.of(1L, 1L, 1L, 5L)));
    said.put("data_format", new AttrValue.S("NCHW"));
    ImageOp op = Conv2D.DEF.make(said);
    GraphBuilder to = GraphBuilder.verbatim();
    Node node =
        to.addNode(
            op,
            List.of(
                to.add(new Placeholder(DataType.FLOAT, Shape.of(-1, 3, 7, 9))),
                to.add(new Placeholder(DataType.FLOAT, Shape.of(3, 2, 3, 4)))));
    assertEquals(Shape.of(-1, 4, 8, 8), node.out().shape());
    Map<String, AttrValue> spelled = new LinkedHashMap<>(Conv2D.DEF.attributes(node));
    spelled.keySet().retainAll(said.keySet());
    assertEquals(said, spelled);
    assertEquals(
        new ArrayList<>(said.keySet()), new ArrayList<>(Conv2D.DEF.attributes(op).keySet()));
  }
}
