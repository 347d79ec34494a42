package io.github.tfjs4j;

import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.exec.Profile;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model that predicts. It has read its weights, so what happens to its files afterwards changes
/// nothing, and holds nothing that must be closed; several threads may use it at the same time.
public sealed interface InferenceModel permits GraphModel, LayersModel {
  /// Reads a model of either kind, whichever lies there.
  ///
  /// @param path a folder, a file of the model, or a zip archive
  static InferenceModel load(Path path) {
    return load(Source.of(path), ReadOptions.DEFAULT);
  }

  /// As [#load(Path)], from wherever the files are.
  ///
  /// @throws ModelException where the model cannot be read, or needs what is not known
  static InferenceModel load(Source source, ReadOptions options) {
    return switch (Formats.of(source).read(source, options.selection())) {
      case TensorFlowModel model -> GraphModel.of(model);
      case KerasModel model -> LayersModel.of(source, model, options);
    };
  }

  /// The inputs by name, in the model's order; unknown dimensions are free.
  default Map<String, TensorType> inputs() {
    return RunnableModel.of(this).inputs();
  }

  /// Whether the model does not run without a value for this input: others have a default.
  default boolean needs(String input) {
    return RunnableModel.of(this).needs(input);
  }

  /// The outputs by name, in the model's order.
  default Map<String, TensorType> outputs() {
    return RunnableModel.of(this).outputs();
  }

  /// What the model carries from call to call, by name: the states of stateful layers. Empty for
  /// most models.
  default Map<String, TensorType> states() {
    return RunnableModel.of(this).states();
  }

  /// Who made the model, and what they said of it.
  About about();

  /// The same model within other limits of what one run may take.
  InferenceModel withLimits(RunLimits limits);

  /// The same model on up to so many threads a run, the calling one included; as many as the
  /// machine has processors by default. Results do not depend on it.
  InferenceModel withThreads(int threads);

  /// One call of many that continue each other:
  ///
  ///     Prediction step = model.run(first, Map.of());
  ///     step = model.run(second, step.states());
  ///
  /// @param inputs a tensor for each input, by name
  /// @param states what the call before gave; none to start anew
  /// @throws ModelException where inputs are missing or do not fit, or an op fails on these values
  /// @throws LimitException where the run takes more than its limits
  /// @throws CancelledException where the thread is interrupted, which it still is afterwards
  default Prediction run(Map<String, Tensor> inputs, Map<String, Tensor> states) {
    return RunnableModel.of(this).run(inputs, states);
  }

  /// Values within the model, which are not its outputs alone.
  ///
  /// @param inputs a tensor for each input, by name
  /// @param wanted names of outputs; of nodes of a graph, for their first results; or of layers,
  ///   for what their first calls give; `name:k` for result `k`
  /// @return the values, in the order of the names
  /// @throws ModelException as [#run], and where there is nothing of such a name
  List<Tensor> execute(Map<String, Tensor> inputs, List<String> wanted);

  /// A prediction whose every node is timed.
  ///
  /// @param inputs a tensor for each input, by name
  /// @throws ModelException as [#run]
  default Profile profile(Map<String, Tensor> inputs) {
    return RunnableModel.of(this).profile(inputs, Optional.empty());
  }

  /// As [#profile(Map)], of the nodes that some values need: what [#execute] of them runs.
  ///
  /// @throws ModelException as [#execute]
  Profile profile(Map<String, Tensor> inputs, List<String> wanted);

  /// @param inputs a tensor for each input, by name
  /// @return the outputs by name, in the model's order
  /// @throws ModelException as [#run]
  default Map<String, Tensor> predict(Map<String, Tensor> inputs) {
    return run(inputs, Map.of()).outputs();
  }

  /// @param inputs a tensor for each input, in the model's order
  /// @return the outputs, in the model's order
  /// @throws ModelException as [#run]
  default List<Tensor> predict(List<Tensor> inputs) {
    if (inputs.size() != inputs().size()) {
      throw new ShapeException(
          "the model takes "
              + inputs().size()
              + " inputs, "
              + inputs().keySet()
              + ", but got "
              + inputs.size());
    }
    Map<String, Tensor> byName = new LinkedHashMap<>();
    Iterator<Tensor> tensors = inputs.iterator();
    inputs().keySet().forEach(name -> byName.put(name, tensors.next()));
    return List.copyOf(predict(byName).values());
  }

  /// For a model of one input and one output.
  ///
  /// @throws ModelException as [#run], and where the model has several outputs
  default Tensor predict(Tensor input) {
    if (outputs().size() != 1) {
      throw new ShapeException(
          "the model has "
              + outputs().size()
              + " outputs, "
              + outputs().keySet()
              + ": predict with a list or by name");
    }
    return predict(List.of(input)).getFirst();
  }
}
