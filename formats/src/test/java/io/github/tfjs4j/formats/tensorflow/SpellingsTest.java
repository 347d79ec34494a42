package io.github.tfjs4j.formats.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.GraphModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpellingsTest {
  /// TensorFlow's lists have one entry an axis: the third and fourth are those of height and width.
  @Test
  void strides_of_channels_first_are_those_that_tensorflow_means() {
    String graph =
        """
        node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } }
          attr { key: "shape" value { shape { dim { size: 1 } dim { size: 1 } dim { size: 4 } dim { size: 6 } } } } }
        node { name: "w" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
          attr { key: "value" value { tensor { dtype: DT_FLOAT
            tensor_shape { dim { size: 1 } dim { size: 1 } dim { size: 1 } dim { size: 1 } } float_val: 2 } } } }
        node { name: "y" op: "Conv2D" input: "x" input: "w" attr { key: "T" value { type: DT_FLOAT } }
          attr { key: "data_format" value { s: "NCHW" } } attr { key: "padding" value { s: "VALID" } }
          attr { key: "strides" value { list { i: 1 i: 1 i: 2 i: 3 } } }
          attr { key: "dilations" value { list { i: 1 i: 1 i: 1 i: 1 } } } }
        """;
    Source source =
        Source.of(Map.of("graph.pbtxt", graph.getBytes(StandardCharsets.UTF_8)), "graph.pbtxt");
    float[] pixels = new float[24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    Tensor y = GraphModel.load(source).predict(Tensor.of(pixels, 1, 1, 4, 6));
    assertEquals(Shape.of(1, 1, 2, 2), y.shape());
    assertArrayEquals(new float[] {0, 6, 24, 30}, y.floats());
  }
}
