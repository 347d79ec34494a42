package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What every rule keeps: *given* a graph it *becomes* another or is *left alone*, and both compute
/// the same on random inputs, also where numbers cancel or are large. Float constants of the
/// expected graph stand for any of their shape: their values are what the run is for.
public final class RuleContract {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  /// Enough to meet each kind of constant of a small graph.
  private static final int DRAWS = 24;

  private final Rewrite rewrite;
  private final Graph given;

  private RuleContract(Rewrite rewrite, Graph given) {
    this.rewrite = rewrite;
    this.given = given;
  }

  /// Rules on the way to a contract.
  @SuppressWarnings("ArrayRecordComponent") // arguments, never compared
  public record Rules(Rule... rules) {
    public RuleContract given(String text) {
      return new RuleContract(new Rewrite("rules of a test", rules), TEXT.parse(text));
    }
  }

  public static Rules rules(Rule... rules) {
    return new Rules(rules);
  }

  /// The graph comes out as `text`, apart from names and the values of float constants, and
  /// computes the same.
  ///
  /// @return what came out
  public Graph becomes(String text) {
    Graph result = rewrite.run(given);
    assertEquals(structure(TEXT.parse(text)), structure(result), () -> TEXT.print(result));
    Verifier.verify(result, Ops.EXPORTABLE);
    assertSameNumbers(given, result);
    return result;
  }

  /// No rule changes anything.
  public void isLeftAlone() {
    Map<String, Integer> applied = new java.util.TreeMap<>();
    Graph result = rewrite.run(given, applied);
    assertEquals(Map.of(), applied, () -> TEXT.print(result));
    assertEquals(structure(new Rewrite("nothing").run(given)), structure(result));
  }

  /// One line a node, in the order in which the outputs reach them.
  static String structure(Graph graph) {
    StringBuilder out = new StringBuilder();
    IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
    for (var in : graph.inputs().entrySet()) {
      int number = number(in.getValue().node(), numbers, out);
      out.append("input ").append(in.getKey()).append(": %").append(number).append('\n');
    }
    for (var result : graph.outputs().entrySet()) {
      String operand = operand(result.getValue(), numbers, out);
      out.append("return ").append(result.getKey()).append(": ").append(operand).append('\n');
    }
    return out.toString();
  }

  private static String operand(
      Value v, IdentityHashMap<Node, Integer> numbers, StringBuilder out) {
    return "%" + number(v.node(), numbers, out) + (v.index() == 0 ? "" : ":" + v.index());
  }

  private static int number(Node n, IdentityHashMap<Node, Integer> numbers, StringBuilder out) {
    Integer known = numbers.get(n);
    if (known != null) {
      return known;
    }
    StringBuilder line = new StringBuilder();
    n.inputs()
        .forEach(v -> line.append(line.isEmpty() ? "" : ", ").append(operand(v, numbers, out)));
    int number = numbers.size();
    numbers.put(n, number);
    boolean floats = n.op().constant().isPresent() && n.types().getFirst().type() == DataType.FLOAT;
    String op = floats ? "Const " + n.types().getFirst() : n.op().toString();
    out.append("%").append(number).append(" = ").append(op).append('(').append(line).append(")\n");
    return number;
  }

  /// Runs both on the same random inputs, and then where numbers matter to them.
  public static void assertSameNumbers(Graph given, Graph result) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, Tensor> feeds = feeds(given, type -> random(type, random));
    Map<String, Tensor> wanted = new Interpreter(given).run(feeds);
    Map<String, Tensor> found = new Interpreter(result).run(feeds);
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach((key, w) -> assertClose(key, w, found.get(key), rounding(given), seed));
    boolean plain =
        given.nodes().stream().allMatch(n -> n.op().functions().isEmpty() && n.op().pure());
    for (int k = 0; plain && k < DRAWS; k++) {
      assertAsExact(given, result, draw(given, random), seed);
    }
  }

  /// Each product of `n` terms may round `n` times, in float32's 24 digits, and a rewrite may round
  /// a constant once more.
  private static double rounding(Graph given) {
    return (8 + longestSum(given)) * Math.scalb(1.0, -22);
  }

  /// Holds the result to what the given graph means, computed in double: it may be off by as much
  /// as the given graph itself is, a few times, and by what [Precision] lets go, 2^-16 of results
  /// that spread about 1, in each of two operands.
  public static void assertAsExact(
      Graph given, Graph result, Map<String, Tensor> feeds, long seed) {
    Map<String, double[]> exact = DoubleRun.run(given, feeds);
    Map<String, Tensor> asGiven = new Interpreter(given).run(feeds);
    Map<String, Tensor> found = new Interpreter(result).run(feeds);
    exact.forEach((key, e) -> {
      Tensor g = asGiven.get(key);
      double largest = 1;
      double own = 0;
      for (int i = 0; i < e.length; i++) {
        if (isNumber(e[i], g.get(i))) {
          largest = Math.max(largest, Math.abs(e[i]));
          own = Math.max(own, Math.abs(g.get(i) - e[i]));
        }
      }
      double most = (rounding(given) + Math.scalb(1.0, -15)) * largest + 4 * own;
      for (int i = 0; i < e.length; i++) {
        int at = i;
        assertTrue(
            !isNumber(e[i], g.get(i)) || Math.abs(e[i] - found.get(key).get(i)) <= most,
            () ->
                "%s[%d] is %s in double, %s in the given graph, now %s, may be off by %s; seed %d, %s"
                    .formatted(
                        key, at, e[at], g.get(at), found.get(key).get(at), most, seed, feeds));
      }
    });
  }

  /// Not NaN, nor beyond float32's range on the way: numbers that somebody computes.
  private static boolean isNumber(double exact, double given) {
    return Double.isFinite(exact) && Double.isFinite(given);
  }

  /// Inputs around where something may cancel: the graph's own constants, their quotients and
  /// products, or numbers of any size.
  public static Map<String, Tensor> draw(Graph graph, Random random) {
    double[] constants =
        graph.nodes().stream()
            .filter(n -> n.op().constant().isPresent())
            .map(n -> n.op().constant().get().tensor())
            .filter(t -> t.type() == DataType.FLOAT)
            .flatMapToDouble(t -> IntStream.range(0, t.size()).mapToDouble(t::get))
            .filter(c -> c != 0 && Double.isFinite(c))
            .toArray();
    if (constants.length == 0 || random.nextInt(4) == 0) {
      double size = Math.pow(10, random.nextInt(61) - 30);
      return feeds(graph, type -> random(type, random, 0, size));
    }
    double a = constants[random.nextInt(constants.length)];
    double b = constants[random.nextInt(constants.length)];
    double centre =
        switch (random.nextInt(4)) {
          case 0 -> a;
          case 1 -> -a;
          case 2 -> a / b;
          default -> -a / b;
        };
    double spread = random.nextBoolean() ? 1 : Math.abs(1 / b);
    return feeds(graph, type -> random(type, random, centre, spread));
  }

  private static void assertClose(
      String key, Tensor wanted, Tensor found, double relative, long seed) {
    assertEquals(wanted.shape(), found.shape(), key);
    assertEquals(wanted.type(), found.type(), key);
    double largest = 1;
    for (int i = 0; i < wanted.size(); i++) {
      largest = Math.max(largest, Math.abs(wanted.get(i)));
    }
    for (int i = 0; i < wanted.size(); i++) {
      int at = i;
      assertTrue(
          Math.abs(wanted.get(i) - found.get(i)) <= relative * largest,
          () ->
              key
                  + "["
                  + at
                  + "] was "
                  + wanted.get(at)
                  + ", is "
                  + found.get(at)
                  + " with seed "
                  + seed);
    }
  }

  private static long longestSum(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op().constant().isPresent())
        .mapToLong(n -> n.out().shape().longSize())
        .max()
        .orElse(0);
  }

  private static Map<String, Tensor> feeds(Graph graph, Function<TensorType, Tensor> draw) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    graph.inputs().forEach((key, v) -> feeds.put(key, draw.apply(v.type())));
    return feeds;
  }

  private static Tensor random(TensorType type, Random random) {
    return random(type, random, 0, 4);
  }

  /// Around `centre`, at most `spread` away. Unknown lengths are 2 for a batch and 3 elsewhere;
  /// int32 in 0..3.
  private static Tensor random(TensorType type, Random random, double centre, double spread) {
    int[] dims = type.shape().dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] != Shape.UNKNOWN_DIM ? dims[i] : i == 0 ? 2 : 3;
    }
    Shape shape = Shape.of(dims);
    if (type.type() == DataType.INT32) {
      int[] ints = new int[shape.size()];
      Arrays.setAll(ints, _ -> random.nextInt(4));
      return Tensor.of(ints, shape);
    }
    float[] floats = new float[shape.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (centre + (random.nextDouble() * 2 - 1) * spread);
    }
    return Tensor.of(floats, shape);
  }
}
