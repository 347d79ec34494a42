package io.github.tfjs4j.keras.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What layers become: the ops that passes look for, no more than needed, and shapes as far as they
/// are known.
class LoweredShapeTest {
  private static Shape shape(Graph graph) {
    return graph.outputs().values().iterator().next().shape();
  }

  private static long count(Graph graph, String op) {
    return graph.opCounts().getOrDefault(op, 0L);
  }

  @Test
  void dense_is_a_product_with_bias_and_activation() {
    Graph g =
        new SingleLayer("Dense", "'units':4,'activation':'relu'", "[null,5,3]")
            .lowered(Semantics.TFJS, Map.of("kernel", Shape.of(3, 4), "bias", Shape.of(4)));
    assertEquals(Shape.of(-1, 5, 4), shape(g));
    assertEquals(1, count(g, "MatMul"));
    assertEquals(1, count(g, "BiasAdd"));
    assertEquals(1, count(g, "Relu"));
    assertEquals(2, count(g, "Reshape"));
    assertEquals(0, count(g, "Shape"));
  }

  @Test
  void pooling_of_channels_first_needs_no_transposes() {
    Graph g =
        new SingleLayer("MaxPooling2D", "'data_format':'channels_first'", "[null,3,6,8]")
            .lowered(Semantics.TFJS);
    assertEquals(Shape.of(-1, 3, 3, 4), shape(g));
    assertEquals(0, count(g, "Transpose"));
  }

  @Test
  void convolutions_of_unknown_images_keep_their_channels() {
    Map<String, Shape> weights = Map.of("kernel", Shape.of(3, 3, 2, 3), "bias", Shape.of(2));
    Graph g =
        new SingleLayer(
                "Conv2DTranspose", "'filters':2,'kernel_size':3,'strides':2", "[null,null,null,3]")
            .lowered(Semantics.TFJS, weights);
    assertEquals(Shape.of(-1, -1, -1, 2), shape(g));
    Graph known =
        new SingleLayer(
                "Conv2DTranspose", "'filters':2,'kernel_size':3,'strides':2", "[null,4,5,3]")
            .lowered(Semantics.TFJS, weights);
    assertEquals(Shape.of(-1, 9, 11, 2), shape(known));
  }

  @Test
  void a_softmax_axis_is_the_second_in_tfjs_and_the_last_in_keras_by_default() {
    SingleLayer softmax = new SingleLayer("Softmax", "", "[null,3,4]");
    assertEquals(2, count(softmax.lowered(Semantics.TFJS), "Transpose"));
    assertEquals(0, count(softmax.lowered(Semantics.KERAS2), "Transpose"));
  }

  @Test
  void layers_for_training_are_nothing() {
    for (String name :
        new String[] {
          "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"
        }) {
      Graph g =
          new SingleLayer(name, "'rate':0.5,'stddev':1", "[null,4,3]").lowered(Semantics.TFJS);
      assertEquals(1, g.nodes().size(), name);
    }
  }

  @Test
  void layers_say_whether_tfjs_and_keras_differ() {
    String image = "[null,6,7,3]";
    assertTrue(new SingleLayer("Resizing", "'height':3,'width':3", image).dependsOnSemantics());
    assertTrue(
        new SingleLayer("UpSampling2D", "'interpolation':'bilinear'", image).dependsOnSemantics());
    assertFalse(new SingleLayer("UpSampling2D", "", image).dependsOnSemantics());
    assertTrue(
        new SingleLayer("DepthwiseConv2D", "'kernel_size':3,'dilation_rate':[2,2]", image)
            .dependsOnSemantics());
    assertFalse(
        new SingleLayer("DepthwiseConv2D", "'kernel_size':3,'dilation_rate':[1,1]", image)
            .dependsOnSemantics());
    assertTrue(
        new SingleLayer("Dense", "'units':2,'activation':'hard_sigmoid'", image)
            .dependsOnSemantics());
    assertFalse(new SingleLayer("BatchNormalization", "'axis':[3]", image).dependsOnSemantics());
    assertTrue(new SingleLayer("BatchNormalization", "'axis':1", image).dependsOnSemantics());
    assertTrue(new SingleLayer("ReLU", "'threshold':0.5", image).dependsOnSemantics());
    assertFalse(
        new SingleLayer("ReLU", "'threshold':0.0,'negative_slope':0.0", image)
            .dependsOnSemantics());
  }
}
