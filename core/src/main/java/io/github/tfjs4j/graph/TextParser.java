package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the statements of a [TextForm] into a builder.
final class TextParser {
  private final TextScanner in;
  private final Vocabulary ops;
  private final GraphBuilder to;
  private final Map<String, Value> given;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Graph> functions = new HashMap<>();

  /// @param given the values that `input` statements name; empty where they make placeholders
  TextParser(TextScanner in, Vocabulary ops, GraphBuilder to, Map<String, Value> given) {
    this.in = in;
    this.ops = ops;
    this.to = to;
    this.given = given;
  }

  Map<String, Value> inputs() {
    return inputs;
  }

  /// Reads up to and including `return`.
  Map<String, Value> statements() {
    while (true) {
      in.skipSpace(true);
      if (in.word("return")) {
        return outputs();
      } else if (in.word("input")) {
        input();
      } else if (in.word("function")) {
        function();
      } else if (in.word("state")) {
        String name = in.string();
        in.expect(':');
        Value before = result();
        in.expect(',');
        to.state(name, before, result());
      } else if (in.peek() == '%') {
        assignment();
      } else {
        throw in.error("expected 'input', '%name = ...', 'function' or 'return'");
      }
    }
  }

  private void input() {
    String name = in.name();
    String key = in.word("as") ? in.string() : name;
    TensorType type = in.take(':') ? type() : TensorType.UNKNOWN;
    if (!given.isEmpty()) {
      Value value = given.get(name);
      if (value == null) {
        throw in.error("there is no input '" + name + "', given are " + given.keySet());
      }
      values.put(name, value);
      inputs.put(key, value);
      return;
    }
    Value value = to.add(ops.placeholder(type));
    to.named(name, value);
    define(name, value);
    inputs.put(key, value);
  }

  private void function() {
    String name = in.bare();
    in.expect('{');
    GraphBuilder body = GraphBuilder.verbatim();
    TextParser inner = new TextParser(in, ops, body, Map.of());
    inner.functions.putAll(functions);
    Map<String, Value> outputs = inner.statements();
    in.skipSpace(true);
    in.expect('}');
    functions.put(name, body.build(inner.inputs, outputs));
  }

  private void assignment() {
    String name = in.name();
    in.expect('=');
    String op = in.bare();
    int start = in.at();
    try {
      Value value = op.equals("Const") ? to.add(ops.constant(constant())) : call(op);
      if (!op.equals("Const") || given.isEmpty()) {
        if (to.nameOf(value.node()).filter(n -> !n.endsWith("/" + op)).isEmpty()) {
          to.named(given.isEmpty() ? name : to.prefix() + "/" + name, value);
        }
      }
      define(name, value);
    } catch (ShapeException e) {
      in.back(start);
      throw e.at(in.place("%" + name));
    }
    if (in.take(':')) {
      do {
        type();
      } while (in.take(','));
    }
  }

  private void define(String name, Value value) {
    if (values.putIfAbsent(name, value) != null) {
      throw in.error("%" + name + " is defined twice");
    }
    nodes.put(name, value.node());
  }

  private Value call(String opName) {
    in.expect('(');
    List<Value> operands = new ArrayList<>();
    List<Node> controls = new ArrayList<>();
    if (!in.take(')')) {
      do {
        if (in.take('^')) {
          controls.add(result().node());
        } else {
          operands.add(operand());
        }
      } while (in.take(','));
      in.expect(')');
    }
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    if (in.take('{') && !in.take('}')) {
      do {
        String key = in.bare();
        in.expect('=');
        attributes.put(key, attribute());
      } while (in.take(','));
      in.expect('}');
    }
    OpDef<?> def = ops.find(opName).orElseThrow(() -> in.error("unknown op " + opName));
    for (String key : attributes.keySet()) {
      if (!def.keys().contains(key)) {
        throw in.error(opName + " has no attribute '" + key + "', it has " + def.keys());
      }
    }
    Op op = parse(attributes, def::make);
    List<TensorType> results = op.types(operands);
    if (results.size() == 1 && controls.isEmpty()) {
      Value value = to.add(op, operands);
      if (value.op().equals(op)) {
        to.spelled(opName, value.node());
      }
      return value;
    }
    Node node = to.addNode(op, operands, controls);
    to.spelled(opName, node);
    return new Value(node, 0);
  }

  private Value operand() {
    in.skipSpace(false);
    char c = in.peek();
    if (c == '%') {
      return result();
    }
    boolean list = c == '[';
    List<String> numbers = new ArrayList<>();
    if (list) {
      in.take('[');
      while (!in.take(']')) {
        numbers.add(in.number());
        in.take(',');
      }
    } else {
      numbers.add(in.number());
    }
    Shape shape = list ? Shape.of(numbers.size()) : Shape.SCALAR;
    return to.add(
        ops.constant(
            numbers.stream().anyMatch(TextParser::isFloat)
                ? floats(numbers, shape)
                : ints(numbers, shape)));
  }

  private Value result() {
    String name = in.name();
    Value value = values.get(name);
    if (value == null) {
      throw in.error("%" + name + " is not defined above");
    }
    if (in.takeIndexColon()) {
      int index = parse(in.number(), Integer::parseInt);
      if (index >= value.node().types().size()) {
        throw in.error(
            "%" + name + " has " + value.node().types().size() + " results, there is no :" + index);
      }
      return new Value(value.node(), index);
    }
    return value;
  }

  private Map<String, Value> outputs() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    do {
      in.skipSpace(false);
      String key = null;
      if (in.peek() == '"') {
        key = in.string();
        in.expect(':');
        in.skipSpace(false);
      }
      int start = in.at() + 1;
      Value value = in.peek() == '%' ? result() : operand();
      if (key == null) {
        key = in.since(start);
      }
      if (outputs.putIfAbsent(key, value) != null) {
        throw in.error("two outputs are called '" + key + "'");
      }
    } while (in.take(','));
    return outputs;
  }

  // ---- values ----

  private Tensor constant() {
    TensorType type = type();
    Shape shape = type.shape();
    if (in.word("random")) {
      in.expect('(');
      long seed = parse(in.number(), Long::parseLong);
      in.expect(')');
      java.util.Random random = new java.util.Random(seed);
      float[] data = new float[shape.size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = random.nextFloat() * 2 - 1;
      }
      return Tensor.adopt(data, shape);
    }
    in.expect('{');
    List<String> elements = new ArrayList<>();
    while (!in.take('}')) {
      in.skipSpace(true);
      elements.add(in.peek() == '"' ? in.string() : in.number());
      in.take(',');
      in.skipSpace(true);
    }
    return switch (type.type()) {
      case FLOAT -> floats(elements, shape);
      case INT32 -> ints(elements, shape);
      case BOOL -> {
        byte[] b = new byte[elements.size()];
        for (int i = 0; i < b.length; i++) {
          b[i] = (byte) (elements.get(i).equals("true") ? 1 : 0);
        }
        yield Tensor.adoptBools(b, shape);
      }
      case STRING ->
          Tensor.adoptStrings(
              elements.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new),
              shape);
      default -> throw in.error("constants of type " + type.type().jsName() + " have no text form");
    };
  }

  private Tensor floats(List<String> numbers, Shape shape) {
    float[] out = new float[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(numbers.get(i), Float::parseFloat);
    }
    return Tensor.adopt(out, shape);
  }

  private Tensor ints(List<String> numbers, Shape shape) {
    int[] out = new int[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(numbers.get(i), Integer::parseInt);
    }
    return Tensor.adopt(out, shape);
  }

  private <A, T> T parse(A what, java.util.function.Function<A, T> parser) {
    try {
      return parser.apply(what);
    } catch (NumberFormatException e) {
      throw in.error("'" + what + "' is not a number");
    } catch (FormatException e) {
      throw e.at(in.line());
    }
  }

  private static boolean isFloat(String s) {
    return s.contains(".")
        || s.contains("e")
        || s.contains("E")
        || s.endsWith("NaN")
        || s.endsWith("Infinity");
  }

  private TensorType type() {
    String name = in.take('?') ? "?" : in.bare();
    DataType type =
        name.equals("?")
            ? DataType.INVALID
            : name.equals("variant") ? DataType.VARIANT : parse(name, DataType::ofJs);
    return new TensorType(type, shape());
  }

  private Shape shape() {
    in.expect('[');
    List<Integer> dims = new ArrayList<>();
    while (!in.take(']')) {
      if (in.takeText("...")) {
        in.expect(']');
        return Shape.UNKNOWN;
      }
      dims.add(in.take('?') ? Shape.UNKNOWN_DIM : parse(in.number(), Integer::parseInt));
      in.take(',');
    }
    return Shape.of(dims);
  }

  private AttrValue attribute() {
    in.skipSpace(false);
    char c = in.peek();
    if (c == '"') {
      return new AttrValue.S(in.string());
    } else if (c == '@') {
      in.takeText("@");
      String name = in.bare();
      return functions.containsKey(name)
          ? new AttrValue.Body(functions.get(name))
          : new AttrValue.Func(name);
    } else if (c == '[') {
      in.take('[');
      List<AttrValue> items = new ArrayList<>();
      while (!in.take(']')) {
        items.add(attribute());
        in.take(',');
      }
      return list(items);
    } else if (in.word("true")) {
      return new AttrValue.B(true);
    } else if (in.word("false")) {
      return new AttrValue.B(false);
    } else if (in.looksAt("shape[")) {
      in.takeText("shape");
      return new AttrValue.Dims(shape());
    } else if (in.word("tree")) {
      return new AttrValue.Other(tree());
    } else if (in.looksAt("DT_")) {
      return new AttrValue.Type(parse(in.bare(), DataType::ofTf));
    }
    String number = in.number();
    return isFloat(number)
        ? new AttrValue.F(parse(number, Float::parseFloat))
        : new AttrValue.I(parse(number, Long::parseLong));
  }

  private Tree tree() {
    if (in.take('{')) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      while (!in.take('}')) {
        String key = in.string();
        in.expect(':');
        fields.put(key, tree());
        in.take(',');
      }
      return Tree.object(fields);
    } else if (in.take('[')) {
      List<Tree> items = new ArrayList<>();
      while (!in.take(']')) {
        items.add(tree());
        in.take(',');
      }
      return Tree.list(items);
    } else if (in.peek() == '"') {
      return Tree.of(in.string());
    } else if (in.word("null")) {
      return Tree.NULL;
    } else if (in.word("true")) {
      return Tree.of(true);
    } else if (in.word("false")) {
      return Tree.of(false);
    }
    String number = in.number();
    if (isFloat(number)) {
      double value = parse(number, Double::parseDouble);
      return Tree.of(value);
    }
    java.math.BigInteger value = parse(number, java.math.BigInteger::new);
    return Tree.of(value);
  }

  private AttrValue list(List<AttrValue> items) {
    if (items.isEmpty()) {
      return new AttrValue.EmptyList();
    }
    return switch (items.getFirst()) {
      case AttrValue.I _ ->
          new AttrValue.Ints(
              all(items, AttrValue.I.class).stream().map(AttrValue.I::value).toList());
      case AttrValue.F _ ->
          new AttrValue.Floats(
              all(items, AttrValue.F.class).stream().map(AttrValue.F::value).toList());
      case AttrValue.B _ ->
          new AttrValue.Bools(
              all(items, AttrValue.B.class).stream().map(AttrValue.B::value).toList());
      case AttrValue.S _ ->
          new AttrValue.Strings(
              all(items, AttrValue.S.class).stream().map(AttrValue.S::value).toList());
      case AttrValue.Type _ ->
          new AttrValue.Types(
              all(items, AttrValue.Type.class).stream().map(AttrValue.Type::value).toList());
      case AttrValue.Dims _ ->
          new AttrValue.Shapes(
              all(items, AttrValue.Dims.class).stream().map(AttrValue.Dims::value).toList());
      default -> throw in.error("a list of this kind has no text form");
    };
  }

  private <T> List<T> all(List<AttrValue> items, Class<T> kind) {
    if (!items.stream().allMatch(kind::isInstance)) {
      throw in.error("the items of a list are of one kind");
    }
    return items.stream().map(kind::cast).toList();
  }
}
