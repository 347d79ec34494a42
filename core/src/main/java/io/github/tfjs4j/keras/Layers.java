package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.layer.Activation;
import io.github.tfjs4j.keras.layer.Add;
import io.github.tfjs4j.keras.layer.AlphaDropout;
import io.github.tfjs4j.keras.layer.Average;
import io.github.tfjs4j.keras.layer.AveragePooling1D;
import io.github.tfjs4j.keras.layer.AveragePooling2D;
import io.github.tfjs4j.keras.layer.AveragePooling3D;
import io.github.tfjs4j.keras.layer.BatchNormalization;
import io.github.tfjs4j.keras.layer.Bidirectional;
import io.github.tfjs4j.keras.layer.CategoryEncoding;
import io.github.tfjs4j.keras.layer.CenterCrop;
import io.github.tfjs4j.keras.layer.Concatenate;
import io.github.tfjs4j.keras.layer.Conv1D;
import io.github.tfjs4j.keras.layer.Conv2D;
import io.github.tfjs4j.keras.layer.Conv2DTranspose;
import io.github.tfjs4j.keras.layer.Conv3D;
import io.github.tfjs4j.keras.layer.Conv3DTranspose;
import io.github.tfjs4j.keras.layer.ConvLSTM2D;
import io.github.tfjs4j.keras.layer.ConvLSTM2DCell;
import io.github.tfjs4j.keras.layer.Cropping2D;
import io.github.tfjs4j.keras.layer.Dense;
import io.github.tfjs4j.keras.layer.DepthwiseConv2D;
import io.github.tfjs4j.keras.layer.Dot;
import io.github.tfjs4j.keras.layer.Dropout;
import io.github.tfjs4j.keras.layer.ELU;
import io.github.tfjs4j.keras.layer.Embedding;
import io.github.tfjs4j.keras.layer.Flatten;
import io.github.tfjs4j.keras.layer.GRU;
import io.github.tfjs4j.keras.layer.GRUCell;
import io.github.tfjs4j.keras.layer.GaussianDropout;
import io.github.tfjs4j.keras.layer.GaussianNoise;
import io.github.tfjs4j.keras.layer.GlobalAveragePooling1D;
import io.github.tfjs4j.keras.layer.GlobalAveragePooling2D;
import io.github.tfjs4j.keras.layer.GlobalMaxPooling1D;
import io.github.tfjs4j.keras.layer.GlobalMaxPooling2D;
import io.github.tfjs4j.keras.layer.InputLayer;
import io.github.tfjs4j.keras.layer.LSTM;
import io.github.tfjs4j.keras.layer.LSTMCell;
import io.github.tfjs4j.keras.layer.LayerNormalization;
import io.github.tfjs4j.keras.layer.LeakyReLU;
import io.github.tfjs4j.keras.layer.Masking;
import io.github.tfjs4j.keras.layer.MaxPooling1D;
import io.github.tfjs4j.keras.layer.MaxPooling2D;
import io.github.tfjs4j.keras.layer.MaxPooling3D;
import io.github.tfjs4j.keras.layer.Maximum;
import io.github.tfjs4j.keras.layer.Minimum;
import io.github.tfjs4j.keras.layer.Model;
import io.github.tfjs4j.keras.layer.Multiply;
import io.github.tfjs4j.keras.layer.PReLU;
import io.github.tfjs4j.keras.layer.Permute;
import io.github.tfjs4j.keras.layer.RNN;
import io.github.tfjs4j.keras.layer.RandomWidth;
import io.github.tfjs4j.keras.layer.ReLU;
import io.github.tfjs4j.keras.layer.RepeatVector;
import io.github.tfjs4j.keras.layer.Rescaling;
import io.github.tfjs4j.keras.layer.Reshape;
import io.github.tfjs4j.keras.layer.Resizing;
import io.github.tfjs4j.keras.layer.SeparableConv2D;
import io.github.tfjs4j.keras.layer.SimpleRNN;
import io.github.tfjs4j.keras.layer.SimpleRNNCell;
import io.github.tfjs4j.keras.layer.Softmax;
import io.github.tfjs4j.keras.layer.SpatialDropout1D;
import io.github.tfjs4j.keras.layer.StackedRNNCells;
import io.github.tfjs4j.keras.layer.Subtract;
import io.github.tfjs4j.keras.layer.ThresholdedReLU;
import io.github.tfjs4j.keras.layer.TimeDistributed;
import io.github.tfjs4j.keras.layer.UpSampling2D;
import io.github.tfjs4j.keras.layer.ZeroPadding2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// The layer classes that can be lowered. [#BUILT_IN] lists the ones that come with tfjs4j; those
/// of an application, given by the caller or found as services, take precedence.
public final class Layers {
  /// One of each class, by family.
  public static final List<Layer> BUILT_IN =
      List.of(
          // models and wrappers
          new InputLayer(),
          new Model("Model"),
          new Model("Functional"),
          new Model("Sequential"),
          new TimeDistributed(),
          // core
          new Dense(),
          new Activation(),
          new Flatten(),
          new Reshape(),
          new Permute(),
          new RepeatVector(),
          new Masking(),
          new Embedding(),
          // activations
          new ELU(),
          new ReLU(),
          new LeakyReLU(),
          new PReLU(),
          new Softmax(),
          new ThresholdedReLU(),
          // convolutions
          new Conv1D(),
          new Conv2D(),
          new Conv3D(),
          new Conv2DTranspose(),
          new Conv3DTranspose(),
          new SeparableConv2D(),
          new DepthwiseConv2D(),
          // space
          new Cropping2D(),
          new UpSampling2D(),
          new ZeroPadding2D(),
          // pooling
          new MaxPooling1D(),
          new MaxPooling2D(),
          new MaxPooling3D(),
          new AveragePooling1D(),
          new AveragePooling2D(),
          new AveragePooling3D(),
          new GlobalAveragePooling1D(),
          new GlobalAveragePooling2D(),
          new GlobalMaxPooling1D(),
          new GlobalMaxPooling2D(),
          // normalisation and regularisation
          new BatchNormalization(),
          new LayerNormalization(),
          new Dropout(),
          new SpatialDropout1D(),
          new GaussianNoise(),
          new GaussianDropout(),
          new AlphaDropout(),
          // recurrence
          new SimpleRNN(),
          new GRU(),
          new LSTM(),
          new ConvLSTM2D(),
          new RNN(),
          new Bidirectional(),
          new SimpleRNNCell(),
          new GRUCell(),
          new LSTMCell(),
          new ConvLSTM2DCell(),
          new StackedRNNCells(),
          // merging
          new Add(),
          new Subtract(),
          new Multiply(),
          new Average(),
          new Maximum(),
          new Minimum(),
          new Concatenate(),
          new Dot(),
          // preprocessing
          new Rescaling(),
          new Resizing(),
          new CenterCrop(),
          new CategoryEncoding(),
          new RandomWidth());

  /// Names that older versions of TensorFlow gave to classes.
  private static final Map<String, String> ALIASES =
      Map.of(
          "BatchNormalizationV1", "BatchNormalization",
          "BatchNormalizationV2", "BatchNormalization",
          "UnifiedGRU", "GRU",
          "UnifiedLSTM", "LSTM");

  private final Map<String, Layer> byClass;

  private Layers(Map<String, Layer> byClass) {
    this.byClass = byClass;
  }

  /// @param first layers that take precedence over services, which do over the built-in ones; of
  ///   two for one class the later
  public static Layers with(List<Layer> first) {
    Map<String, Layer> byClass = new LinkedHashMap<>();
    BUILT_IN.forEach(l -> byClass.put(l.className(), l));
    ServiceLoader.load(Layer.class).forEach(l -> byClass.put(l.className(), l));
    first.forEach(l -> byClass.put(l.className(), l));
    return new Layers(byClass);
  }

  /// What lowers a layer: by its class, without a package such as `Custom>` in front, by what an
  /// older name of a class means, or because it is a model whatever its class.
  public Optional<Layer> find(KerasLayer layer) {
    String name = layer.className();
    if (byClass.containsKey(name)) {
      return Optional.of(byClass.get(name));
    }
    String bare = name.substring(name.lastIndexOf('>') + 1);
    Layer found = byClass.get(ALIASES.getOrDefault(bare, bare));
    if (found == null && Topology.isModel(layer)) {
      found = byClass.get("Functional");
    }
    return Optional.ofNullable(found);
  }
}
