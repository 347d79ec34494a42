package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Lengths that no tensor has, and chains of shape computations that no model needs.
class ShapeRuleTest {
  private static final int HUGE = Integer.MAX_VALUE;

  private final Tf tf = new Tf(GraphBuilder.verbatim());

  private Value input(int... dims) {
    return tf.op(new Placeholder(DataType.FLOAT, Shape.of(dims)));
  }

  private Value openInts(int... dims) {
    return tf.op(new Placeholder(DataType.INT32, Shape.of(dims)));
  }

  private void refused(String message, Op op, Value... inputs) {
    ShapeException e = assertThrows(ShapeException.class, () -> tf.op(op, inputs));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  // ---- what is known of the elements of shape computations ----

  @Test
  void a_long_chain_of_shape_arithmetic_is_read_at_once() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          Value n = tf.ints(0, 0);
          for (int i = 0; i < 200_000; i++) {
            n = tf.add(n, n);
          }
          assertEquals(Shape.of(0, 0), n.elements());
          assertEquals(Shape.of(0, 0), tf.reshape(input(0), n).shape());
        });
  }

  @Test
  void a_vector_that_claims_many_elements_takes_no_memory() {
    Value many = openInts(200_000_000);
    assertFalse(many.elements().hasRank());
    assertFalse(tf.op(new Fill(), many, tf.scalar(1f)).shape().hasRank());
    assertFalse(tf.reshape(input(3), many).shape().hasRank());
    int[] ten = new int[10];
    java.util.Arrays.fill(ten, 100);
    assertEquals(Shape.of(ten), tf.op(new Fill(), tf.ints(ten), tf.scalar(1f)).shape());
    assertEquals(Shape.ofRank(8), openInts(8).elements());
    assertFalse(openInts(9).elements().hasRank());
  }

  // ---- lengths are exact ----

  @Test
  void lengths_beyond_an_int_are_refused_with_their_values() {
    int million = 1 << 20;
    refused(
        "a length of 1099511627776 is too great",
        new Reshape(),
        input(million, million),
        tf.ints(-1));
    refused("65536 * 65537 = 4295032832", new Tile(), input(65_536), tf.ints(65_537));
    Value paddings = tf.constant(Tensor.of(new int[] {HUGE, HUGE}, 1, 2));
    refused("1 + 2147483647 = 2147483648", new Pad(), input(1), paddings);
    refused("2147483647 + 2 = 2147483649", new ConcatV2(), input(HUGE), input(2), tf.scalar(0));
    refused("4 * 1073741824", new DepthToSpace(1 << 30), input(1, 4, 1, -1));
    refused(
        "65536 * 65536",
        new DepthwiseConv2dNative(Window2D.valid()),
        input(1, 8, 8, 65_536),
        input(3, 3, 65_536, 65_536));
    refused(
        "6 * 1000000000",
        new SpaceToBatchND(),
        input(6, 1_000_000_000),
        tf.ints(1_000_000_000),
        tf.constant(Tensor.of(new int[] {0, 0}, 1, 2)));
  }

  @Test
  void more_elements_than_a_long_counts_are_not_counted_wrongly() {
    Value filled = tf.op(new Fill(), tf.ints(65_536, 65_536, 65_536, 65_536), tf.scalar(1f));
    assertEquals(Long.MAX_VALUE, filled.shape().longSize());
    refused("more elements than can be counted", new Reshape(), filled, tf.ints(0));
  }

  @Test
  void a_length_that_is_only_partly_known_stays_unknown() {
    assertEquals(Shape.of(-1, 4), tf.tile(input(-1, 2), 65_537, 2).shape());
  }

  @Test
  void explicit_padding_adds_up_exactly() {
    Window2D wide = new Window2D(1, 1, Padding.EXPLICIT, List.of(HUGE, HUGE, 0, 0), 1, 1);
    refused("or too often", new Conv2D(wide), input(1, 5, 5, 1), input(3, 3, 1, 1));
    assertThrows(ShapeException.class, () -> Window2D.valid().withExplicit(-1, 0, 0, 0));
    assertThrows(ShapeException.class, () -> new Window2D(-1, 1, Padding.SAME, List.of(), 1, 1));
    assertThrows(ShapeException.class, () -> new Window2D(1, 1, Padding.SAME, List.of(), 0, 1));
  }

  @Test
  void ranks_do_not_grow_without_bound() {
    Value x = tf.op(new Placeholder(DataType.INT32, Shape.of(2, 2, 2)));
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> {
              Value g = x;
              for (int i = 0; i < 40; i++) {
                g = tf.gather(g, g, 0);
              }
            });
    assertTrue(e.getMessage().contains("a shape has at most 254 dimensions"), e.getMessage());
  }

  // ---- inputs and attributes that files may name ----

  @Test
  void too_few_inputs_too_many_or_of_the_wrong_type_are_refused() {
    refused("takes 1 input, but there are 0", new Identity());
    refused("takes 1 input, but there are 2", new Identity(), input(1), input(1));
    refused("takes at least 2 inputs, but there are 1", new ConcatV2(), tf.scalar(0));
    refused("input 1 is float32[], but should be int32", new Tile(), input(1), tf.scalar(1f));
    refused(
        "input 2 is int32[2], but should be an int32 scalar",
        new GatherV2(0),
        input(3),
        tf.ints(1),
        tf.ints(0, 1));
    Tf simplifying = new Tf(GraphBuilder.simplifying());
    assertThrows(ShapeException.class, () -> simplifying.op(new Identity()));
  }

  @Test
  void attributes_out_of_range_are_refused() {
    assertThrows(ShapeException.class, () -> new Split(HUGE));
    assertThrows(
        FormatException.class,
        () ->
            Ops.ALL
                .find("Squeeze")
                .orElseThrow()
                .make(Map.of("squeeze_dims", new AttrValue.Ints(List.of(1L << 40)))));
  }
}
