package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever an op is given, it gives a result or an exception of ours: wrong numbers of elements,
/// wrong types, indices and lengths that are negative or huge, attributes that no sane file has.
class WrongInputsTest {
  /// Changes of every example. With more of them, this is how to look for what is still wrong.
  private static final int CHANGES = Integer.getInteger("tfjs4j.changes", 3);

  private static final long SEED = Long.getLong("tfjs4j.seed", 42);

  private static final int[] HARD = {
    -1, 0, 1, 2, 3, -2, -7, 7, 1000, 1 << 16, 1 << 20, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private static final RunLimits LIMITS = RunLimits.DEFAULT.withBytes(1 << 20).withIterations(100);

  private final Random random = new Random(SEED);

  @Test
  @Timeout(300)
  void everyOpGivesAResultOrAnExceptionOfOurs() {
    Map<String, String> faults = new TreeMap<>();
    OpsTest.examples()
        .forEach(example -> {
          for (int i = 0; i < CHANGES; i++) {
            change(example, faults);
          }
        });
    assertEquals(Map.of(), faults, () -> "with seed " + SEED + "\n" + faults);
  }

  private void change(OpExample example, Map<String, String> faults) {
    List<Tensor> inputs = changed(example.inputs());
    String on = example.op() + " on " + inputs;
    try {
      Op op = random.nextInt(3) == 0 ? changed(example.op()) : example.op();
      on = op + " on " + inputs;
      run(op, inputs, random.nextBoolean());
    } catch (ModelException _) {
      // What it should be.
    } catch (RuntimeException | Error e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String at = Arrays.stream(root.getStackTrace()).limit(3).toList().toString();
      faults.putIfAbsent(example.op().name() + " " + at, root + "\n    " + on + "\n");
    }
  }

  private void run(Op op, List<Tensor> inputs, boolean constants) {
    GraphBuilder to = constants ? GraphBuilder.simplifying() : GraphBuilder.verbatim();
    List<Value> values = new ArrayList<>();
    Map<String, Value> keys = new LinkedHashMap<>();
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    for (Tensor t : inputs) {
      if (constants) {
        values.add(to.add(new Const(t)));
      } else {
        Shape known =
            switch (random.nextInt(3)) {
              case 0 -> Shape.UNKNOWN;
              case 1 -> Shape.ofRank(t.shape().rank());
              default -> t.shape();
            };
        values.add(to.add(new Placeholder(t.type(), known)));
        keys.put("x" + keys.size(), values.getLast());
        feeds.put("x" + feeds.size(), t);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    Node node = to.addNode(op, values);
    if (node.types().size() == 1) {
      outputs.put("y", to.add(op, values));
    } else {
      for (int i = 0; i < node.types().size(); i++) {
        outputs.put("y" + i, node.out(i));
      }
    }
    new Interpreter(to.build(keys, outputs)).run(feeds, Map.of(), LIMITS);
  }

  private List<Tensor> changed(List<Tensor> inputs) {
    List<Tensor> changed = new ArrayList<>(inputs);
    for (int n = 1 + random.nextInt(2); n > 0 && !changed.isEmpty(); n--) {
      int i = random.nextInt(changed.size());
      changed.set(i, changed(changed.get(i)));
    }
    if (random.nextInt(20) == 0 && !changed.isEmpty()) {
      changed.removeLast();
    }
    return changed;
  }

  private Tensor changed(Tensor t) {
    return switch (t.type()) {
      case VARIANT, RESOURCE, STRING, COMPLEX64 -> tensor(shape(t.shape()));
      default ->
          random.nextInt(3) == 0 ? tensor(shape(t.shape())) : values(t.type(), shape(t.shape()));
    };
  }

  private Tensor tensor(Shape shape) {
    DataType[] types = {
      DataType.FLOAT, DataType.INT32, DataType.BOOL, DataType.STRING, DataType.COMPLEX64
    };
    DataType type = types[random.nextInt(types.length)];
    return type == DataType.STRING || type == DataType.COMPLEX64
        ? Tensor.zeros(type, shape)
        : values(type, shape);
  }

  private Tensor values(DataType type, Shape shape) {
    int[] ints = new int[shape.size()];
    boolean hard = random.nextBoolean();
    for (int i = 0; i < ints.length; i++) {
      ints[i] = hard ? HARD[random.nextInt(HARD.length)] : random.nextInt(4);
    }
    return Elements.cast(Tensor.of(ints, shape), type);
  }

  private Shape shape(Shape shape) {
    if (!shape.hasRank() || random.nextInt(3) == 0) {
      return shape.hasRank() ? shape : Shape.SCALAR;
    }
    int[] dims = shape.dims();
    if (dims.length > 0 && random.nextBoolean()) {
      dims[random.nextInt(dims.length)] = random.nextInt(4);
      return Shape.of(dims);
    }
    return random.nextBoolean() && dims.length > 0
        ? shape.sub(1, dims.length)
        : Shape.of(1 + random.nextInt(2)).concat(shape);
  }

  /// The op with one of its attributes changed.
  private Op changed(Op op) {
    OpDef<?> def = Ops.ALL.definition(op).orElseThrow();
    Map<String, AttrValue> attributes = new LinkedHashMap<>(def.attributes(op));
    if (attributes.isEmpty()) {
      return op;
    }
    List<String> names = List.copyOf(attributes.keySet());
    String name = names.get(random.nextInt(names.size()));
    attributes.put(name, changed(attributes.get(name)));
    return def.make(attributes);
  }

  private AttrValue changed(AttrValue value) {
    int hard = HARD[random.nextInt(HARD.length)];
    return switch (value) {
      case AttrValue.I _ -> new AttrValue.I(hard);
      case AttrValue.F _ -> new AttrValue.F(random.nextBoolean() ? Float.NaN : hard);
      case AttrValue.B(boolean v) -> new AttrValue.B(!v);
      case AttrValue.Ints(List<Long> v) -> {
        List<Long> longs = new ArrayList<>(v);
        if (longs.isEmpty() || random.nextInt(4) == 0) {
          longs.add((long) hard);
        } else {
          longs.set(random.nextInt(longs.size()), (long) hard);
        }
        yield new AttrValue.Ints(longs);
      }
      case AttrValue.Type _ ->
          new AttrValue.Type(
              List.of(DataType.values()).get(random.nextInt(DataType.values().length)));
      case AttrValue.S _ -> new AttrValue.S("strange");
      case AttrValue.Dims _ -> new AttrValue.Dims(Shape.of(Math.max(-1, hard)));
      default -> new AttrValue.I(hard);
    };
  }
}
