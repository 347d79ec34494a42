package io.github.tfjs4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  /// What a user brings, by the service file among the test resources.
  public static final class Doubling implements OpProvider {
    @Override
    public List<OpDef<?>> ops() {
      return List.of(OpDef.named("my.Double", Doubled.class, _ -> new Doubled()).notInTfjs());
    }
  }

  private record Doubled() implements Op {
    @Override
    public String name() {
      return "my.Double";
    }

    @Override
    public List<TensorType> infer(List<Value> inputs) {
      return List.of(inputs.getFirst().type());
    }
  }

  @Test
  void a_users_own_op_joins_as_a_service() {
    String text =
        """
        input %x: float32[2]
        %y = my.Double(%x) : float32[2]
        return %y
        """;
    Graph graph = TEXT.parse(text);
    assertEquals(text, TEXT.print(graph));
    assertFalse(Ops.isExecutable(graph.outputs().get("y").op()));
  }

  @Test
  void an_alias_is_the_same_op_and_keeps_its_spelling() {
    String text =
        """
        input %x: float32[2]
        %y = Add(%x, %x) : float32[2]
        %z = AddV2(%y, %x) : float32[2]
        return %z
        """;
    Graph graph = TEXT.parse(text);
    assertEquals(text, TEXT.print(graph));
    assertEquals("{Add=1, AddV2=1, Placeholder=1}", graph.opCounts().toString());
    graph.nodes().stream()
        .filter(n -> !n.inputs().isEmpty())
        .forEach(n -> assertEquals(new Binary(Binary.F.ADD_V2), n.op()));
  }

  @Test
  void an_op_that_is_in_no_vocabulary_is_a_bug() {
    assertThrows(IllegalArgumentException.class, () -> Ops.ALL.definition(new Unlisted()));
  }

  private record Unlisted() implements Op {
    @Override
    public String name() {
      return "Unlisted";
    }

    @Override
    public List<TensorType> infer(List<Value> inputs) {
      return List.of();
    }
  }

  @Test
  void results_have_names() {
    assertEquals(2, Ops.result("FusedBatchNorm", "batch_variance"));
    assertEquals(1, Ops.result("TensorListPopBack", "tensor"));
    assertEquals(1, Ops.result("TopKV2", "indices"));
    assertEquals(0, Ops.result("Split", "output"));
  }

  @Test
  void what_tfjs_executes_is_known_by_every_name() {
    for (String op : List.of("Add", "BatchMatMul", "Snapshot", "TopKV2", "_FusedConv2D", "NoOp")) {
      assertTrue(
          Ops.isExecutable(new io.github.tfjs4j.op.UnknownOp(op, java.util.Map.of(), 1)), op);
    }
    assertFalse(
        Ops.isExecutable(new io.github.tfjs4j.op.UnknownOp("Weight", java.util.Map.of(), 1)));
    assertFalse(
        Ops.isExecutable(
            new io.github.tfjs4j.op.UnknownOp("StringSplitV2", java.util.Map.of(), 1)));
  }
}
