package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {
  private static MultiplyAdds of(String graph) {
    return MultiplyAdds.of(new TextForm(Ops.ALL).parse(graph));
  }

  @Test
  void convolutionsSumOverTheirFilters() {
    assertEquals(
        Map.of("Conv2D", 8L * 8 * 6 * 3 * 3 * 3, "DepthwiseConv2dNative", 8L * 8 * 6 * 2 * 2),
        of("""
        input %x: float32[?, 8, 8, 3]
        input %f: float32[3, 3, 3, 6]
        input %d: float32[2, 2, 6, 1]
        %a = Conv2D(%x, %f) {strides=[1, 1, 1, 1], padding="SAME", dilations=[1, 1, 1, 1]}
        %b = DepthwiseConv2dNative(%a, %d) {strides=[1, 1, 1, 1], padding="SAME", dilations=[1, 1, 1, 1]}
        return %b
        """)
            .byOp());
  }

  @Test
  void matricesSumOverTheirInnerLength() {
    MultiplyAdds work =
        of(
            """
            input %x: float32[?, 3]
            input %w: float32[4, 3]
            input %a: float32[2, 5, 6]
            input %b: float32[2, 6, 7]
            %y = MatMul(%x, %w) {transpose_a=false, transpose_b=true}
            %z = BatchMatMulV2(%a, %b) {adj_x=false, adj_y=false}
            %e = Einsum(%a, %b) {equation="abc,acd->abd"}
            %r = Relu(%y)
            return %r, %z, %e
            """);
    assertEquals(
        Map.of("MatMul", 12L, "BatchMatMulV2", 2L * 5 * 6 * 7, "Einsum", 2L * 5 * 6 * 7),
        work.byOp());
    assertEquals(12 + 2 * 420, work.total());
    assertEquals(Map.of(), work.unknown());
  }

  @Test
  void openShapesAreNotCounted() {
    MultiplyAdds work =
        of(
            """
            input %x: float32[?, ?, 3]
            input %w: float32[?, 3, 4]
            %y = BatchMatMulV2(%x, %w) {adj_x=false, adj_y=false}
            return %y
            """);
    assertEquals(Map.of(), work.byOp());
    assertEquals(Map.of("BatchMatMulV2", 1L), work.unknown());
  }

  @Test
  void aRecurrenceCountsItsSteps() {
    LayersModel model =
        LayersModel.load(java.nio.file.Path.of("../conformance/cases/keras/simple_rnn_last"));
    int[] input = model.inputs().values().iterator().next().shape().dims();
    long units = model.layers().get(1).outputs().getFirst().shape().dim(-1);
    MultiplyAdds work = MultiplyAdds.of(model.running().graph());
    assertEquals(input[1] * units * (input[2] + units), work.byOp().get("Scan"));
    assertEquals(Map.of(), work.unknown());
  }
}
