package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.layer.FunctionLayer;
import io.github.tfjs4j.keras.layer.ModelLayer;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputSpecTest {
  private final Tf tf = new Tf(GraphBuilder.simplifying());

  private Value input(DataType type, int... dims) {
    return tf.op(new Placeholder(type, Shape.of(dims)));
  }

  private List<Value> inputs(int n) {
    return Collections.nCopies(n, input(DataType.FLOAT, -1, 3));
  }

  private void refuses(InputSpec spec, String message, List<Value> inputs) {
    assertEquals(
        message, assertThrows(ShapeException.class, () -> spec.accept(inputs, tf)).getMessage());
  }

  @Test
  void inputs_are_counted() {
    refuses(InputSpec.ONE, "takes one input, but is called on 0", inputs(0));
    refuses(InputSpec.exactly(2), "takes two inputs, but is called on 3", inputs(3));
    refuses(InputSpec.exactly(3).orMore(), "takes 3 or more inputs, but is called on 2", inputs(2));
    List<Value> four = List.copyOf(inputs(4));
    assertEquals(four, List.copyOf(InputSpec.exactly(2).orMore().accept(four, tf)));
    assertEquals(List.of(), InputSpec.ANY.accept(List.of(), tf));
  }

  @Test
  void inputs_are_ranked() {
    refuses(InputSpec.ONE.ofRank(3), "takes an input of rank 3, found float32[?, 3]", inputs(1));
    refuses(
        InputSpec.ONE.ofRankAtLeast(3),
        "takes an input of rank 3 or more, found float32[?, 3]",
        inputs(1));
    Value unknown = tf.op(new Placeholder(DataType.FLOAT, Shape.UNKNOWN));
    refuses(
        InputSpec.ONE.ofRankAtLeast(0),
        "takes an input of rank 0 or more, found float32[...]",
        List.of(unknown));
    assertEquals(List.of(unknown), InputSpec.ONE.accept(List.of(unknown), tf));
  }

  @Test
  void numbers_become_floats_and_strings_are_none() {
    InputSpec floats = InputSpec.ONE.floats();
    List<Value> ints = List.of(input(DataType.INT32, 2));
    assertEquals(DataType.FLOAT, floats.accept(ints, tf).getFirst().dataType());
    assertEquals(ints, InputSpec.ONE.accept(ints, tf));
    refuses(floats, "takes numbers, found string[2]", List.of(input(DataType.STRING, 2)));
  }

  @Test
  void all_layers_but_models_and_functions_say_what_they_take() {
    Layers.BUILT_IN.stream()
        .filter(l -> !(l instanceof ModelLayer || l instanceof FunctionLayer))
        .forEach(l -> assertNotEquals(InputSpec.ANY, l.inputSpec(), l.className()));
  }
}
