package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the statements of a [TextForm] into a builder.
final class TextParser {
  private final String text;
  private final OpSet ops;
  private final GraphBuilder to;
  private final Map<String, Value> given;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Graph> functions = new HashMap<>();
  private int at;

  /// @param given the values that `input` statements name; empty where they make placeholders
  TextParser(String text, OpSet ops, GraphBuilder to, Map<String, Value> given) {
    this.text = text;
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
      skipSpace(true);
      if (word("return")) {
        return outputs();
      } else if (word("input")) {
        input();
      } else if (word("function")) {
        function();
      } else if (word("state")) {
        String name = string();
        expect(':');
        Value before = result();
        expect(',');
        to.state(name, before, result());
      } else if (peek() == '%') {
        assignment();
      } else {
        throw error("expected 'input', '%name = ...', 'function' or 'return'");
      }
    }
  }

  private void input() {
    String name = name();
    String key = word("as") ? string() : name;
    TensorType type = take(':') ? type() : TensorType.UNKNOWN;
    if (!given.isEmpty()) {
      Value value = given.get(name);
      if (value == null) {
        throw error("there is no input '" + name + "', given are " + given.keySet());
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
    String name = bare();
    expect('{');
    GraphBuilder body = GraphBuilder.verbatim();
    TextParser inner = new TextParser(text, ops, body, Map.of());
    inner.at = at;
    inner.functions.putAll(functions);
    Map<String, Value> outputs = inner.statements();
    at = inner.at;
    skipSpace(true);
    expect('}');
    functions.put(name, body.build(inner.inputs, outputs));
  }

  private void assignment() {
    String name = name();
    expect('=');
    String op = bare();
    int start = at;
    try {
      Value value = op.equals("Const") ? to.add(ops.constant(constant())) : call(op);
      if (!op.equals("Const") || given.isEmpty()) {
        if (to.nameOf(value.node()).filter(n -> !n.endsWith("/" + op)).isEmpty()) {
          to.named(given.isEmpty() ? name : to.prefix() + "/" + name, value);
        }
      }
      define(name, value);
    } catch (ShapeException e) {
      at = start;
      throw new FormatException(error("%" + name).getMessage() + ": " + e.getMessage(), e);
    }
    if (take(':')) {
      do {
        type();
      } while (take(','));
    }
  }

  private void define(String name, Value value) {
    if (values.putIfAbsent(name, value) != null) {
      throw error("%" + name + " is defined twice");
    }
    nodes.put(name, value.node());
  }

  private Value call(String opName) {
    expect('(');
    List<Value> operands = new ArrayList<>();
    List<Node> controls = new ArrayList<>();
    if (!take(')')) {
      do {
        if (take('^')) {
          controls.add(result().node());
        } else {
          operands.add(operand());
        }
      } while (take(','));
      expect(')');
    }
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    if (take('{') && !take('}')) {
      do {
        String key = bare();
        expect('=');
        attributes.put(key, attribute());
      } while (take(','));
      expect('}');
    }
    OpDef<?> def = ops.find(opName).orElseThrow(() -> error("unknown op " + opName));
    for (String key : attributes.keySet()) {
      if (!def.keys().contains(key)) {
        throw error(opName + " has no attribute '" + key + "', it has " + def.keys());
      }
    }
    Op op = parse(attributes, def::make);
    List<TensorType> results = op.infer(operands);
    if (results.size() == 1 && controls.isEmpty()) {
      return to.add(op, operands);
    }
    Node node = to.addNode(op, operands);
    to.control(node, controls);
    return new Value(node, 0);
  }

  private Value operand() {
    skipSpace(false);
    char c = peek();
    if (c == '%') {
      return result();
    }
    boolean list = c == '[';
    List<String> numbers = new ArrayList<>();
    if (list) {
      at++;
      while (!take(']')) {
        numbers.add(number());
        take(',');
      }
    } else {
      numbers.add(number());
    }
    Shape shape = list ? Shape.of(numbers.size()) : Shape.SCALAR;
    return to.add(
        ops.constant(
            numbers.stream().anyMatch(TextParser::isFloat)
                ? floats(numbers, shape)
                : ints(numbers, shape)));
  }

  private Value result() {
    String name = name();
    Value value = values.get(name);
    if (value == null) {
      throw error("%" + name + " is not defined above");
    }
    if (at < text.length()
        && text.charAt(at) == ':'
        && at + 1 < text.length()
        && Character.isDigit(text.charAt(at + 1))) {
      at++;
      int index = parse(number(), Integer::parseInt);
      if (index >= value.node().types().size()) {
        throw error(
            "%" + name + " has " + value.node().types().size() + " results, there is no :" + index);
      }
      return new Value(value.node(), index);
    }
    return value;
  }

  private Map<String, Value> outputs() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    do {
      skipSpace(false);
      String key = null;
      if (peek() == '"') {
        key = string();
        expect(':');
        skipSpace(false);
      }
      String name = text.substring(at + 1);
      Value value = peek() == '%' ? result() : operand();
      if (key == null) {
        key = name.substring(0, Math.max(0, name.length() - (text.length() - at)));
      }
      if (outputs.putIfAbsent(key, value) != null) {
        throw error("two outputs are called '" + key + "'");
      }
    } while (take(','));
    return outputs;
  }

  // ---- values ----

  private Tensor constant() {
    TensorType type = type();
    Shape shape = type.shape();
    if (word("random")) {
      expect('(');
      long seed = parse(number(), Long::parseLong);
      expect(')');
      java.util.Random random = new java.util.Random(seed);
      float[] data = new float[shape.size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = random.nextFloat() * 2 - 1;
      }
      return Tensor.of(data, shape);
    }
    expect('{');
    List<String> elements = new ArrayList<>();
    while (!take('}')) {
      skipSpace(true);
      elements.add(peek() == '"' ? string() : number());
      take(',');
      skipSpace(true);
    }
    return switch (type.type()) {
      case FLOAT -> floats(elements, shape);
      case INT32 -> ints(elements, shape);
      case BOOL -> {
        byte[] b = new byte[elements.size()];
        for (int i = 0; i < b.length; i++) {
          b[i] = (byte) (elements.get(i).equals("true") ? 1 : 0);
        }
        yield Tensor.ofBools(b, shape);
      }
      case STRING ->
          Tensor.ofStrings(
              elements.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new),
              shape);
      default -> throw error("constants of type " + type.type().jsName() + " have no text form");
    };
  }

  private Tensor floats(List<String> numbers, Shape shape) {
    float[] out = new float[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(numbers.get(i), Float::parseFloat);
    }
    return Tensor.of(out, shape);
  }

  private Tensor ints(List<String> numbers, Shape shape) {
    int[] out = new int[numbers.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = parse(numbers.get(i), Integer::parseInt);
    }
    return Tensor.of(out, shape);
  }

  private <A, T> T parse(A what, java.util.function.Function<A, T> parser) {
    try {
      return parser.apply(what);
    } catch (NumberFormatException e) {
      throw error("'" + what + "' is not a number");
    } catch (FormatException e) {
      throw error(e.getMessage());
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
    String name = take('?') ? "?" : bare();
    DataType type =
        name.equals("?")
            ? DataType.INVALID
            : name.equals("variant") ? DataType.VARIANT : parse(name, DataType::ofJs);
    return new TensorType(type, shape());
  }

  private Shape shape() {
    expect('[');
    List<Integer> dims = new ArrayList<>();
    while (!take(']')) {
      if (text.startsWith("...", at)) {
        at += 3;
        expect(']');
        return Shape.UNKNOWN;
      }
      dims.add(take('?') ? Shape.UNKNOWN_DIM : parse(number(), Integer::parseInt));
      take(',');
    }
    return Shape.of(dims);
  }

  private AttrValue attribute() {
    skipSpace(false);
    char c = peek();
    if (c == '"') {
      return new AttrValue.S(string());
    } else if (c == '@') {
      at++;
      String name = bare();
      return functions.containsKey(name)
          ? new AttrValue.Body(functions.get(name))
          : new AttrValue.Func(name);
    } else if (c == '[') {
      at++;
      List<AttrValue> items = new ArrayList<>();
      while (!take(']')) {
        items.add(attribute());
        take(',');
      }
      return list(items);
    } else if (word("true")) {
      return new AttrValue.B(true);
    } else if (word("false")) {
      return new AttrValue.B(false);
    } else if (text.startsWith("shape[", at)) {
      at += "shape".length();
      return new AttrValue.ShapeValue(shape());
    } else if (text.startsWith("json\"", at)) {
      at += "json".length();
      return new AttrValue.Json(string());
    } else if (text.startsWith("DT_", at)) {
      return new AttrValue.Type(parse(bare(), DataType::ofTf));
    }
    String number = number();
    return isFloat(number)
        ? new AttrValue.F(parse(number, Float::parseFloat))
        : new AttrValue.I(parse(number, Long::parseLong));
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
      case AttrValue.ShapeValue _ ->
          new AttrValue.Shapes(
              all(items, AttrValue.ShapeValue.class).stream()
                  .map(AttrValue.ShapeValue::value)
                  .toList());
      default -> throw error("a list of this kind has no text form");
    };
  }

  private <T> List<T> all(List<AttrValue> items, Class<T> kind) {
    if (!items.stream().allMatch(kind::isInstance)) {
      throw error("the items of a list are of one kind");
    }
    return items.stream().map(kind::cast).toList();
  }

  // ---- characters ----

  /// Skips blanks and, where a statement may begin, line ends and comments.
  private void skipSpace(boolean lines) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')) {
        at++;
      } else {
        return;
      }
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw error("unexpected end: a graph ends with 'return'");
    }
    return text.charAt(at);
  }

  private boolean take(char c) {
    skipSpace(false);
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      skipSpace(false);
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw error("expected '" + c + "'");
    }
  }

  private boolean word(String word) {
    skipSpace(false);
    int end = at + word.length();
    if (text.startsWith(word, at) && (end == text.length() || !isNameChar(text.charAt(end)))) {
      at = end;
      skipSpace(false);
      return true;
    }
    return false;
  }

  private String name() {
    expect('%');
    return bare();
  }

  private String bare() {
    int start = at;
    while (at < text.length() && isNameChar(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw error("expected a name");
    }
    return text.substring(start, at);
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '/' || c == '.' || c == '-';
  }

  private String number() {
    skipSpace(false);
    int start = at;
    while (at < text.length() && (isNameChar(text.charAt(at)) || text.charAt(at) == '+')) {
      at++;
    }
    if (start == at) {
      throw error("expected a number");
    }
    return text.substring(start, at);
  }

  private String string() {
    expectRaw('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        char escaped = peek();
        at++;
        c = escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      }
      out.append(c);
    }
    at++;
    return out.toString();
  }

  private void expectRaw(char c) {
    skipSpace(false);
    if (peek() != c) {
      throw error("expected '" + c + "'");
    }
    at++;
  }

  private FormatException error(String what) {
    int line =
        1
            + (int)
                text.substring(0, Math.min(at, text.length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
    int end = text.indexOf('\n', at);
    String rest = text.substring(Math.min(at, text.length()), end < 0 ? text.length() : end);
    return new FormatException(
        "line " + line + ": " + what + (rest.isBlank() ? "" : ", at '" + rest.strip() + "'"));
  }
}
