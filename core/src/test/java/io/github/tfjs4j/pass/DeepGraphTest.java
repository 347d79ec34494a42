package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.AddN;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Graphs deeper than any stack, and patterns longer than any number of sweeps.
class DeepGraphTest {
  private final GraphBuilder to = GraphBuilder.verbatim();
  private final Tf tf = new Tf(to);

  private Value input(int... dims) {
    return tf.op(new Placeholder(DataType.FLOAT, Shape.of(dims)));
  }

  private Graph optimised(Value x, Value y) {
    Graph graph = to.build(Map.of("x", x), Map.of("y", y));
    return Pipelines.tfjs().pipeline().run(graph).graph();
  }

  @Test
  void a_chain_of_ten_thousand_sums() {
    Value x = input(-1, 3);
    Value y = x;
    for (int i = 0; i < 5_000; i++) {
      y = tf.add(tf.unary(Unary.F.TANH, y), y);
    }
    assertEquals(10_001, optimised(x, y).nodes().size());
  }

  @Test
  void ten_thousand_summands_are_one_sum() {
    Value x = input(-1, 3);
    Value y = tf.unary(Unary.F.TANH, x);
    for (int i = 0; i < 10_000; i++) {
      y = tf.add(y, x);
    }
    assertEquals(Map.of("AddN", 1L, "Placeholder", 1L, "Tanh", 1L), optimised(x, y).opCounts());
  }

  @Test
  void constants_of_a_long_chain_are_one() {
    Value x = input(-1, 3);
    Value y = x;
    for (int i = 0; i < 1_000; i++) {
      y =
          tf.add(
              tf.mul(y, tf.scalar(i % 2 == 0 ? 0.5f : 2f)), tf.scalar(i % 2 == 0 ? 1.5f : -2.5f));
    }
    Graph result = optimised(x, y);
    assertTrue(result.nodes().size() <= 5, result.opCounts()::toString);
  }

  @Test
  void a_dense_channels_first_network_has_a_transpose_at_either_end() {
    Value x = input(-1, 2, 4, 4);
    Value y = convolved(x);
    for (int i = 0; i < 60; i++) {
      int channels = y.shape().dim(1);
      Value scale = tf.constant(Tensor.of(new float[channels], channels, 1, 1));
      Value active = tf.unary(Unary.F.RELU, tf.add(tf.mul(y, scale), scale));
      y = tf.concat(1, List.of(y, convolved(active)));
    }
    assertEquals(2, optimised(x, y).opCounts().get("Transpose"));
  }

  @Test
  @Timeout(60)
  void a_sum_of_five_thousand_inputs_of_any_length() {
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      inputs.put("x" + i, to.named("x" + i, input(-1, 4)));
    }
    Graph graph = to.build(inputs, Map.of("y", tf.op(new AddN(), List.copyOf(inputs.values()))));
    assertEquals(5_001, Pipelines.tfjs().pipeline().run(graph).graph().nodes().size());
  }

  /// Quadratic, this takes minutes.
  @Test
  @Timeout(60)
  void many_outputs_whose_names_have_one_hash() {
    Value x = input(-1, 4);
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < 1 << 13; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 13; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      Value weight = tf.op(new Weight(name.toString(), DataType.FLOAT, Shape.of(4)));
      outputs.put(name.toString(), to.named(name.toString(), tf.add(x, weight)));
    }
    Graph graph = to.build(Map.of("x", x), outputs);
    Graph result = new Rewrite("nothing").run(graph);
    assertEquals((2 << 13) + 1, result.nodes().size());
    assertTrue(
        outputs.keySet().stream()
            .allMatch(k -> k.equals(result.name(result.outputs().get(k).node()))));
  }

  private Value convolved(Value x) {
    int channels = x.shape().dim(1);
    Value filter = tf.constant(Tensor.of(new float[channels], 1, 1, channels, 1));
    Value last = tf.transpose(x, 0, 2, 3, 1);
    return tf.transpose(tf.conv2d(last, filter, Window2D.same()), 0, 3, 1, 2);
  }
}
