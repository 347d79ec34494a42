package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Parameter;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreezeTest {
  private static final Graph GRAPH =
      new TextForm(Ops.ALL)
          .parse(
              """
              input %x: float32[?, 2]
              %d/kernel = Weight() {weight="d/kernel", dtype=DT_FLOAT, shape=shape[2, 2]}
              %a = MatMul(%x, %d/kernel)
              %b = MatMul(%a, %d/kernel)
              return %b
              """);

  @Test
  void a_weight_becomes_a_constant_of_the_stored_tensor_with_its_name() {
    Tensor stored = Tensor.of(new float[4], 2, 2);
    Graph frozen =
        Freeze.of(
            new Model(
                GRAPH,
                Map.of(
                    "d/kernel", new Parameter("d/kernel", stored, true, Parameter.Role.WEIGHT))));
    var kernel = frozen.outputs().get("b").node().input(1).node();
    assertEquals("d/kernel", frozen.name(kernel));
    assertSame(stored, ((Const) kernel.op()).data());
    assertEquals(Map.of("Const", 1L, "MatMul", 2L, "Placeholder", 1L), frozen.opCounts());
  }

  @Test
  void a_weight_without_data_is_named() {
    assertTrue(
        assertThrows(FormatException.class, () -> new Freeze(Map.of()).run(GRAPH))
            .getMessage()
            .startsWith("weight 'd/kernel' of d/kernel (Weight) has no data"));
  }
}
