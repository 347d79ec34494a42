package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.exec.Executor;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every op on attributes and inputs that no model should have, but a file may: its rules give
/// types or a [ModelException], at once and in little memory; and what they let pass can be
/// evaluated.
class OpFuzzTest {
  private static final int CASES = 30_000;

  /// Bytes that one case may take; results of more are not evaluated.
  private static final long MOST_BYTES = 48L << 20;

  /// Results of a node that is compiled too: each takes some memory of its own.
  private static final int MOST_COMPILED = 1000;

  private static final long MOST_ELEMENTS = 1 << 12;

  private static final int[] LENGTHS = {0, 1, 1, 2, 3, 4, 7};
  private static final int[] ODD = {
    -1, -1, 0, 5, 255, 46341, 50_000, 65_536, 65_537, 1 << 20, 200_000_000, Integer.MAX_VALUE
  };
  private static final int[] NUMBERS = {0, 1, 1, 2, 3, -1, -2};
  private static final int[] ODD_NUMBERS = {4, 32, 50_000, 65_537, Integer.MAX_VALUE, -1 << 31};

  /// What is made of more than attributes.
  private static final Set<String> OF_FUNCTIONS =
      Set.of("Const", "If", "StatelessIf", "While", "StatelessWhile", "Scan");

  private final Random random = new Random();

  @Test
  void what_no_model_should_have_is_refused_with_our_own_exceptions() {
    long seed = Long.getLong("seed", 42);
    System.out.println("OpFuzzTest: -Dseed=" + seed);
    List<OpDef<?>> ops = Ops.ALL.all();
    Map<String, List<OpExample>> examples =
        OpsTest.examples().stream().collect(Collectors.groupingBy(e -> e.op().name()));
    Set<String> never = new TreeSet<>(ops.stream().map(OpDef::name).toList());
    for (int i = 0; i < CASES; i++) {
      random.setSeed(seed * CASES + i);
      OpDef<?> def = ops.get(random.nextInt(ops.size()));
      List<OpExample> sound = examples.getOrDefault(def.name(), List.of());
      Optional<OpExample> like =
          random.nextInt(3) > 0 && !sound.isEmpty()
              ? Optional.of(sound.get(random.nextInt(sound.size())))
              : Optional.empty();
      if (one(def, like, "case " + i + " of seed " + seed)) {
        never.remove(def.name());
      }
    }
    never.removeAll(OF_FUNCTIONS);
    assertEquals(Set.of(), never, "ops whose rules have let nothing pass");
  }

  /// @param like a sound example that the case is much like
  private boolean one(OpDef<?> def, Optional<OpExample> like, String which) {
    StringBuilder what = new StringBuilder(which + ": " + def.name());
    long before = allocated();
    try {
      Op op = def.make(like.map(e -> mutated(def, e)).orElseGet(() -> attributes(def)));
      what.append(' ').append(op);
      GraphBuilder to = GraphBuilder.verbatim();
      List<Value> inputs =
          like.map(e -> mutated(to, op, e.inputs())).orElseGet(() -> inputs(to, op));
      inputs.forEach(v -> what.append("\n  ").append(v.op()));
      Node node = GraphBuilder.verbatim().addNode(op, inputs);
      ask(node);
      if (node.types().size() == 1) {
        Value simple = GraphBuilder.simplifying().add(op, inputs);
        assertTrue(simple.shape().isCompatible(node.out().shape()), what::toString);
      }
      evaluate(node, what.toString());
      return true;
    } catch (ModelException e) {
      return false;
    } catch (RuntimeException e) {
      return fail(what.toString(), e);
    } finally {
      long taken = allocated() - before;
      assertTrue(taken < MOST_BYTES, () -> what + "\ntakes " + taken + " bytes");
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static void ask(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      node.op().indexBound(node, i);
    }
    for (int r = 0; r < node.types().size(); r++) {
      node.out(r).elements();
    }
    if (node.types().size() == 1 && node.out().shape().hasRank()) {
      for (int axis = 0; axis < node.out().shape().rank(); axis++) {
        node.op().sameLength(node, axis);
      }
    }
  }

  private static void evaluate(Node node, String what) {
    List<Tensor> tensors = new ArrayList<>();
    for (Value v : node.inputs()) {
      if (v.constant().isEmpty()) {
        return;
      }
      tensors.add(v.constant().get().tensor());
    }
    for (TensorType type : node.types()) {
      if (!type.shape().isFullyDefined() || type.shape().longSize() > MOST_ELEMENTS) {
        return;
      }
    }
    if (node.inputs().isEmpty() || !node.op().pure() || !node.op().functions().isEmpty()) {
      return;
    }
    List<Tensor> results = node.op().evaluate(tensors);
    assertEquals(
        node.types(),
        results.stream().map(t -> new TensorType(t.type(), t.shape())).toList(),
        () -> what);
    compiled(node, tensors, results, what);
  }

  /// Kernels take what the reference takes, and give as much.
  private static void compiled(Node node, List<Tensor> tensors, List<Tensor> results, String what) {
    GraphBuilder to = GraphBuilder.verbatim();
    List<Value> inputs = new ArrayList<>(node.inputs().stream().map(v -> to.add(v.op())).toList());
    Tensor first = tensors.getFirst();
    if (first.type() == DataType.VARIANT || results.size() > MOST_COMPILED) {
      return;
    }
    inputs.set(0, to.add(new Placeholder(first.type(), first.shape())));
    Node again = to.addNode(node.op(), inputs);
    Map<String, Value> outputs = new LinkedHashMap<>();
    again.results().forEach(v -> outputs.put("y" + v.index(), v));
    Graph graph = to.build(Map.of("x", inputs.getFirst()), outputs);
    Pipeline none = new Pipeline(List.of());
    List<Tensor> found =
        List.copyOf(
            new Executor(graph, none, none, 1)
                .run(Map.of("x", first), Map.of(), RunLimits.DEFAULT)
                .outputs()
                .values());
    for (int i = 0; i < results.size(); i++) {
      assertEquals(results.get(i).type(), found.get(i).type(), what);
      assertEquals(results.get(i).shape(), found.get(i).shape(), what);
    }
  }

  // ---- sound examples, a little off ----

  private Map<String, AttrValue> mutated(OpDef<?> def, OpExample example) {
    Map<String, AttrValue> attributes = new LinkedHashMap<>(def.attributes(example.op()));
    attributes.replaceAll((_, v) -> random.nextInt(6) == 0 ? another(v) : v);
    return attributes;
  }

  private List<Value> mutated(GraphBuilder to, Op op, List<Tensor> sound) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < sound.size(); i++) {
      Tensor t = sound.get(i);
      inputs.add(
          switch (random.nextInt(8)) {
            case 0 -> to.add(new Const(tensor(op, i)));
            case 1 -> to.add(new Placeholder(typeOf(op, i), t.shape()));
            case 2, 3 -> to.add(new Placeholder(t.type(), odd(t.shape())));
            default -> to.add(new Const(t));
          });
    }
    return inputs;
  }

  private Shape odd(Shape shape) {
    int[] dims = shape.dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = random.nextInt(3) > 0 ? dims[i] : random.nextBoolean() ? pick(LENGTHS) : pick(ODD);
    }
    return Shape.of(dims);
  }

  // ---- attributes ----

  private Map<String, AttrValue> attributes(OpDef<?> def) {
    Map<String, AttrValue> usual = usual(def);
    Map<String, AttrValue> out = new LinkedHashMap<>();
    for (String key : def.keys()) {
      int choice = random.nextInt(8);
      AttrValue value = usual.getOrDefault(key, new AttrValue.I(number()));
      if (choice < 3) {
        out.put(key, value);
      } else if (choice < 7) {
        out.put(key, another(value));
      }
    }
    return out;
  }

  private static Map<String, AttrValue> usual(OpDef<?> def) {
    try {
      return def.attributes(def.make(Map.of()));
    } catch (RuntimeException e) {
      return Map.of();
    }
  }

  private AttrValue another(AttrValue value) {
    return switch (value) {
      case AttrValue.I _ -> new AttrValue.I(number());
      case AttrValue.F _ -> new AttrValue.F(random.nextBoolean() ? Float.NaN : number());
      case AttrValue.B _ -> new AttrValue.B(random.nextBoolean());
      case AttrValue.S _ ->
          new AttrValue.S(
              List.of("SAME", "VALID", "EXPLICIT", "REFLECT", "SYMMETRIC", "ab,bc->ac", "a->", "")
                  .get(random.nextInt(8)));
      case AttrValue.Type _ -> new AttrValue.Type(dataType());
      case AttrValue.Dims _ -> new AttrValue.Dims(shape());
      case AttrValue.Ints(List<Long> old) -> new AttrValue.Ints(numbers(old.size()));
      case AttrValue.Strings _ ->
          new AttrValue.Strings(
              List.of("BiasAdd", "Relu", "Prelu", "x").subList(0, random.nextInt(5)));
      default -> value;
    };
  }

  private List<Long> numbers(int usual) {
    int size = random.nextInt(4) == 0 ? random.nextInt(9) : usual;
    List<Long> out = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      out.add((long) number());
    }
    return out;
  }

  private int number() {
    return random.nextInt(5) > 0 ? pick(NUMBERS) : pick(ODD_NUMBERS);
  }

  private int pick(int[] of) {
    return of[random.nextInt(of.length)];
  }

  // ---- inputs ----

  private List<Value> inputs(GraphBuilder to, Op op) {
    int count = random.nextInt(20) == 0 ? random.nextInt(7) : fitting(op);
    boolean constants = random.nextBoolean();
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean constant = constants || random.nextInt(3) == 0;
      inputs.add(
          to.add(constant ? new Const(tensor(op, i)) : new Placeholder(typeOf(op, i), shape())));
    }
    return inputs;
  }

  private static int fitting(Op op) {
    for (int n = 0; n < 7; n++) {
      if (fits(op, Collections.nCopies(n, TensorType.UNKNOWN))) {
        return n;
      }
    }
    return 0;
  }

  private static boolean fits(Op op, List<TensorType> types) {
    try {
      op.operands().checkTypes(types);
      return true;
    } catch (ModelException e) {
      return false;
    }
  }

  /// An element type that the op takes there, or for once any other.
  private DataType typeOf(Op op, int input) {
    List<TensorType> types =
        new ArrayList<>(Collections.nCopies(Math.max(fitting(op), input + 1), TensorType.UNKNOWN));
    types.set(input, TensorType.of(DataType.FLOAT));
    boolean takesFloats = fits(op, types);
    return random.nextInt(10) == 0 ? dataType() : takesFloats ? likely() : DataType.INT32;
  }

  private DataType likely() {
    return random.nextInt(3) == 0 ? DataType.INT32 : DataType.FLOAT;
  }

  private DataType dataType() {
    return List.of(
            DataType.FLOAT,
            DataType.INT32,
            DataType.BOOL,
            DataType.STRING,
            DataType.COMPLEX64,
            DataType.VARIANT,
            DataType.INVALID)
        .get(random.nextInt(7));
  }

  private Shape shape() {
    if (random.nextInt(10) == 0) {
      return Shape.UNKNOWN;
    }
    int[] dims = new int[random.nextInt(random.nextInt(20) == 0 ? 12 : 6)];
    Arrays.setAll(dims, _ -> random.nextInt(5) > 0 ? pick(LENGTHS) : pick(ODD));
    return Shape.of(dims);
  }

  private Tensor tensor(Op op, int input) {
    DataType type = typeOf(op, input);
    int rank = type == DataType.INT32 ? random.nextInt(3) : random.nextInt(6);
    int[] dims = new int[rank];
    Arrays.setAll(dims, _ -> pick(LENGTHS));
    Shape shape = Shape.of(dims);
    if (shape.longSize() > MOST_ELEMENTS) {
      shape = Shape.SCALAR;
    }
    return switch (type) {
      case INT32 -> {
        int[] data = new int[shape.size()];
        Arrays.setAll(data, _ -> number());
        yield Tensor.adopt(data, shape);
      }
      case BOOL, STRING, COMPLEX64 -> Tensor.zeros(type, shape);
      default -> {
        float[] data = new float[shape.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = random.nextInt(6) == 0 ? number() : random.nextFloat();
        }
        yield Tensor.adopt(data, shape);
      }
    };
  }
}
