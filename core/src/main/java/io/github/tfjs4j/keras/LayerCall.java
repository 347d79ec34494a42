package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Parameter.Role;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// One call of a layer, as its lowering sees it: config, inputs with their masks, weights, and the
/// graph to build in.
public final class LayerCall {
  private final Lowering lowering;
  private final KerasLayer layer;
  private final String scope;
  private final List<Value> inputs;
  private final List<Optional<Value>> masks;
  private final Config config;

  LayerCall(
      Lowering lowering,
      KerasLayer layer,
      String scope,
      List<Value> inputs,
      List<Optional<Value>> masks) {
    this.lowering = lowering;
    this.layer = layer;
    this.scope = scope;
    this.inputs = inputs;
    this.masks = masks;
    this.config = new Config(layer.layer() + " (" + layer.className() + ")", layer.config());
  }

  public KerasLayer layer() {
    return layer;
  }

  /// `name (Class)`, for messages.
  public String describe() {
    return config.layer();
  }

  public Config config() {
    return config;
  }

  public Semantics semantics() {
    return layer.semantics();
  }

  /// Ops on values of the graph that is being built.
  public Tf tf() {
    return lowering.tf();
  }

  public List<Value> inputs() {
    return inputs;
  }

  /// The arguments of the call, in which the inputs have their places.
  public Arguments arguments() {
    return Arguments.of(layer, inputs);
  }

  /// The first input, for most layers the only one: [Layer#inputSpec] says so.
  public Value input() {
    return inputs.getFirst();
  }

  public List<Optional<Value>> masks() {
    return masks;
  }

  /// The mask of the first input.
  public Optional<Value> mask() {
    return masks.isEmpty() ? Optional.empty() : masks.getFirst();
  }

  /// The mask of the input that an argument is.
  public Optional<Value> mask(Tree argument) {
    return arguments()
        .index(argument)
        .flatMap(i -> i < masks.size() ? masks.get(i) : Optional.empty());
  }

  /// The mask that the layer's own computation gets, other than the one that it hands on: that of
  /// the first input; but in TF.js, where no input has one, still the one that a layer before got.
  public Optional<Value> maskArgument() {
    return lowering.maskArgument();
  }

  /// A result that hands on the mask of the first input, as most layers do.
  public Lowered keepingMask(Value value) {
    return Lowered.of(value, mask());
  }

  /// The layer's weight `name`, such as `kernel`, of exactly this shape (-1 where any length is
  /// right).
  ///
  /// @throws FormatException where the file has no such weight or one of another shape
  public Value weight(String name, int... shape) {
    return parameter(Role.WEIGHT, name, shape);
  }

  /// As [#weight], of what training updates and gradients leave alone: a moving mean or variance.
  public Value statistic(String name, int... shape) {
    return parameter(Role.MOVING_STATISTIC, name, shape);
  }

  /// Whether the graph is for training: then dropout drops, and normalisation takes the statistics
  /// of the batch.
  public boolean isTraining() {
    return lowering.isTraining();
  }

  /// While training: says what a weight of this layer, most often a [#statistic], is to be after
  /// the step, of its value `before`. A layer that is called twice in a step goes on from its first
  /// call.
  public void update(String name, Value weight, UnaryOperator<Value> next) {
    lowering.update(layer, scope, name, next.apply(lowering.statistic(layer, scope, name, weight)));
  }

  /// While training: adds a scalar to the model's loss.
  public void addLoss(Value scalar) {
    lowering.addLoss(scalar);
  }

  /// While training: a scalar int32 to draw random numbers from, another one at each call and in
  /// each step.
  public Value seed() {
    return lowering.seed();
  }

  private Value parameter(Role role, String name, int... shape) {
    Value weight = lowering.weight(layer, scope, name, role, Shape.of(shape));
    if (!weight.shape().isCompatible(Shape.of(shape))) {
      throw new FormatException(
          "weight '"
              + name
              + "' has shape "
              + weight.shape()
              + ", its config and input ask for "
              + Shape.of(shape));
    }
    return weight;
  }

  /// Whether the file has a weight of that name for this layer.
  public boolean hasWeight(String name) {
    return lowering.hasWeight(layer, scope, name);
  }

  /// Says that weights of the layer, where the file has them, are of no use here: what only
  /// training counts. Nobody is warned of those.
  public void passOver(String... names) {
    for (String name : names) {
      lowering.passOver(layer, scope, name);
    }
  }

  /// Whether the file has weights whose names begin so, but for the models around this layer.
  public boolean hasWeightsUnder(String innerScope) {
    return lowering.hasWeightsUnder(innerScope);
  }

  /// The beginning of the names of this layer's weights: its name, or that of the wrapper around
  /// it.
  public String scope() {
    return scope;
  }

  /// A name in this layer that nothing else in the model has.
  public String unique(String name) {
    return lowering.stateName(scope, name);
  }

  /// Counts bytes of a constant that is about to be made, of a size that numbers in the model give.
  ///
  /// @throws io.github.tfjs4j.LimitException where they are too many
  public void meterBytes(long bytes) {
    lowering.meterBytes(bytes);
  }

  /// Builds a value that every step of [#step] shares: in the model's graph, whatever graph [#tf]
  /// now builds.
  public Value once(Supplier<Value> build) {
    return lowering.once(build);
  }

  /// Builds a graph aside, such as the step of a recurrence: while `body` runs, [#tf] builds there,
  /// and weights are further inputs of it.
  ///
  /// @param inputs the names and types of its inputs, in order
  /// @param body makes its outputs, by name, of its inputs
  public StepFunction step(
      Map<String, TensorType> inputs, Function<List<Value>, Map<String, Value>> body) {
    return lowering.step(inputs, body);
  }

  /// A state of this layer that the model carries from call to call: its value before this call of
  /// the layer. The first call of the model starts with zeros.
  ///
  /// @param name unique in the layer, such as `h`
  public Value state(String name, Shape shape) {
    return lowering.state(scope, name, shape);
  }

  /// Says what the next call is to find in a state.
  public void carry(String name, Value after) {
    lowering.carry(scope, name, after);
  }

  /// The same call on other inputs, without masks.
  public LayerCall on(List<Value> others) {
    return new LayerCall(
        lowering, layer, scope, others, Collections.nCopies(others.size(), Optional.empty()));
  }

  /// A call of a layer inside of this one, on nothing yet.
  ///
  /// @param spec an object with `class_name` and `config`
  /// @param innerScope the beginning of its weights' names
  public LayerCall inner(Tree spec, String innerScope) {
    return new LayerCall(lowering, Topology.inner(spec, layer), innerScope, List.of(), List.of());
  }

  /// Lowers this call by `by`, which sees the inputs that it declares.
  ///
  /// @throws io.github.tfjs4j.ShapeException where the inputs are others
  public Lowered lower(Layer by) {
    List<Value> accepted = by.inputSpec().accept(inputs, tf());
    return by.lower(new LayerCall(lowering, layer, scope, accepted, masks));
  }

  /// What lowers this call's layer.
  public Optional<Layer> lowering() {
    return lowering.layers().find(layer);
  }

  /// What an application says of the activation `name` of this layer, in place of what is built in.
  public Optional<Layer> activation(String name) {
    return lowering.layers().findActivation(name, layer.layer());
  }

  /// The model that this layer is.
  public Graph model() {
    return lowering.model(layer);
  }

  /// Lowers the model that this layer is.
  ///
  /// @param model as [#model] gives it
  public Lowered lower(Graph model, List<Value> inputs, List<Optional<Value>> masks) {
    return lowering.lower(layer.layer(), model, inputs, masks);
  }

  /// Lowers another layer inside of this one, such as the one in a wrapper's config.
  ///
  /// @param spec an object with `class_name` and `config`
  /// @param scope the beginning of its weights' names: the wrapper's name, for `TimeDistributed`
  public Lowered lower(Tree spec, String scope, List<Value> inputs, List<Optional<Value>> masks) {
    return lowering.lowerWrapped(Topology.inner(spec, layer), scope, inputs, masks);
  }
}
