package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads the statements of a [TextForm] into a builder.
final class TextParser {
  /// How deep functions may lie in functions, and how deep they may call each other.
  private static final int DEEPEST = 100;

  private final TextScanner in;
  private final TextValues read;
  private final Vocabulary ops;
  private final GraphBuilder to;
  private final Optional<TextParser> around;
  private final Optional<Map<String, Value>> given;
  private final int depth;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Graph> functions = new HashMap<>();

  private TextParser(
      TextScanner in,
      Vocabulary ops,
      GraphBuilder to,
      Optional<TextParser> around,
      Optional<Map<String, Value>> given,
      int depth) {
    this.in = in;
    this.read = new TextValues(in);
    this.ops = ops;
    this.to = to;
    this.around = around;
    this.given = given;
    this.depth = depth;
  }

  /// Of a text whose `input` statements make placeholders.
  static TextParser of(String text, Vocabulary ops, GraphBuilder to) {
    return new TextParser(new TextScanner(text), ops, to, Optional.empty(), Optional.empty(), 0);
  }

  /// Of a text whose `input` statements name values that are there.
  static TextParser on(Map<String, Value> given, String text, Vocabulary ops, GraphBuilder to) {
    return new TextParser(new TextScanner(text), ops, to, Optional.empty(), Optional.of(given), 0);
  }

  Map<String, Value> inputs() {
    return inputs;
  }

  /// Reads the whole text.
  ///
  /// @return what `return` names
  Map<String, Value> all() {
    Map<String, Value> outputs = statements();
    in.skipSpace(true);
    if (!in.isAtEnd()) {
      throw in.error("'return' is the last statement");
    }
    return outputs;
  }

  /// Reads up to and including `return`.
  private Map<String, Value> statements() {
    while (true) {
      in.skipSpace(true);
      if (in.word("return")) {
        return outputs();
      } else if (in.word("input")) {
        input();
      } else if (in.word("function")) {
        function();
      } else if (in.word("state")) {
        state();
      } else if (in.peek() == '%') {
        assignment();
      } else {
        throw in.error("expected 'input', '%name = ...', 'function', 'state' or 'return'");
      }
      in.endOfStatement();
    }
  }

  private void input() {
    String name = in.name();
    Optional<Value> there =
        given.isPresent() ? Optional.of(given(name)) : Optional.ofNullable(values.get(name));
    Value value = there.isPresent() && given.isEmpty() ? indexed(name, there.get()) : null;
    String key = in.word("as") ? in.string() : name;
    TensorType type = in.take(':') ? read.type() : TensorType.UNKNOWN;
    if (value == null) {
      value = there.orElseGet(() -> to.named(name, to.add(ops.placeholder(type))));
      define(name, value);
    }
    if (inputs.putIfAbsent(key, value) != null) {
      throw in.error("two inputs are called '" + ModelException.quoted(key) + "'");
    }
  }

  private Value given(String name) {
    Value value = given.orElseThrow().get(name);
    if (value == null) {
      throw in.error("there is no input '" + name + "', given are " + given.orElseThrow().keySet());
    }
    return value;
  }

  private void state() {
    String name = in.string();
    in.expect(':');
    Value before = result();
    in.expect(',');
    to.state(name, before, result());
  }

  private void function() {
    String name = in.bareOrString();
    in.expect('{');
    if (depth == DEEPEST) {
      throw in.error("functions lie in each other deeper than " + DEEPEST);
    }
    GraphBuilder body = GraphBuilder.verbatim();
    TextParser inner =
        new TextParser(in, ops, body, Optional.of(this), Optional.empty(), depth + 1);
    Map<String, Value> outputs = inner.statements();
    in.skipSpace(true);
    in.expect('}');
    Graph function = body.build(inner.inputs, outputs, body.made());
    if (function.nesting() > DEEPEST) {
      throw in.error("functions call each other deeper than " + DEEPEST);
    }
    if (functions.putIfAbsent(name, function) != null) {
      throw in.error("two functions are called '" + ModelException.quoted(name) + "'");
    }
  }

  /// The function as the value of an attribute; its name where the text has none of it.
  private AttrValue function(String name) {
    for (Optional<TextParser> p = Optional.of(this); p.isPresent(); p = p.get().around) {
      Graph function = p.get().functions.get(name);
      if (function != null) {
        return new AttrValue.Body(function);
      }
    }
    return new AttrValue.Func(name);
  }

  private void assignment() {
    String name = in.name();
    in.expect('=');
    String op = in.bare();
    int start = in.at();
    Value value = op.equals("Const") ? constant() : call(name, op, start);
    if (!op.equals("Const") || given.isEmpty()) {
      if (to.nameOf(value.node()).filter(n -> !n.endsWith("/" + op)).isEmpty()) {
        to.named(given.isEmpty() ? name : to.prefix() + "/" + name, value);
      }
    }
    define(name, value);
    if (in.take(':')) {
      do {
        read.type();
      } while (in.take(','));
    }
  }

  private void define(String name, Value value) {
    if (values.putIfAbsent(name, value) != null) {
      throw in.error("%" + name + " is defined twice");
    }
  }

  private Value constant() {
    List<Node> controls = new ArrayList<>();
    if (in.take('(')) {
      operands(new ArrayList<>(), controls);
    }
    return new Value(to.addNode(ops.constant(read.constant()), List.of(), controls), 0);
  }

  private void operands(List<Value> operands, List<Node> controls) {
    if (!in.take(')')) {
      do {
        if (in.take('^')) {
          controls.add(named(in.name()).node());
        } else {
          operands.add(operand());
        }
      } while (in.take(','));
      in.expect(')');
    }
  }

  private Value call(String name, String opName, int start) {
    List<Value> operands = new ArrayList<>();
    List<Node> controls = new ArrayList<>();
    in.expect('(');
    operands(operands, controls);
    Map<String, AttrValue> attributes = attributes();
    OpDef<?> def = ops.find(opName).orElseThrow(() -> in.error("unknown op " + opName));
    for (String key : attributes.keySet()) {
      if (!def.keys().contains(key)) {
        throw in.error(
            opName
                + " has no attribute '"
                + ModelException.quoted(key)
                + "', it has "
                + def.keys());
      }
    }
    return located(
        "%" + name,
        start,
        () -> {
          Op op = def.make(attributes);
          if (op.types(operands).size() == 1 && controls.isEmpty()) {
            Value value = to.add(op, operands);
            if (value.op().equals(op)) {
              to.spelled(opName, value.node());
            }
            return value;
          }
          Node node = to.addNode(op, operands, controls);
          to.spelled(opName, node);
          return new Value(node, 0);
        });
  }

  /// What `make` makes; where it cannot, the place of the statement is told.
  private Value located(String who, int start, Supplier<Value> make) {
    try {
      return make.get();
    } catch (ModelException e) {
      in.back(start);
      throw e.at(in.place(who));
    } catch (ArithmeticException
        | ClassCastException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | NoSuchElementException e) {
      in.back(start);
      throw new FormatException(
          in.place(who) + ": its attributes or its operands do not suit the op", e);
    }
  }

  private Map<String, AttrValue> attributes() {
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    if (in.take('{') && !in.take('}')) {
      do {
        String key = in.bareOrString();
        in.expect('=');
        if (attributes.put(key, read.attribute(this::function)) != null) {
          throw in.error("there are two attributes '" + ModelException.quoted(key) + "'");
        }
      } while (in.take(','));
      in.expect('}');
    }
    return attributes;
  }

  private Value operand() {
    in.skipSpace(false);
    return in.peek() == '%' ? result() : to.add(ops.constant(read.literal()));
  }

  private Value result() {
    String name = in.name();
    return indexed(name, named(name));
  }

  private Value named(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw in.error("%" + name + " is not defined above");
    }
    return value;
  }

  private Value indexed(String name, Value value) {
    boolean says = in.takeIndexColon();
    int index = says ? read.index() : value.index();
    int results = value.node().types().size();
    if (index < 0 || index >= results) {
      throw in.error("%" + name + " has " + results + " results, there is no :" + index);
    }
    return new Value(value.node(), index);
  }

  private Map<String, Value> outputs() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    do {
      in.skipSpace(false);
      Optional<String> said = Optional.empty();
      if (in.peek() == '"') {
        said = Optional.of(in.string());
        in.expect(':');
        in.skipSpace(false);
      }
      boolean isNamed = in.peek() == '%';
      String name = isNamed ? in.name() : "";
      int start = in.at();
      Value value = isNamed ? indexed(name, named(name)) : operand();
      String key = said.orElse(name + in.since(start).strip());
      if (outputs.putIfAbsent(key, value) != null) {
        throw in.error("two outputs are called '" + ModelException.quoted(key) + "'");
      }
    } while (in.take(','));
    return outputs;
  }
}
