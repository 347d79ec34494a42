package io.github.tfjs4j.keras.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.State;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a recurrent layer becomes, and what it refuses. That the numbers are right is for
/// [RecurrentGoldenTest].
class RecurrenceTest {
  private static final Map<String, Shape> LSTMLayer =
      Map.of(
          "kernel", Shape.of(3, 8),
          "recurrent_kernel", Shape.of(2, 8),
          "bias", Shape.of(8));

  private static final Map<String, Shape> GRU_AFTER =
      Map.of(
          "kernel", Shape.of(3, 6),
          "recurrent_kernel", Shape.of(2, 6),
          "bias", Shape.of(2, 6));

  private static Graph lstm(String options, String... inputs) {
    return new SingleLayer("LSTM", "'units':2" + options, inputs)
        .lowered(Semantics.TFJS, LSTMLayer);
  }

  private static Node scan(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof Scan).findFirst().orElseThrow();
  }

  private static List<String> ops(Node node) {
    return node.inputs().stream().map(v -> v.op().name()).toList();
  }

  private static Scan golden(String kind, String name) {
    GoldenCase c =
        GoldenCase.all(kind)
            .filter(g -> g.toString().endsWith("/" + name))
            .findFirst()
            .orElseThrow();
    return (Scan) scan(c.lowered()).op();
  }

  private static void refuses(SingleLayer layer, String... parts) {
    ModelException e = assertThrows(ModelException.class, () -> layer.lowered(Semantics.KERAS2));
    for (String part : parts) {
      assertTrue(
          e.getMessage().contains(part), () -> "'" + part + "' is missing in: " + e.getMessage());
    }
  }

  @Test
  void a_layer_is_one_scan_of_sequence_states_and_weights() {
    Node node = scan(lstm("", "[null,5,3]"));
    assertEquals(List.of("Placeholder", "Fill", "Fill", "Weight", "Weight", "Weight"), ops(node));
    Scan scan = (Scan) node.op();
    assertEquals(
        "[x, h, c, kernel, recurrent_kernel, bias]", scan.step().inputs().keySet().toString());
    assertEquals("[h, c]", scan.step().outputs().keySet().toString());
    assertEquals(Shape.of(-1, 2), node.out(0).shape());
  }

  @Test
  void sequences_are_an_output_of_the_step() {
    Node node = scan(lstm(",'return_sequences':true,'go_backwards':true", "[null,null,3]"));
    Scan scan = (Scan) node.op();
    assertEquals("[sequence, h, c]", scan.step().outputs().keySet().toString());
    assertTrue(scan.reverse());
    assertEquals(Shape.of(-1, -1, 2), node.out(0).shape());
  }

  @Test
  void states_are_constants_where_the_batch_is_known() {
    Node node = scan(lstm("", "[4,5,3]"));
    assertEquals("Const", ops(node).get(1));
    assertEquals(Shape.of(4, 2), node.input(1).shape());
  }

  @Test
  void given_states_are_read_as_they_are() {
    Graph graph = lstm("", "[null,5,3]", "[null,2]", "[null,2]");
    assertEquals(List.copyOf(graph.inputs().values()), scan(graph).inputs().subList(0, 3));
  }

  @Test
  void parts_of_weights_are_cut_outside_of_the_step() {
    Graph graph =
        new SingleLayer("GRU", "'units':2,'reset_after':true", "[null,5,3]")
            .lowered(Semantics.KERAS2, GRU_AFTER);
    Scan scan = (Scan) scan(graph).op();
    assertTrue(scan.step().nodes().stream().noneMatch(n -> n.op().name().equals("Slice")));
  }

  @Test
  void a_mask_is_the_second_sequence() {
    Scan scan = golden("layers-recurrent", "gru_masked_sequences");
    assertEquals(2, scan.sequences());
    assertEquals(DataType.BOOL, List.copyOf(scan.step().inputs().values()).get(1).type().type());
    assertEquals(Shape.of(-1, 1), List.copyOf(scan.step().inputs().values()).get(1).shape());
  }

  @Test
  void
      only_keras_needs_the_last_output_beside_the_states_and_only_where_they_do_not_begin_as_zeros() {
    assertEquals(1, golden("layers-recurrent", "gru_masked_initial").states());
    assertEquals(1, golden("keras-recurrent", "gru_masked").states());
    assertEquals(2, golden("keras-recurrent", "gru_masked_initial").states());
  }

  @Test
  void a_stateful_layer_is_a_state_of_the_graph() {
    Graph graph = lstm(",'stateful':true", "[4,5,3]");
    assertEquals("[it/h, it/c]", graph.states().keySet().toString());
    State h = graph.states().get("it/h");
    assertEquals(new PlaceholderWithDefault(DataType.FLOAT, Shape.of(4, 2)), h.before().op());
    assertEquals("it/h", graph.name(h.before().node()));
    assertEquals(scan(graph).input(1), h.before());
    assertEquals(scan(graph).out(0), h.after());
  }

  @Test
  void a_stateful_layer_needs_a_batch_size() {
    refuses(
        new SingleLayer("LSTM", "'units':2,'stateful':true", "[null,5,3]"),
        "it (LSTM): is stateful",
        "[?, 2]",
        "--input_shape");
    refuses(
        new SingleLayer(
            "TimeDistributed",
            "'layer':{'class_name':'LSTM','config':{'units':2,'stateful':true}}",
            "[4,5,6,3]"),
        "it (TimeDistributed)",
        "stateful");
  }

  @Test
  void initial_states_are_as_many_as_the_states_and_of_their_shape() {
    refuses(
        new SingleLayer("LSTM", "'units':2", "[null,5,3]", "[null,2]"),
        "it (LSTM): takes a sequence and 2 initial states, but is called on 2 tensors");
    refuses(
        new SingleLayer("GRU", "'units':2", "[null,5,3]", "[null,3]"),
        "it (GRU): initial state h has shape [?, 3], not [?, 2]");
    refuses(
        new SingleLayer(
            "Bidirectional",
            "'layer':{'class_name':'GRU','config':{'units':2}}",
            "[null,5,3]",
            "[null,2]"),
        "it (Bidirectional): is given 1 initial states");
  }

  @Test
  void options_that_do_not_exist_are_refused() {
    String gru = "'layer':{'class_name':'GRU','config':{'units':2}}";
    refuses(
        new SingleLayer("Bidirectional", gru + ",'merge_mode':'max'", "[null,5,3]"),
        "merge_mode",
        "max");
    refuses(new SingleLayer("Bidirectional", "'layer':3", "[null,5,3]"), "'layer'");
    refuses(
        new SingleLayer("RNN", "'cell':{'class_name':'Dense','config':{'units':2}}", "[null,5,3]"),
        "(Dense): is no recurrent cell");
    refuses(new SingleLayer("GRU", "'units':2", "[null,5]"), "it (GRU)", "rank 3");
    refuses(
        new SingleLayer(
            "ConvLSTM2D",
            "'filters':2,'kernel_size':3,'data_format':'channels_first','activation':'softmax'",
            "[null,2,3,5,5]"),
        "channels_first");
  }

  @Test
  void defaults_are_those_of_the_maker() {
    assertTrue(new SingleLayer("LSTM", "'units':2", "[null,5,3]").dependsOnSemantics());
    assertTrue(
        new SingleLayer("LSTM", "'units':2,'recurrent_activation':'hard_sigmoid'", "[null,5,3]")
            .dependsOnSemantics());
    assertEquals(
        false,
        new SingleLayer("LSTM", "'units':2,'recurrent_activation':'sigmoid'", "[null,5,3]")
            .dependsOnSemantics());
  }
}
