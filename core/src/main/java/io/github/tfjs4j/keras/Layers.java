package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.layer.ActivationLayer;
import io.github.tfjs4j.keras.layer.AdaptivePoolingLayer;
import io.github.tfjs4j.keras.layer.AddLayer;
import io.github.tfjs4j.keras.layer.AttentionLayer;
import io.github.tfjs4j.keras.layer.AverageLayer;
import io.github.tfjs4j.keras.layer.AveragePooling1DLayer;
import io.github.tfjs4j.keras.layer.AveragePooling2DLayer;
import io.github.tfjs4j.keras.layer.AveragePooling3DLayer;
import io.github.tfjs4j.keras.layer.BatchNormalizationLayer;
import io.github.tfjs4j.keras.layer.BidirectionalLayer;
import io.github.tfjs4j.keras.layer.CategoryEncodingLayer;
import io.github.tfjs4j.keras.layer.CenterCropLayer;
import io.github.tfjs4j.keras.layer.ConcatenateLayer;
import io.github.tfjs4j.keras.layer.Conv1DLayer;
import io.github.tfjs4j.keras.layer.Conv1DTransposeLayer;
import io.github.tfjs4j.keras.layer.Conv2DLayer;
import io.github.tfjs4j.keras.layer.Conv2DTransposeLayer;
import io.github.tfjs4j.keras.layer.Conv3DLayer;
import io.github.tfjs4j.keras.layer.Conv3DTransposeLayer;
import io.github.tfjs4j.keras.layer.ConvLSTMCellLayer;
import io.github.tfjs4j.keras.layer.ConvLSTMLayer;
import io.github.tfjs4j.keras.layer.CroppingLayer;
import io.github.tfjs4j.keras.layer.DenseLayer;
import io.github.tfjs4j.keras.layer.DepthwiseConv1DLayer;
import io.github.tfjs4j.keras.layer.DepthwiseConv2DLayer;
import io.github.tfjs4j.keras.layer.DiscretizationLayer;
import io.github.tfjs4j.keras.layer.DotLayer;
import io.github.tfjs4j.keras.layer.ELULayer;
import io.github.tfjs4j.keras.layer.EinsumDenseLayer;
import io.github.tfjs4j.keras.layer.EmbeddingLayer;
import io.github.tfjs4j.keras.layer.FlattenLayer;
import io.github.tfjs4j.keras.layer.FunctionLayer;
import io.github.tfjs4j.keras.layer.GRUCellLayer;
import io.github.tfjs4j.keras.layer.GRULayer;
import io.github.tfjs4j.keras.layer.GlobalAveragePooling1DLayer;
import io.github.tfjs4j.keras.layer.GlobalAveragePooling2DLayer;
import io.github.tfjs4j.keras.layer.GlobalAveragePooling3DLayer;
import io.github.tfjs4j.keras.layer.GlobalMaxPooling1DLayer;
import io.github.tfjs4j.keras.layer.GlobalMaxPooling2DLayer;
import io.github.tfjs4j.keras.layer.GlobalMaxPooling3DLayer;
import io.github.tfjs4j.keras.layer.GroupNormalizationLayer;
import io.github.tfjs4j.keras.layer.GroupQueryAttentionLayer;
import io.github.tfjs4j.keras.layer.HashingLayer;
import io.github.tfjs4j.keras.layer.IdentityLayer;
import io.github.tfjs4j.keras.layer.InputLayer;
import io.github.tfjs4j.keras.layer.IntegerLookupLayer;
import io.github.tfjs4j.keras.layer.LSTMCellLayer;
import io.github.tfjs4j.keras.layer.LSTMLayer;
import io.github.tfjs4j.keras.layer.LayerNormalizationLayer;
import io.github.tfjs4j.keras.layer.LayerScaleLayer;
import io.github.tfjs4j.keras.layer.LeakyReLULayer;
import io.github.tfjs4j.keras.layer.LocallyConnectedLayer;
import io.github.tfjs4j.keras.layer.MaskingLayer;
import io.github.tfjs4j.keras.layer.MaxPooling1DLayer;
import io.github.tfjs4j.keras.layer.MaxPooling2DLayer;
import io.github.tfjs4j.keras.layer.MaxPooling3DLayer;
import io.github.tfjs4j.keras.layer.MaximumLayer;
import io.github.tfjs4j.keras.layer.MinimumLayer;
import io.github.tfjs4j.keras.layer.ModelLayer;
import io.github.tfjs4j.keras.layer.MultiHeadAttentionLayer;
import io.github.tfjs4j.keras.layer.MultiplyLayer;
import io.github.tfjs4j.keras.layer.NormalizationLayer;
import io.github.tfjs4j.keras.layer.PReLULayer;
import io.github.tfjs4j.keras.layer.PermuteLayer;
import io.github.tfjs4j.keras.layer.RMSNormalizationLayer;
import io.github.tfjs4j.keras.layer.RNNLayer;
import io.github.tfjs4j.keras.layer.RandomCropLayer;
import io.github.tfjs4j.keras.layer.RandomLayer;
import io.github.tfjs4j.keras.layer.RandomWidthLayer;
import io.github.tfjs4j.keras.layer.ReLULayer;
import io.github.tfjs4j.keras.layer.RefusedLayer;
import io.github.tfjs4j.keras.layer.RepeatVectorLayer;
import io.github.tfjs4j.keras.layer.RescalingLayer;
import io.github.tfjs4j.keras.layer.ReshapeLayer;
import io.github.tfjs4j.keras.layer.ResizingLayer;
import io.github.tfjs4j.keras.layer.ReversibleEmbeddingLayer;
import io.github.tfjs4j.keras.layer.SeparableConv1DLayer;
import io.github.tfjs4j.keras.layer.SeparableConv2DLayer;
import io.github.tfjs4j.keras.layer.SimpleRNNCellLayer;
import io.github.tfjs4j.keras.layer.SimpleRNNLayer;
import io.github.tfjs4j.keras.layer.SoftmaxLayer;
import io.github.tfjs4j.keras.layer.SpectralNormalizationLayer;
import io.github.tfjs4j.keras.layer.StackedRNNCellsLayer;
import io.github.tfjs4j.keras.layer.StringLookupLayer;
import io.github.tfjs4j.keras.layer.SubtractLayer;
import io.github.tfjs4j.keras.layer.ThresholdedReLULayer;
import io.github.tfjs4j.keras.layer.TimeDistributedLayer;
import io.github.tfjs4j.keras.layer.UnitNormalizationLayer;
import io.github.tfjs4j.keras.layer.UpSampling2DLayer;
import io.github.tfjs4j.keras.layer.UpSamplingLayer;
import io.github.tfjs4j.keras.layer.ZeroPaddingLayer;
import io.github.tfjs4j.op.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// The layer classes that can be lowered. [#BUILT_IN] lists the ones that come with tfjs4j; those
/// of an application, given by the caller or found as services, take precedence.
public final class Layers {
  private static final FunctionLayer OPERATION = new FunctionLayer("Operation");

  /// One of each class, by family.
  public static final List<Layer> BUILT_IN =
      List.of(
          // models and wrappers
          new InputLayer(),
          new ModelLayer("Model"),
          new ModelLayer("Functional"),
          new ModelLayer("Sequential"),
          new TimeDistributedLayer(),
          // core
          new DenseLayer(),
          new ActivationLayer(),
          new FlattenLayer(),
          new ReshapeLayer(),
          new PermuteLayer(),
          new RepeatVectorLayer(),
          new MaskingLayer(),
          new EmbeddingLayer(),
          new ReversibleEmbeddingLayer(),
          // activations
          new ELULayer(),
          new ReLULayer(),
          new LeakyReLULayer(),
          new PReLULayer(),
          new SoftmaxLayer(),
          new ThresholdedReLULayer(),
          new IdentityLayer("Identity"),
          new IdentityLayer("ActivityRegularization"),
          new EinsumDenseLayer(),
          // attention
          new AttentionLayer(false),
          new AttentionLayer(true),
          new MultiHeadAttentionLayer(),
          new GroupQueryAttentionLayer(),
          // functions
          new FunctionLayer("TFOpLambda"),
          new FunctionLayer("SlicingOpLambda"),
          OPERATION,
          // convolutions
          new Conv1DLayer(),
          new Conv2DLayer(),
          new Conv3DLayer(),
          new Conv2DTransposeLayer(),
          new Conv3DTransposeLayer(),
          new Conv1DTransposeLayer(),
          new SeparableConv1DLayer(),
          new SeparableConv2DLayer(),
          new DepthwiseConv1DLayer(),
          new DepthwiseConv2DLayer(),
          new LocallyConnectedLayer(1),
          new LocallyConnectedLayer(2),
          // space
          new CroppingLayer(1),
          new CroppingLayer(2),
          new CroppingLayer(3),
          new UpSamplingLayer(1),
          new UpSampling2DLayer(),
          new UpSamplingLayer(3),
          new ZeroPaddingLayer(1),
          new ZeroPaddingLayer(2),
          new ZeroPaddingLayer(3),
          // pooling
          new MaxPooling1DLayer(),
          new MaxPooling2DLayer(),
          new MaxPooling3DLayer(),
          new AveragePooling1DLayer(),
          new AveragePooling2DLayer(),
          new AveragePooling3DLayer(),
          new AdaptivePoolingLayer(Pool.F.AVG, 1),
          new AdaptivePoolingLayer(Pool.F.AVG, 2),
          new AdaptivePoolingLayer(Pool.F.AVG, 3),
          new AdaptivePoolingLayer(Pool.F.MAX, 1),
          new AdaptivePoolingLayer(Pool.F.MAX, 2),
          new AdaptivePoolingLayer(Pool.F.MAX, 3),
          new GlobalAveragePooling1DLayer(),
          new GlobalAveragePooling2DLayer(),
          new GlobalMaxPooling1DLayer(),
          new GlobalMaxPooling2DLayer(),
          new GlobalAveragePooling3DLayer(),
          new GlobalMaxPooling3DLayer(),
          // normalisation and regularisation
          new BatchNormalizationLayer(),
          new LayerNormalizationLayer(),
          new GroupNormalizationLayer(),
          new RMSNormalizationLayer(),
          new UnitNormalizationLayer(),
          new SpectralNormalizationLayer(),
          new LayerScaleLayer(),
          RandomLayer.of("Dropout"),
          RandomLayer.of("SpatialDropout1D"),
          RandomLayer.of("SpatialDropout2D"),
          RandomLayer.of("SpatialDropout3D"),
          RandomLayer.of("GaussianNoise"),
          RandomLayer.of("GaussianDropout"),
          RandomLayer.of("AlphaDropout"),
          // recurrence
          new SimpleRNNLayer(),
          new GRULayer(),
          new LSTMLayer(),
          new ConvLSTMLayer(1),
          new ConvLSTMLayer(2),
          new ConvLSTMLayer(3),
          new RNNLayer(),
          new BidirectionalLayer(),
          new SimpleRNNCellLayer(),
          new GRUCellLayer(),
          new LSTMCellLayer(),
          new ConvLSTMCellLayer(1),
          new ConvLSTMCellLayer(2),
          new ConvLSTMCellLayer(3),
          new StackedRNNCellsLayer(),
          // merging
          new AddLayer(),
          new SubtractLayer(),
          new MultiplyLayer(),
          new AverageLayer(),
          new MaximumLayer(),
          new MinimumLayer(),
          new ConcatenateLayer(),
          new DotLayer(),
          // preprocessing
          new RescalingLayer(),
          new ResizingLayer(),
          new CenterCropLayer(),
          new CategoryEncodingLayer(),
          new NormalizationLayer(),
          new DiscretizationLayer(),
          new IntegerLookupLayer(),
          new StringLookupLayer(),
          new HashingLayer(),
          new RefusedLayer(
              "TextVectorization",
              "it makes letters small and strips signs, for which TF.js has no ops; do so before the"
                  + " model, and save the model behind this layer, on ints"),
          new RefusedLayer(
              "HashedCrossing",
              "it hashes numbers as they are written out, for which TF.js has no op; do so before"
                  + " the model"),
          new RandomCropLayer(),
          new RandomWidthLayer(),
          RandomLayer.ofImages("RandomBrightness"),
          RandomLayer.ofImages("RandomColorDegeneration"),
          RandomLayer.ofImages("RandomColorJitter"),
          RandomLayer.ofImages("RandomContrast"),
          RandomLayer.ofImages("RandomElasticTransform"),
          RandomLayer.ofImages("RandomErasing"),
          RandomLayer.ofImages("RandomFlip"),
          RandomLayer.ofImages("RandomGaussianBlur"),
          RandomLayer.ofImages("RandomGrayscale"),
          RandomLayer.ofImages("RandomHeight"),
          RandomLayer.ofImages("RandomHue"),
          RandomLayer.ofImages("RandomInvert"),
          RandomLayer.ofImages("RandomPerspective"),
          RandomLayer.ofImages("RandomPosterization"),
          RandomLayer.ofImages("RandomRotation"),
          RandomLayer.ofImages("RandomSaturation"),
          RandomLayer.ofImages("RandomSharpness"),
          RandomLayer.ofImages("RandomShear"),
          RandomLayer.ofImages("RandomTranslation"),
          RandomLayer.ofImages("RandomZoom"),
          RandomLayer.ofImages("AugMix"),
          RandomLayer.ofImages("CutMix"),
          RandomLayer.ofImages("MixUp"),
          RandomLayer.ofImages("RandAugment"));

  /// Names that older versions of TensorFlow gave to classes.
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("BatchNormalizationV1", "BatchNormalization"),
          Map.entry("BatchNormalizationV2", "BatchNormalization"),
          Map.entry("SyncBatchNormalization", "BatchNormalization"),
          Map.entry("GroupedQueryAttention", "GroupQueryAttention"),
          Map.entry("UnifiedGRU", "GRU"),
          Map.entry("UnifiedLSTM", "LSTM"),
          Map.entry("CuDNNGRU", "GRU"),
          Map.entry("CuDNNLSTM", "LSTM"));

  /// @param layer a layer's name; empty for all layers of the class
  /// @param activation whether it is the name of an activation
  private record Key(String className, String layer, boolean activation) {}

  private final Map<Key, Layer> known = new HashMap<>();

  private Layers() {}

  /// @param first layers that take precedence over services, which do over the built-in ones; of
  ///   two for one class the later
  public static Layers with(List<Layer> first) {
    Layers layers = new Layers();
    BUILT_IN.forEach(layers::add);
    ServiceLoader.load(Layer.class).forEach(layers::add);
    first.forEach(layers::add);
    return layers;
  }

  private void add(Layer layer) {
    if (layer.layerNames().isEmpty()) {
      known.put(new Key(layer.className(), "", layer.isActivation()), layer);
    }
    layer
        .layerNames()
        .forEach(name -> known.put(new Key(layer.className(), name, layer.isActivation()), layer));
  }

  private Optional<Layer> find(String className, String layer) {
    return find(className, layer, false);
  }

  private Optional<Layer> find(String name, String layer, boolean activation) {
    Layer own = known.get(new Key(name, layer, activation));
    return Optional.ofNullable(own == null ? known.get(new Key(name, "", activation)) : own);
  }

  /// What an application says of an activation.
  ///
  /// @param layer the name of the layer that has it
  public Optional<Layer> findActivation(String name, String layer) {
    return find(name, layer, true);
  }

  /// What lowers a layer: by its class, without a package such as `Custom>` in front, by what an
  /// older name of a class means, or because it is a model whatever its class.
  public Optional<Layer> find(KerasLayer layer) {
    String name = layer.className();
    String bare = name.substring(name.lastIndexOf('>') + 1);
    if (isOperation(layer)) {
      return find(name, layer.layer())
          .filter(l -> !BUILT_IN.contains(l))
          .or(() -> Optional.of(OPERATION));
    }
    if (FunctionLayer.unknown(layer).isPresent()) {
      return find(name, layer.layer()).filter(l -> !BUILT_IN.contains(l));
    }
    return find(name, layer.layer())
        .or(() -> find(bare, layer.layer()))
        .or(() -> find(ALIASES.getOrDefault(bare, bare), layer.layer()))
        .or(() -> Topology.isModel(layer) ? find("Functional", layer.layer()) : Optional.empty());
  }

  /// Whether it is an operation of Keras 3. Some are called as layers are, which list what they are
  /// called on.
  private boolean isOperation(KerasLayer layer) {
    return FunctionLayer.isOperation(layer)
        && (find(layer.className(), "").isEmpty()
            || !layer.arguments().path("args").path(0).isList());
  }
}
