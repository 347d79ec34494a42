package io.github.tfjs4j;

import io.github.tfjs4j.InputWalk.Hints;
import io.github.tfjs4j.Verification.InputSet;
import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.Verification.Options;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What models are fed to be compared. One set of inputs proves little: a model that divides pixels
/// by 127.5 sees a constant where it is fed numbers around 0, and a clip at 6 is never reached
/// there.
final class InputSets {
  /// Of dimensions that are open, where nothing bounds them.
  static final int OPEN_LENGTH = 16;

  /// Of one input: more numbers than the largest picture has.
  private static final long MOST_ELEMENTS = 1 << 25;

  /// More uses of one input than this are not tried.
  private static final int MOST_RANGES = 4;

  /// One element in this many is an end of its range, or 0.
  private static final int EDGES = 16;

  private static final Interval UNIT = new Interval(-1, 1);
  private static final Interval WIDE = new Interval(-10, 10);
  private static final Interval PIXELS = new Interval(0, 255);

  /// Where the outputs say nothing for all others.
  private static final List<Interval> LAST_RESORT =
      List.of(
          new Interval(0, 1),
          new Interval(0, 1000),
          new Interval(-100, 100),
          new Interval(-0.01, 0.01));

  /// What an input is fed: between which values, and why.
  ///
  /// @param whole whether with whole numbers alone
  private record Filling(String label, Tensor low, Tensor high, boolean whole) {
    static Filling of(Interval interval, String why, boolean whole) {
      return new Filling(
          number(interval.low()) + " to " + number(interval.high()) + why,
          Tensor.scalar((float) interval.low()),
          Tensor.scalar((float) interval.high()),
          whole);
    }

    static Filling of(InputWalk.Range range) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < range.low().size(); i++) {
        if (!Double.isNaN(range.low().get(i))) {
          low = Math.min(low, range.low().get(i));
          high = Math.max(high, range.high().get(i));
        }
      }
      return new Filling(
          number(low) + " to " + number(high) + ", what the model scales to about -1 to 1",
          range.low(),
          range.high(),
          false);
    }

    private static String number(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e9
          ? Long.toString((long) value)
          : Float.toString((float) value);
    }
  }

  private final RunnableModel model;
  private final RunnableModel other;
  private final Options options;

  /// @param model whose inputs are made up
  /// @param other what else is known to say of which values they are
  InputSets(RunnableModel model, RunnableModel other, Options options) {
    this.model = model;
    this.other = other;
    this.options = options;
  }

  /// The sets to compare on: several for the longest sequences, one for each other length.
  List<InputSet> all() {
    List<InputSet> sets = new ArrayList<>();
    List<Integer> lengths = Verification.lengths(model, other, options);
    for (int length : lengths) {
      Map<String, Shape> shapes = shapes(length);
      Map<String, Hints> hints = hints(shapes);
      Map<String, List<Filling>> fillings = new LinkedHashMap<>();
      model.inputs().forEach((name, type) -> fillings.put(name, fillings(name, type, hints)));
      int most = fillings.values().stream().mapToInt(List::size).max().orElse(1);
      for (int i = 0; i < (length == lengths.getFirst() ? Math.max(most, 2) : 1); i++) {
        sets.add(set(shapes, fillings, hints, i));
      }
    }
    return sets;
  }

  /// A set in the shapes of the given inputs, but with other values.
  InputSet generated() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    options.inputs().forEach((name, t) -> shapes.put(name, t.shape()));
    Options free = options.withInputs(Map.of()).withInputShapes(shapes);
    return new InputSets(model, other, free).all().getFirst();
  }

  /// Further sets, for outputs that say nothing on those of [#all].
  List<InputSet> lastResort() {
    Map<String, Shape> shapes = shapes(Verification.lengths(model, other, options).getFirst());
    Map<String, Hints> hints = hints(shapes);
    List<Filling> wider =
        LAST_RESORT.stream()
            .map(i -> Filling.of(i, ", as outputs said nothing before", false))
            .toList();
    Map<String, List<Filling>> fillings = new LinkedHashMap<>();
    model
        .inputs()
        .forEach((name, type) -> {
          boolean ours =
              type.type() == DataType.FLOAT
                  && !options.inputs().containsKey(name)
                  && !options.intervals().containsKey(name)
                  && model.bound(name) == 0;
          fillings.put(name, ours ? wider : fillings(name, type, hints));
        });
    List<InputSet> sets = new ArrayList<>();
    for (int i = 0; i < LAST_RESORT.size() && fillings.containsValue(wider); i++) {
      sets.add(set(shapes, fillings, hints, i));
    }
    return sets;
  }

  private InputSet set(
      Map<String, Shape> shapes,
      Map<String, List<Filling>> fillings,
      Map<String, Hints> hints,
      int at) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    Random random = new Random(options.seed() + at);
    shapes.forEach((name, shape) -> {
      if (options.inputs().containsKey(name)) {
        feeds.put(name, options.inputs().get(name));
        labels.put(name, "given");
        return;
      }
      List<Filling> own = fillings.get(name);
      Filling filling = own.get(at % own.size());
      Tensor values = values(model.inputs().get(name).type(), shape, filling, random);
      List<Float> marks = hints.get(name).marks();
      boolean padded = at > 0 && !marks.isEmpty() && shape.rank() > 1 && shape.dim(1) > 1;
      feeds.put(name, padded ? padded(values, marks.getFirst()) : values);
      labels.put(name, filling.label + (padded ? ", padded with " + marks.getFirst() : ""));
    });
    return new InputSet(feeds, labels);
  }

  /// What the models say of the inputs, by the first's names: in a converted model, factors are
  /// folded away.
  private Map<String, Hints> hints(Map<String, Shape> shapes) {
    Map<String, Hints> own = InputWalk.of(model.graph(), single(shapes, model));
    Map<String, Shape> theirs = single(Verification.renamed(shapes, other), other);
    Map<String, Hints> others = InputWalk.of(other.graph(), theirs);
    boolean byName = shapes.keySet().equals(theirs.keySet());
    Iterator<String> names = theirs.keySet().iterator();
    Map<String, Hints> both = new LinkedHashMap<>();
    shapes
        .keySet()
        .forEach(name -> {
          String otherName = names.next();
          Hints mine = own.getOrDefault(name, Hints.NONE);
          both.put(
              name,
              mine.ranges().isEmpty()
                  ? new Hints(
                      others.getOrDefault(byName ? name : otherName, Hints.NONE).ranges(),
                      mine.marks())
                  : mine);
        });
    return both;
  }

  /// One sample is enough to see what a model does with its inputs.
  private static Map<String, Shape> single(Map<String, Shape> shapes, RunnableModel model) {
    Map<String, Shape> single = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> {
      Shape declared = model.inputs().get(name).shape();
      boolean batch = declared.hasRank() && declared.rank() > 0 && !declared.isKnown(0);
      single.put(name, batch ? shape.with(0, 1) : shape);
    });
    return single;
  }

  private List<Filling> fillings(String name, TensorType type, Map<String, Hints> hints) {
    int bound = model.bound(name);
    if (options.intervals().containsKey(name)) {
      return List.of(Filling.of(options.intervals().get(name), ", given", bound > 0));
    }
    if (bound > 0) {
      return List.of(Filling.of(new Interval(0, bound - 1), ", looked up in a table", true));
    }
    if (type.type() == DataType.BOOL) {
      return List.of(Filling.of(new Interval(0, 1), "", true));
    }
    List<Filling> fillings = new ArrayList<>();
    hints.get(name).ranges().stream().limit(MOST_RANGES).map(Filling::of).forEach(fillings::add);
    if (type.type() == DataType.INT32) {
      fillings.addFirst(Filling.of(PIXELS, "", true));
      return fillings;
    }
    if (fillings.isEmpty()) {
      fillings.add(Filling.of(isPicture(type.shape()) ? PIXELS : WIDE, "", false));
    }
    fillings.addFirst(Filling.of(UNIT, "", false));
    return fillings;
  }

  private static boolean isPicture(Shape shape) {
    return shape.hasRank()
        && shape.rank() == 4
        && (shape.dim(3) == 1 || shape.dim(3) == 3 || shape.dim(3) == 4);
  }

  private Map<String, Shape> shapes(int length) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    model
        .inputs()
        .forEach((name, type) -> {
          Tensor given = options.inputs().get(name);
          shapes.put(name, given != null ? given.shape() : shape(name, type, options, length));
        });
    return shapes;
  }

  /// The shape in which an input is made up.
  ///
  /// @param length of dimensions that are open, but for the batch
  static Shape shape(String name, TensorType type, Options options, int length) {
    Shape shape = options.inputShapes().getOrDefault(name, type.shape());
    if (!shape.hasRank()) {
      throw new ShapeException("input '" + name + "' is of unknown rank: give its shape");
    }
    int[] dims = shape.dims();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == Shape.UNKNOWN_DIM) {
        dims[i] = i == 0 ? options.batchSize() : length;
      }
    }
    return affordable(name, Shape.of(dims));
  }

  private static Shape affordable(String input, Shape shape) {
    if (shape.longSize() > MOST_ELEMENTS) {
      throw new LimitException(
          "input '"
              + input
              + "' of shape "
              + shape
              + " would be "
              + shape.longSize()
              + " made-up numbers, at most "
              + MOST_ELEMENTS
              + " are made; give a smaller --input_shape, or its values with --input");
    }
    return shape;
  }

  private static Tensor values(DataType type, Shape shape, Filling filling, Random random) {
    int n = shape.size();
    double[] values = new double[n];
    boolean whole = type != DataType.FLOAT || filling.whole;
    for (int i = 0; i < n; i++) {
      double low = filling.low.get(i % filling.low.size());
      double high = filling.high.get(i % filling.high.size());
      if (Double.isNaN(low)) {
        low = UNIT.low();
        high = UNIT.high();
      }
      double value =
          whole
              ? Math.floor(low + random.nextDouble() * (high - low + 1))
              : low + random.nextDouble() * (high - low);
      values[i] = random.nextInt(EDGES) == 0 ? edge(low, high, random) : value;
    }
    return tensor(type, shape, values);
  }

  private static double edge(double low, double high, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> low;
      case 1 -> high;
      default -> low < 0 && high > 0 ? 0 : low;
    };
  }

  private static Tensor tensor(DataType type, Shape shape, double[] values) {
    return switch (type) {
      case FLOAT, INT32, BOOL -> Tensor.of(values, type, shape);
      default ->
          throw new UnsupportedModelException(
              "inputs of type " + type.jsName() + " cannot be generated");
    };
  }

  /// The ends of the sequences, sample by sample a longer one, filled up with `mark`; of the last
  /// of several samples it is the beginning.
  private static Tensor padded(Tensor values, float mark) {
    Shape shape = values.shape();
    int samples = shape.dim(0);
    int steps = shape.dim(1);
    int step = shape.sub(2, shape.rank()).size();
    double[] out = new double[values.size()];
    for (int i = 0; i < out.length; i++) {
      int at = i / step % steps;
      int sample = i / step / steps;
      int kept = steps - steps * (sample + 1) / (2 * samples);
      boolean first = samples > 1 && sample == samples - 1;
      out[i] = (first ? at >= steps - kept : at < kept) ? values.get(i) : mark;
    }
    return tensor(values.type(), shape, out);
  }
}
