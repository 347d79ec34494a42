package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.graphdef.NodeDef;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilledTablesTest {
  private static Graph graph(String text) {
    return new TextForm(Ops.ALL).parse(text);
  }

  @Test
  void what_fills_a_table_becomes_the_initializer() {
    Graph graph =
        graph(
            """
            input %x: int32[3]
            %table = HashTableV2() {key_dtype=DT_INT32, value_dtype=DT_INT32, shared_name="words"}
            %fill = LookupTableImportV2(%table, [7, 9], [1, 2])
            %y = LookupTableFindV2(%fill, %x, -1)
            return %y
            """);
    TensorFlowModel model = FilledTables.of(graph);
    List<String> main = model.graph().nodes().stream().map(n -> n.op().name()).toList();
    assertFalse(main.contains("LookupTableImportV2"), main::toString);
    Node find = List.copyOf(model.graph().outputs().values()).getFirst().node();
    assertEquals("HashTableV2", find.input(0).op().name());
    TensorFlowModel.Initializer initializer = model.initializer().orElseThrow();
    assertEquals(
        List.of("table", "table/keys", "table/values", "table/fill"),
        initializer.def().nodes().stream().map(NodeDef::name).toList());
    assertEquals(
        List.of("table/keys", "table/values"),
        model.otherWeights().stream().map(WeightEntry::name).toList());
  }

  @Test
  void a_graph_without_tables_is_left_alone() {
    Graph graph = graph("input %x: float32[3]\n%y = Relu(%x)\nreturn %y\n");
    TensorFlowModel model = FilledTables.of(graph);
    assertSame(graph, model.graph());
    assertTrue(model.initializer().isEmpty());
  }
}
