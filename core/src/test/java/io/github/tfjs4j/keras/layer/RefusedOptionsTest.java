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
        new SingleLayer("Resizing", "'height':3,'width':3,'interpolation':'wobble'", IMAGE),
        "wobble",
        "bilinear, nearest");
    refuses(new SingleLayer("UpSampling2D", "'interpolation':'wobble'", IMAGE), "wobble");
    refuses(
        new SingleLayer(
            "Resizing", "'height':3,'width':3,'interpolation':'bicubic'", "[null,6,null,3]"),
        "must be known");
    refuses(new SingleLayer("Discretization", "'num_bins':3", "[null,3]"), "bin_boundaries");
    refuses(new SingleLayer("IntegerLookup", "'vocabulary':null", "[null,3]"), "vocabulary");
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

  @Test
  void sizes_that_are_none() {
    String conv = "'filters':2,'kernel_size':3";
    refuses(new SingleLayer("Dense", "'units':0", "[null,4]"), "units", "positive", "0");
    refuses(new SingleLayer("Dense", "", "[null,4]"), "units", "nothing");
    refuses(new SingleLayer("LSTM", "'units':-3", "[null,5,4]"), "units", "-3");
    refuses(new SingleLayer("Conv2D", "'filters':-1,'kernel_size':3", IMAGE), "filters", "-1");
    refuses(new SingleLayer("Conv2D", "'filters':2", IMAGE), "kernel_size", "nothing");
    refuses(new SingleLayer("Conv2D", conv + ",'strides':[1,0]", IMAGE), "strides", "[1,0]");
    refuses(new SingleLayer("Conv2D", conv + ",'dilation_rate':0", IMAGE), "dilation_rate");
    refuses(new SingleLayer("Conv2D", conv + ",'groups':0", IMAGE), "groups");
    refuses(new SingleLayer("DepthwiseConv2D", conv + ",'depth_multiplier':0", IMAGE), "depth_m");
    refuses(new SingleLayer("MaxPooling2D", "'pool_size':0", IMAGE), "pool_size");
    refuses(new SingleLayer("AveragePooling2D", "'strides':-1", IMAGE), "strides");
    refuses(new SingleLayer("Resizing", "'height':0,'width':3", IMAGE), "height");
    refuses(new SingleLayer("CenterCrop", "'height':3,'width':-3", IMAGE), "width");
    refuses(new SingleLayer("UpSampling2D", "'size':[2,0]", IMAGE), "size", "[2,0]");
    refuses(new SingleLayer("RepeatVector", "'n':-1", "[null,4]"), "n", "-1");
    refuses(new SingleLayer("Embedding", "'input_dim':0,'output_dim':2", "[null,4]"), "input_dim");
    refuses(new SingleLayer("CategoryEncoding", "'num_tokens':0", "[null,4]"), "num_tokens");
  }

  @Test
  void sizes_beyond_an_int() {
    String most = Integer.toString(Integer.MAX_VALUE);
    String beyond = "beyond " + most;
    refuses(new SingleLayer("UpSampling2D", "'size':" + most, IMAGE), beyond);
    refuses(new SingleLayer("LSTM", "'units':" + most, "[null,5,4]"), beyond);
    refuses(new SingleLayer("GRU", "'units':" + most, "[null,5,4]"), beyond);
    refuses(new SingleLayer("Reshape", "'target_shape':[65536,65536]", "[null,4]"), beyond);
    refuses(new SingleLayer("Flatten", "", "[null,65536,65536]"), beyond);
    refuses(
        new SingleLayer("Conv1D", "'filters':2,'kernel_size':3,'dilation_rate':" + most, "[1,9,2]"),
        beyond);
    refuses(new SingleLayer("UpSampling2D", "'size':1e300", IMAGE), "size", "an int");
  }

  @Test
  void axes_that_a_layer_cannot_have() {
    refuses(new SingleLayer("PReLU", "'shared_axes':[0]", IMAGE), "shared_axes", "[0]");
    refuses(new SingleLayer("LayerNormalization", "'axis':[1,-3]", IMAGE), "axis", "[1,-3]");
    refuses(new SingleLayer("Cropping2D", "'cropping':3", IMAGE), "cropping", "[?, 6, 7, 3]");
    refuses(new SingleLayer("Reshape", "'target_shape':[-2]", IMAGE), "target_shape", "[-2]");
  }

  @Test
  void too_few_inputs_or_other_ranks_for_what_recurs() {
    for (String cell : new String[] {"SimpleRNNCell", "GRUCell", "LSTMCell"}) {
      refuses(new SingleLayer(cell, "'units':2", "[null,4]"), "inputs", "called on 1");
    }
    String stack = "'cells':[{'class_name':'GRUCell','config':{'units':2}}]";
    refuses(new SingleLayer("StackedRNNCells", stack, "[null,4]"), "two or more", "called on 1");
    refuses(new SingleLayer("LSTM", "'units':2", "[null,4]"), "rank 3", "[?, 4]");
    String lstm = "'layer':{'class_name':'LSTM','config':{'units':2}}";
    refuses(new SingleLayer("TimeDistributed", lstm, "[null,4]"), "rank 3 or more");
  }

  @Test
  void a_size_in_the_file_takes_no_memory() {
    String most = Integer.toString(Integer.MAX_VALUE);
    new SingleLayer("CategoryEncoding", "'num_tokens':1000000000,'output_mode':'one_hot'", "[2,3]")
        .lowered(Semantics.KERAS2);
    new SingleLayer("Resizing", "'height':" + most + ",'width':" + most, IMAGE)
        .lowered(Semantics.KERAS2);
    refuses(new SingleLayer("LSTM", "'units':2,'stateful':true", "[" + most + ",5,4]"), "elements");
  }

  @Test
  void layers_for_which_tfjs_has_no_ops() {
    refuses(
        new SingleLayer("TextVectorization", "'max_tokens':9", "[null,1]"), "makes letters small");
    refuses(new SingleLayer("Hashing", "'num_bins':9", "[null,1]"), "hashes numbers", "TF.js");
    refuses(new SingleLayer("HashedCrossing", "'num_bins':9", "[null,1]"), "TF.js");
    refuses(
        new SingleLayer(
            "LocallyConnected1D", "'filters':2,'kernel_size':3,'implementation':3", "[null,6,7]"),
        "implementation 3",
        "implementation 1");
  }

  @Test
  void functions_that_are_not_known_are_named_before_all_else() {
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                new SingleLayer("TFOpLambda", "'function':'raw_ops.Quux'", "[null,3]")
                    .lowered(Semantics.KERAS2));
    assertTrue(e.getMessage().contains("TFOpLambda of raw_ops.Quux"), e::getMessage);
    assertTrue(e.getMessage().contains("--custom_layers"), e::getMessage);
  }
}
