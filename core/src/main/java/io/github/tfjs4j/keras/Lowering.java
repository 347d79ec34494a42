package io.github.tfjs4j.keras;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Parameter;
import io.github.tfjs4j.graph.Parameter.Role;
import io.github.tfjs4j.graph.State;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.layer.FunctionLayer;
import io.github.tfjs4j.keras.layer.InputLayer;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Makes ops of the layers of a topology: one forward pass over the calls, in which the Keras masks
/// travel beside the values that they belong to.
public final class Lowering {
  /// @param inputShapes shapes for some of the model's inputs, by name, batch included, in place of
  ///   the ones that the model declares
  /// @param layers layer classes that take the place of the built-in ones
  /// @param budget what the model may come to: models that call each other can be small in the file
  ///   and endless when written out
  /// @param training whether the graph is for training, not for inference
  public record Options(
      Map<String, Shape> inputShapes, List<Layer> layers, Budget budget, boolean training) {
    /// The model as it is.
    public static final Options NONE = new Options(Map.of(), List.of());

    public Options(Map<String, Shape> inputShapes, List<Layer> layers) {
      this(inputShapes, layers, Budget.DEFAULT);
    }

    public Options(Map<String, Shape> inputShapes, List<Layer> layers, Budget budget) {
      this(inputShapes, layers, budget, false);
    }

    /// The same for training.
    public Options forTraining() {
      return new Options(inputShapes, layers, budget, true);
    }
  }

  private final Frame outermost;
  private final Map<String, State> states = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Layers layers;
  private final NestedModels nested;
  private final Map<Tree, Boolean> stateful = new IdentityHashMap<>();
  private final Map<String, ? extends TensorSource> weights;
  private final WeightNames names;
  private final Optional<Training> training;
  private final Map<CustomLayer, Set<String>> served = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<String> passedOver = new LinkedHashSet<>();
  private final List<String> models = new ArrayList<>();
  private Frame frame;
  private Set<String> origin = Set.of();
  private String prefix = "";
  private Optional<Value> argument = Optional.empty();
  private boolean hasArguments;
  private final Budget.Meter meter;

  private Lowering(
      Map<String, ? extends TensorSource> weights,
      Layers layers,
      NestedModels nested,
      Budget.Meter meter,
      boolean training) {
    this.training = training ? Optional.of(new Training()) : Optional.empty();
    this.weights = weights;
    this.names = new WeightNames(weights.keySet());
    this.layers = layers;
    this.nested = nested;
    this.meter = meter;
    this.outermost = Frame.ofModel(meter);
    this.frame = outermost;
  }

  /// The core graph of a model: placeholders named as its input layers, and [Weight] nodes for its
  /// weights, which are the parameters beside it.
  ///
  /// @param topology as [Topology#of] reads it
  /// @param weights by their names in the manifest; only types and shapes are looked at
  /// @throws UnsupportedModelException naming all layer classes at once that cannot be lowered
  /// @throws FormatException naming all weights at once that are missing
  /// @throws ShapeException where shapes do not fit
  /// @throws LimitException where the model comes to more than the budget
  public static LoweredModel lower(
      Graph topology, Map<String, ? extends TensorSource> weights, Options options) {
    Layers layers = Layers.with(options.layers());
    NestedModels models = new NestedModels();
    Unlowerable.check(topology, models, layers);
    options.budget().meter().calls(models.calls(topology));
    return new Lowering(weights, layers, models, options.budget().meter(), options.training())
        .run(topology, options.inputShapes());
  }

  /// The layers of a model, as `name (Class)`, that TF.js and Keras compute differently.
  public static List<String> dependsOnSemantics(Graph topology, Options options) {
    Layers layers = Layers.with(options.layers());
    return Topology.layers(topology).stream()
        .filter(l -> layers.find(l).filter(c -> c.dependsOnSemantics(config(l))).isPresent())
        .map(Lowering::describe)
        .toList();
  }

  private static Config config(KerasLayer layer) {
    return new Config(describe(layer), layer.config());
  }

  private static String describe(KerasLayer layer) {
    return layer.layer() + " (" + layer.className() + ")";
  }

  private LoweredModel run(Graph topology, Map<String, Shape> inputShapes) {
    Set<String> unknown = new LinkedHashSet<>(inputShapes.keySet());
    unknown.removeAll(topology.inputs().keySet());
    if (!unknown.isEmpty()) {
      throw new ShapeException(
          "a shape is given for "
              + unknown
              + ", but the model's inputs are "
              + topology.inputs().keySet());
    }
    Map<String, Value> inputs = new LinkedHashMap<>();
    topology.inputs().forEach((name, v) -> inputs.put(name, placeholder(name, v, inputShapes)));
    List<Value> values = new ArrayList<>(inputs.values());
    List<Value> results;
    try {
      results = lower(topology, values, none(values.size())).values();
    } catch (ModelException e) {
      // A weight of unknown shape stands in for a missing one, so this may be what follows.
      throw missing.isEmpty() ? e : missing(e);
    }
    if (!missing.isEmpty()) {
      throw missing(null);
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    Iterator<Value> result = results.iterator();
    topology.outputs().keySet().forEach(name -> outputs.put(name, result.next()));
    states.forEach((name, s) -> tf().to().state(name, s.before(), s.after()));
    List<String> unread =
        weights.keySet().stream()
            .filter(name -> !parameters.containsKey(name) && !passedOver.contains(name))
            .toList();
    List<Node> also =
        training.map(Training::values).orElse(List.of()).stream().map(Value::node).toList();
    return new LoweredModel(
        new Model(tf().to().build(inputs, outputs, also), parameters),
        training,
        unread,
        sharedDefinitions());
  }

  /// A `Lambda` holds its function as code that we never run: what a text says of it cannot be
  /// right of several, unless they are equal.
  private List<String> sharedDefinitions() {
    List<String> warnings = new ArrayList<>();
    served.forEach((definition, names) -> {
      if (names.size() > 1) {
        warnings.add(
            "one definition, "
                + definition.where()
                + ", serves "
                + names.size()
                + " "
                + definition.className()
                + " layers, "
                + names.stream().limit(5).collect(Collectors.joining(", "))
                + (names.size() > 5 ? ", ..." : "")
                + ", and reads nothing of their configs: if they differ, give each its own (layer "
                + definition.className()
                + " for "
                + names.iterator().next()
                + " {)");
      }
    });
    return warnings;
  }

  /// Notes who uses a definition that would be the same for all.
  private void serve(Layer lowering, KerasLayer layer) {
    if (lowering instanceof CustomLayer c
        && c.layerNames().isEmpty()
        && c.parameters().isEmpty()
        && c.className().endsWith("Lambda")) {
      served.computeIfAbsent(c, _ -> new LinkedHashSet<>()).add(layer.layer());
    }
  }

  private static List<Optional<Value>> none(int n) {
    return Collections.nCopies(n, Optional.empty());
  }

  private Value placeholder(String name, Value input, Map<String, Shape> inputShapes) {
    KerasLayer layer = (KerasLayer) input.op();
    TensorType declared = InputLayer.type(config(layer));
    Shape shape = inputShapes.getOrDefault(name, declared.shape());
    if (!shape.hasRank()) {
      throw new ShapeException(
              "has no shape in the model: give one with --input_shape '"
                  + name
                  + "=[-1,...]', where -1 stands for any length")
          .at(describe(layer));
    }
    if (declared.shape().hasRank() && declared.shape().rank() != shape.rank()) {
      throw new ShapeException(
              "has shape "
                  + declared.shape()
                  + ", the shape "
                  + shape
                  + " that is given for it has another rank")
          .at(describe(layer));
    }
    tf().to().from(Set.of(describe(layer)), "");
    return tf().to().named(name, tf().op(new Placeholder(declared.type(), shape)));
  }

  // ---- models ----

  Graph model(KerasLayer layer) {
    return nested.of(layer);
  }

  /// Lowers a model that is a layer of another.
  Lowered lower(String name, Graph model, List<Value> inputs, List<Optional<Value>> masks) {
    Set<String> outerOrigin = origin;
    String outerPrefix = prefix;
    boolean outerHasArguments = hasArguments;
    models.add(name);
    Lowered lowered = lower(model, inputs, masks);
    models.removeLast();
    from(outerOrigin, outerPrefix);
    if (!outerHasArguments) {
      hasArguments = false;
      argument = Optional.empty();
    }
    return lowered;
  }

  private void from(Set<String> newOrigin, String newPrefix) {
    origin = newOrigin;
    prefix = newPrefix;
    tf().to().from(newOrigin, newPrefix);
  }

  private Lowered lower(Graph model, List<Value> inputs, List<Optional<Value>> masks) {
    String around = models.isEmpty() ? "" : prefix + "/";
    Map<Node, Lowered> done = new IdentityHashMap<>();
    int i = 0;
    for (Value input : model.inputs().values()) {
      done.put(input.node(), Lowered.of(inputs.get(i), masks.get(i)));
      i++;
    }
    Map<Node, Lowered> latest = new IdentityHashMap<>(done);
    Map<Node, Optional<Value>> arguments = new IdentityHashMap<>();
    for (Value next : RunOrder.of(model)) {
      Node node = next.node();
      KerasLayer layer = (KerasLayer) node.op();
      from(Set.of(describe(layer)), around + layer.layer());
      List<Value> in =
          node.inputs().stream().map(v -> done.get(v.node()).values().get(v.index())).toList();
      List<Optional<Value>> inMasks =
          new ArrayList<>(
              node.inputs().stream().map(v -> done.get(v.node()).masks().get(v.index())).toList());
      Arguments said = Arguments.of(layer, in);
      List<Optional<Value>> given = said.masks();
      if (!given.isEmpty() && !FunctionLayer.isOperation(layer)) {
        // Masks stand behind all inputs, and take the place of those that came with them.
        int n = in.size() - (int) given.stream().filter(Optional::isPresent).count();
        in = in.subList(0, n);
        inMasks = inMasks.subList(0, n);
        for (int k = 0; k < Math.min(n, given.size()); k++) {
          inMasks.set(k, given.get(k));
        }
      }
      passArgument(layer, inMasks, given.isEmpty() && said.isSeveralTensors());
      boolean again = done.containsKey(node);
      if (!again || isStateful(layer) || !arguments.get(node).equals(argument)) {
        Lowered lowered = lower(layer, layer.layer(), in, inMasks);
        arguments.put(node, argument);
        done.putIfAbsent(node, lowered);
        latest.put(node, lowered);
      }
    }
    List<Value> outputs = List.copyOf(model.outputs().values());
    return new Lowered(
        outputs.stream().map(v -> latest.get(v.node()).values().get(v.index())).toList(),
        outputs.stream().map(v -> done.get(v.node()).masks().get(v.index())).toList());
  }

  /// Whether the layer, or one within it, carries a state from call to call.
  private boolean isStateful(KerasLayer layer) {
    return stateful.computeIfAbsent(
        layer.config(), c -> c.findAll("stateful").stream().anyMatch(Tree::isTrue));
  }

  /// TF.js has one object of keyword arguments for all calls of a model and of the models in it,
  /// made when the first mask occurs. It puts the mask of the first input into it where any input
  /// has one, and does not take it out again. Keras 3 passes no mask beside several tensors, such
  /// as a sequence and the state that a recurrent layer begins with.
  private void passArgument(KerasLayer layer, List<Optional<Value>> masks, boolean several) {
    if (several && layer.semantics() == Semantics.KERAS3) {
      argument = Optional.empty();
    } else if (layer.semantics() != Semantics.TFJS) {
      argument = masks.isEmpty() ? Optional.empty() : masks.getFirst();
    } else if (masks.stream().anyMatch(Optional::isPresent)) {
      argument = masks.getFirst();
      hasArguments = true;
    }
  }

  Optional<Value> maskArgument() {
    return argument;
  }

  // ---- layers ----

  /// Lowers one call.
  ///
  /// @param scope the beginning of its weights' names
  Lowered lower(KerasLayer layer, String scope, List<Value> inputs, List<Optional<Value>> masks) {
    meter.calls(1);
    Layer lowering =
        layers
            .find(layer)
            .orElseThrow(
                () -> new UnsupportedModelException("no conversion for " + describe(layer)));
    serve(lowering, layer);
    try {
      Lowered lowered = new LayerCall(this, layer, scope, inputs, masks).lower(lowering);
      if (lowered.values().size() < layer.results()) {
        throw new FormatException(
            "has "
                + lowered.values().size()
                + " results, but the model reads result "
                + (layer.results() - 1));
      }
      return lowered;
    } catch (ArithmeticException e) {
      // Lengths are computed with the exact methods of Math.
      throw new ShapeException("a length or size is beyond " + Integer.MAX_VALUE, e)
          .at(describe(layer));
    } catch (ModelException e) {
      throw e.at(describe(layer));
    }
  }

  /// Lowers the layer in a wrapper, whose own mask does not fit it.
  Lowered lowerWrapped(
      KerasLayer layer, String scope, List<Value> inputs, List<Optional<Value>> masks) {
    Optional<Value> outer = argument;
    argument = masks.isEmpty() ? Optional.empty() : masks.getFirst();
    Lowered lowered = lower(layer, scope, inputs, masks);
    argument = outer;
    return lowered;
  }

  /// Ops in the graph that is being built: that of the model, or of a step.
  Tf tf() {
    return frame.tf();
  }

  Layers layers() {
    return layers;
  }

  void meterBytes(long bytes) {
    meter.bytes(bytes);
  }

  // ---- steps ----

  /// Builds the step of a recurrence.
  ///
  /// @param types the names and types of its inputs
  /// @param body makes the outputs of the inputs
  StepFunction step(Map<String, TensorType> types, Function<List<Value>, Map<String, Value>> body) {
    Frame outer = frame;
    frame = outer.ofStep();
    try {
      from(origin, prefix);
      List<Value> inputs = new ArrayList<>();
      types.forEach((name, type) -> inputs.add(frame.input(name, type)));
      Graph graph = frame.build(body.apply(inputs));
      return new StepFunction(graph, frame.captured());
    } finally {
      frame = outer;
      from(origin, prefix);
    }
  }

  /// Builds a value in the model's graph, whatever is being built.
  Value once(Supplier<Value> build) {
    Frame inner = frame;
    frame = outermost;
    Value value;
    try {
      value = build.get();
    } finally {
      frame = inner;
    }
    return frame.capture(value);
  }

  /// What the last call left in a state, be it an earlier call of the same layer.
  Value state(String scope, String name, Shape shape) {
    String state = stateName(scope, name);
    return states
        .computeIfAbsent(
            state,
            _ -> {
              meter.bytes(Math.multiplyExact(Float.BYTES, (long) shape.size()));
              Tensor start = Tensor.zeros(DataType.FLOAT, shape);
              parameters.put(state, new Parameter(state, start, false, Role.STATE));
              Value zeros = tf().constant(start);
              Value before = tf().op(new PlaceholderWithDefault(DataType.FLOAT, shape), zeros);
              return new State(tf().to().named(state, before), before);
            })
        .after();
  }

  void carry(String scope, String name, Value after) {
    states.computeIfPresent(stateName(scope, name), (_, s) -> new State(s.before(), after));
  }

  String stateName(String scope, String name) {
    List<String> parts = new ArrayList<>(models);
    parts.add(scope);
    parts.add(name);
    return String.join("/", parts);
  }

  // ---- weights ----

  /// The weight, or, where the file has none, a stand-in of the shape that is asked for: what is
  /// missing is reported at the end, all at once.
  Value weight(KerasLayer layer, String scope, String name, Role role, Shape wanted) {
    asked.add(scope + "/" + name);
    Optional<String> found = names.find(models, scope, layer.layer(), name);
    String weight = found.orElse(scope + "/" + name);
    if (found.isEmpty()) {
      missing.add(weight);
      return once(() -> tf().op(new Weight(weight, DataType.FLOAT, wanted)));
    }
    TensorSource data = weights.get(weight);
    boolean trainable = role == Role.WEIGHT && config(layer).b("trainable", true);
    parameters.putIfAbsent(weight, new Parameter(weight, data, trainable, role));
    Weight op = new Weight(weight, data.type().runtime(), data.shape());
    return once(() -> tf().to().named(weight, tf().op(op)));
  }

  // ---- training ----

  boolean isTraining() {
    return training.isPresent();
  }

  Value seed() {
    Tf tf = outermost.tf();
    return once(() -> training().draw(tf));
  }

  void addLoss(Value loss) {
    requireOutermost("adds a loss");
    training().addLoss(loss);
  }

  /// The statistic as calls before this one in the same step left it.
  Value statistic(KerasLayer layer, String scope, String name, Value stored) {
    return training
        .flatMap(t -> names.find(models, scope, layer.layer(), name).flatMap(t::updated))
        .orElse(stored);
  }

  void update(KerasLayer layer, String scope, String name, Value next) {
    requireOutermost("updates its weight '" + name + "'");
    training().update(names.find(models, scope, layer.layer(), name).orElse(name), next);
  }

  private Training training() {
    return training.orElseThrow(() -> new IllegalStateException("lowered for inference"));
  }

  private void requireOutermost(String does) {
    if (frame != outermost) {
      throw new UnsupportedModelException(
          "it " + does + " in every step of a recurrence, which cannot be trained");
    }
  }

  boolean hasWeight(KerasLayer layer, String scope, String name) {
    return names.find(models, scope, layer.layer(), name).isPresent();
  }

  void passOver(KerasLayer layer, String scope, String name) {
    names.find(models, scope, layer.layer(), name).ifPresent(passedOver::add);
  }

  boolean hasWeightsUnder(String scope) {
    return names.anyUnder(scope);
  }

  private FormatException missing(ModelException cause) {
    List<String> shown = missing.stream().limit(10).toList();
    return new FormatException(
        missing.size()
            + " of "
            + asked.size()
            + " weights are missing: "
            + String.join(", ", shown)
            + (missing.size() > shown.size() ? ", ..." : "")
            + "; the weights manifest has "
            + names.count()
            + (names.count() == 1 ? " weight" : " weights")
            + (names.count() == 0 ? "" : ", such as " + weights.keySet().iterator().next()),
        cause);
  }
}
