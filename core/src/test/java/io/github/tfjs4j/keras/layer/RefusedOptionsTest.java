package io.github.tfjs4j.keras.layer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.keras.Semantics;
import org.junit.jupiter.api.Test;

/// What cannot be lowered is refused with the layer, the option and its value.
class RefusedOptionsTest {
  private static final String IMAGE = "[null,6,7,3]";

  private static void refuses(SingleLayer layer, String... parts) {
    ModelException e = assertThrows(ModelException.class, () -> layer.lowered(Semantics.KERAS2));
    for (String part : parts) {
      assertTrue(
          e.getMessage().contains(part), () -> "'" + part + "' is missing in: " + e.getMessage());
    }
    assertTrue(e.getMessage().contains("it (" + layer.className() + ")"), e::getMessage);
  }

  @Test
  void interpolations_that_no_op_computes() {
    refuses(
        new SingleLayer("Resizing", "'height':3,'width':3,'interpolation':'bicubic'", IMAGE),
        "bicubic",
        "bilinear and nearest");
    refuses(new SingleLayer("UpSampling2D", "'interpolation':'lanczos3'", IMAGE), "lanczos3");
    refuses(
        new SingleLayer("Resizing", "'height':3,'width':3,'antialias':true", IMAGE), "antialias");
  }

  @Test
  void strides_over_a_dilated_kernel() {
    refuses(
        new SingleLayer(
            "Conv2D", "'filters':2,'kernel_size':3,'strides':2,'dilation_rate':2", IMAGE),
        "strides [2, 2]",
        "dilation_rate [2, 2]");
  }

  @Test
  void paddings_that_do_not_exist() {
    refuses(
        new SingleLayer("Conv2D", "'filters':2,'kernel_size':3,'padding':'causal'", IMAGE),
        "padding",
        "causal");
    refuses(new SingleLayer("MaxPooling2D", "'padding':'full'", IMAGE), "padding", "full");
    refuses(new SingleLayer("ZeroPadding2D", "'padding':[[1,2],[3]]", IMAGE), "padding");
    refuses(new SingleLayer("Cropping2D", "'cropping':-1", IMAGE), "cropping");
  }

  @Test
  void activations_that_nobody_knows() {
    refuses(new SingleLayer("Activation", "'activation':'wobble'", IMAGE), "wobble");
    refuses(new SingleLayer("Activation", "'activation':7", IMAGE), "activation", "7");
  }

  @Test
  void images_of_unknown_size_where_the_size_decides() {
    refuses(
        new SingleLayer("CenterCrop", "'height':3,'width':3", "[null,null,7,3]"),
        "must be known",
        "[?, ?, 7, 3]");
    refuses(
        new SingleLayer(
            "Resizing", "'height':3,'width':3,'crop_to_aspect_ratio':true", "[null,6,null,3]"),
        "must be known");
  }

  @Test
  void encodings_that_need_more_than_the_model_holds() {
    refuses(
        new SingleLayer("CategoryEncoding", "'num_tokens':4,'output_mode':'tf_idf'", "[null,4]"),
        "tf_idf");
  }

  @Test
  void axes_and_shapes_that_do_not_fit() {
    refuses(new SingleLayer("BatchNormalization", "'axis':[1,2]", IMAGE), "axis [1, 2]");
    refuses(new SingleLayer("Softmax", "'axis':4", IMAGE), "axis", "4");
    refuses(new SingleLayer("Reshape", "'target_shape':[5,5]", IMAGE), "126 elements", "[5,5]");
    refuses(new SingleLayer("Reshape", "'target_shape':[-1,null]", IMAGE), "target_shape");
    refuses(new SingleLayer("Permute", "'dims':[1,3]", "[null,2,3]"), "dims");
    refuses(new SingleLayer("Dot", "'axes':0", "[null,4]", "[null,4]"), "axes");
    refuses(new SingleLayer("Conv1D", "'filters':2,'kernel_size':3", IMAGE), "rank 3");
    refuses(
        new SingleLayer("Conv2D", "'filters':3,'kernel_size':3,'groups':2", IMAGE),
        "groups 2",
        "filters 3");
  }

  @Test
  void too_few_or_too_many_inputs() {
    refuses(new SingleLayer("Add", "", IMAGE), "two or more inputs", "called on 1");
    refuses(new SingleLayer("Subtract", "", IMAGE, IMAGE, IMAGE), "two inputs", "called on 3");
    refuses(new SingleLayer("Flatten", "", IMAGE, IMAGE), "one input");
  }
}
