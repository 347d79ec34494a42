package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.StepFunction;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What every recurrent layer does with its cell: one [Scan] along time.
///
/// The inputs of its step are `x`, `mask [batch, 1, ...]` where there is one, the states, and the
/// weights. Where the mask is false a step leaves the states as they were. What such a step gives
/// as output is
///
/// * in TF.js the output state, as it was;
/// * in Keras the output of the step before, zeros at first: a state `y` of its own, unless the
///   states begin as zeros, too, and so the output state is the same; with `zero_output_for_mask`
///   zeros.
final class Recurrence {
  private static final String OUTPUT = "y";

  private final LayerCall call;
  private final Cell cell;
  private final LayerCall cellCall;
  private final Config config;
  private final Tf tf;
  private final List<Cell.State> states;
  private final boolean keras;
  private final boolean sequences;
  private final boolean backwards;
  private final boolean timeMajor;
  private final Value x;
  private final Optional<Value> mask;
  private final boolean zeroOutput;
  private final boolean outputState;

  private Recurrence(LayerCall call, Cell cell, LayerCall cellCall) {
    this.call = call;
    this.cell = cell;
    this.cellCall = cellCall;
    this.config = call.config();
    this.tf = call.tf();
    this.states = cell.states(cellCall);
    this.keras = call.semantics() != Semantics.TFJS;
    this.sequences = config.b("return_sequences", false);
    this.backwards = config.b("go_backwards", false);
    this.timeMajor = keras && config.b("time_major", false);
    this.x = swapped(Inputs.ofRank(call.input(), cell.rank()));
    this.mask = call.maskArgument().map(m -> aligned(timeMajor ? tf.transpose(m, 1, 0) : m));
    this.zeroOutput = keras && config.b("zero_output_for_mask", false);
    boolean outputIsState = zeroOutput ? sequences : startsFromZeros();
    this.outputState = keras && mask.isPresent() && !outputIsState;
  }

  /// @param call of the layer: on the sequence, or on it and the initial states
  /// @param cellCall of the cell, which may be the same: on nothing yet
  static Lowered of(LayerCall call, Cell cell, LayerCall cellCall) {
    return new Recurrence(call, cell, cellCall).lowered();
  }

  /// `[time, batch, ...]` as `[batch, time, ...]` and back, where the layer is `time_major`.
  private Value swapped(Value v) {
    if (!timeMajor) {
      return v;
    }
    int[] perm = IntStream.range(0, v.shape().rank()).toArray();
    perm[0] = 1;
    perm[1] = 0;
    return tf.transpose(v, perm);
  }

  private boolean isStateful() {
    return config.b("stateful", false);
  }

  private List<Value> given() {
    return call.inputs().subList(1, call.inputs().size());
  }

  private boolean startsFromZeros() {
    return given().isEmpty() && !isStateful();
  }

  // ---- mask ----

  /// The mask, of as many steps as the sequence has. TF.js hands on the mask of another sequence
  /// where this one has none, and reads it from the end at which it starts.
  private Value aligned(Value m) {
    if (!m.shape().hasRank() || m.shape().rank() != 2) {
      throw new ShapeException("takes a mask of [batch, time], found " + m.type());
    }
    int steps = x.shape().dim(1);
    int length = m.shape().dim(1);
    boolean own = call.mask().isPresent();
    if (steps == length ? steps != Shape.UNKNOWN_DIM || own : !bothKnown(steps, length) && own) {
      return m;
    }
    if (bothKnown(steps, length) && (own || length < steps)) {
      throw new ShapeException(
          "has " + steps + " time steps, but the mask that reaches it has " + length);
    }
    Value size = tf.dim(x, 1);
    Value from = backwards ? tf.binary(Binary.F.SUB, tf.dim(m, 1), size) : tf.scalar(0);
    return tf.op(
        new Slice(), m, tf.shapeVector(tf.scalar(0), from), tf.shapeVector(tf.scalar(-1), size));
  }

  private static boolean bothKnown(int a, int b) {
    return a != Shape.UNKNOWN_DIM && b != Shape.UNKNOWN_DIM;
  }

  // ---- states ----

  private List<Value> initial() {
    List<Value> given = given();
    if (!given.isEmpty() && given.size() != states.size()) {
      throw new ShapeException(
          "takes a sequence and "
              + states.size()
              + (states.size() == 1 ? " initial state" : " initial states")
              + ", but is called on "
              + call.inputs().size()
              + " tensors");
    }
    List<Value> initial = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Cell.State state = states.get(i);
      if (!given.isEmpty()) {
        initial.add(checked(given.get(i), state));
      } else if (isStateful()) {
        initial.add(call.state(state.name(), carriedShape(state)));
      } else {
        initial.add(cell.zeros(cellCall, state, x));
      }
    }
    if (outputState) {
      initial.add(cell.zeros(cellCall, states.get(cell.output(cellCall)), x));
    }
    return initial;
  }

  private Shape shape(Cell.State state) {
    return Shape.of(x.shape().dim(0)).concat(cell.sample(cellCall, state, x));
  }

  private Value checked(Value given, Cell.State state) {
    if (!given.shape().isCompatible(shape(state))) {
      throw new ShapeException(
          "initial state "
              + state.name()
              + " has shape "
              + given.shape()
              + ", not "
              + shape(state));
    }
    return given;
  }

  private Shape carriedShape(Cell.State state) {
    Shape shape = shape(state);
    if (!shape.isFullyDefined()) {
      throw new ShapeException(
          "is stateful, and its state "
              + state.name()
              + " has shape "
              + shape
              + ": give all lengths of the model's input but that of time with --input_shape");
    }
    return shape;
  }

  // ---- step ----

  private Map<String, TensorType> stepInputs() {
    Map<String, TensorType> inputs = new LinkedHashMap<>();
    Shape batch = Shape.of(x.shape().dim(0));
    inputs.put(
        "x", new TensorType(DataType.FLOAT, batch.concat(x.shape().sub(2, x.shape().rank()))));
    if (mask.isPresent()) {
      Shape flags = batch;
      for (int i = 2; i < cell.rank(); i++) {
        flags = flags.concat(Shape.of(1));
      }
      inputs.put("mask", new TensorType(DataType.BOOL, flags));
    }
    states.forEach(s -> inputs.put(s.name(), new TensorType(DataType.FLOAT, shape(s))));
    if (outputState) {
      Cell.State output = states.get(cell.output(cellCall));
      inputs.put(OUTPUT, new TensorType(DataType.FLOAT, shape(output)));
    }
    return inputs;
  }

  private Map<String, Value> step(List<Value> inputs) {
    Tf in = call.tf();
    int first = mask.isPresent() ? 2 : 1;
    List<Value> before = inputs.subList(first, first + states.size());
    List<Value> arguments = new ArrayList<>(List.of(inputs.getFirst()));
    arguments.addAll(before);
    List<Value> results = cellCall.on(arguments).lower(cell).values();
    Value y = results.getFirst();
    List<Value> next = new ArrayList<>(results.subList(1, results.size()));
    if (mask.isPresent()) {
      Value m = inputs.get(1);
      for (int i = 0; i < next.size(); i++) {
        next.set(i, in.select(m, next.get(i), before.get(i)));
      }
      y =
          zeroOutput
              ? in.select(m, y, in.scalar(0f))
              : outputState ? in.select(m, y, inputs.getLast()) : next.get(cell.output(cellCall));
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    if (sequences) {
      outputs.put("sequence", y);
    }
    for (int i = 0; i < next.size(); i++) {
      outputs.put(states.get(i).name(), next.get(i));
    }
    if (outputState) {
      outputs.put(OUTPUT, y);
    }
    return outputs;
  }

  // ---- layer ----

  private Lowered lowered() {
    List<Value> inputs = new ArrayList<>(List.of(x));
    mask.ifPresent(m -> inputs.add(flags(m)));
    List<Value> initial = initial();
    inputs.addAll(initial);
    StepFunction step = call.step(stepInputs(), this::step);
    inputs.addAll(step.captured());
    Scan scan =
        new Scan(
            step.graph(),
            mask.isPresent() ? 2 : 1,
            initial.size(),
            backwards,
            call.layer().className());
    Node node = tf.to().addNode(scan, inputs);
    int first = sequences ? 1 : 0;
    List<Value> results = new ArrayList<>();
    int last = outputState ? states.size() : cell.output(cellCall);
    results.add(sequences ? swapped(node.out(0)) : node.out(first + last));
    for (int i = 0; i < states.size(); i++) {
      Value after = node.out(first + i);
      if (isStateful()) {
        call.carry(states.get(i).name(), after);
      }
      if (config.b("return_state", false)) {
        results.add(after);
      }
    }
    return new Lowered(results, masks(results.size()));
  }

  /// `[batch, time]` with further axes of length 1, so that a step of it goes with one of the
  /// states.
  private Value flags(Value m) {
    Value flags = m;
    while (flags.shape().rank() < cell.rank()) {
      flags = tf.expandDims(flags, flags.shape().rank());
    }
    return flags;
  }

  /// The mask goes on with sequences. TF.js gives it to the states, too.
  private List<Optional<Value>> masks(int n) {
    Optional<Value> handedOn = sequences ? call.mask() : Optional.empty();
    List<Optional<Value>> masks = new ArrayList<>(Collections.nCopies(n, Optional.empty()));
    masks.replaceAll(_ -> keras ? Optional.empty() : handedOn);
    masks.set(0, handedOn);
    return masks;
  }
}
