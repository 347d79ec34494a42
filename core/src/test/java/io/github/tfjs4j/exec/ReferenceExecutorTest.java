package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceExecutorTest {
  private static Graph graph(String text) {
    return new TextForm(Ops.ALL).parse(text);
  }

  @Test
  void writingIntoAResultDoesNotChangeTheModel() {
    Graph graph =
        graph(
            """
            %c = Const float32[2] {1.0, 2.0}
            %y = Identity(%c)
            return "y": %y
            """);
    ReferenceExecutor.run(graph, Map.of()).get("y").floats()[0] = 9;
    assertArrayEquals(new float[] {1, 2}, ReferenceExecutor.run(graph, Map.of()).get("y").floats());
  }

  @Test
  void writingIntoAResultDoesNotChangeTheInput() {
    Graph graph =
        graph(
            """
            input %x: float32[2]
            %to = Const int32[2] {1, 2}
            %y = Reshape(%x, %to)
            return "y": %y
            """);
    Tensor x = Tensor.floats(1, 2);
    ReferenceExecutor.run(graph, Map.of("x", x)).get("y").floats()[0] = 9;
    assertArrayEquals(new float[] {1, 2}, x.floats());
  }
}
