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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// What every rule keeps: *given* a graph it *becomes* another or is *left alone*, and both compute
/// the same on random inputs. Float constants of the expected graph stand for any of their shape:
/// their values are what the run is for.
public final class RuleContract {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

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

  /// Runs both on the same random inputs. Each product of `n` terms may round `n` times, in
  /// float32's 24 digits, and a rewrite may round a constant once more.
  public static void assertSameNumbers(Graph given, Graph result) {
    long seed = new Random().nextLong();
    Map<String, Tensor> feeds = feeds(given, new Random(seed));
    Map<String, Tensor> wanted = new Interpreter(given).run(feeds);
    Map<String, Tensor> found = new Interpreter(result).run(feeds);
    assertEquals(wanted.keySet(), found.keySet());
    double relative = (8 + longestSum(given)) * Math.scalb(1.0, -22);
    wanted.forEach((key, w) -> assertClose(key, w, found.get(key), relative, seed));
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

  private static Map<String, Tensor> feeds(Graph graph, Random random) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    graph.inputs().forEach((key, v) -> feeds.put(key, random(v.type(), random)));
    return feeds;
  }

  /// Unknown lengths are 2 for a batch and 3 elsewhere; int32 in 0..3.
  private static Tensor random(TensorType type, Random random) {
    int[] dims = type.shape().dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] != Shape.UNKNOWN_DIM ? dims[i] : i == 0 ? 2 : 3;
    }
    Shape shape = Shape.of(dims);
    if (type.type() == DataType.INT32) {
      int[] ints = new int[shape.size()];
      java.util.Arrays.setAll(ints, _ -> random.nextInt(4));
      return Tensor.of(ints, shape);
    }
    float[] floats = new float[shape.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = random.nextFloat() * 8 - 4;
    }
    return Tensor.of(floats, shape);
  }
}
