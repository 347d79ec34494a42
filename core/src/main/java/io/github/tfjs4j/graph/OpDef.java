package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How an op is spelled: its name, its attributes, and how to make it of them. One declaration serves `NodeDef`s and the
/// text form, reading and writing.
///
///     static final OpDef<Conv2D> DEF =
///         OpDef.named("Conv2D", a -> new Conv2D(a.ints("strides", List.of()), ...), Conv2D.class)
///             .type("T", 0)
///             .ints("strides", Conv2D::strides)
///             .string("padding", c -> c.padding().name());
///
/// @param <O> the op
public final class OpDef<O extends Op> {
  private final String name;
  private final Class<O> type;
  private final Function<Attrs, O> make;
  private final Map<String, Function<O, AttrValue>> own = new LinkedHashMap<>();
  private final Map<String, Function<Node, AttrValue>> derived = new LinkedHashMap<>();
  private final Map<String, AttrValue> defaults = new LinkedHashMap<>();

  private OpDef(String name, Class<O> type, Function<Attrs, O> make) {
    this.name = name;
    this.type = type;
    this.make = make;
  }

  /// An op that is made of its attributes.
  public static <O extends Op> OpDef<O> named(String name, Class<O> type, Function<Attrs, O> make) {
    return new OpDef<>(name, type, make);
  }

  /// An op without attributes of its own: a row of a family.
  public static <O extends Op> OpDef<O> constant(O op, Class<O> type) {
    return new OpDef<>(op.name(), type, _ -> op);
  }

  public String name() {
    return name;
  }

  /// Whether this definition spells `op`.
  public boolean spells(Op op) {
    return type.isInstance(op) && op.name().equals(name);
  }

  public O make(Map<String, AttrValue> attributes) {
    return make.apply(new Attrs(name, attributes));
  }

  // ---- attributes that are components of the op ----

  public OpDef<O> attr(String key, Function<O, AttrValue> get) {
    own.put(key, get);
    return this;
  }

  public OpDef<O> i(String key, Function<O, Integer> get) {
    return attr(key, o -> new AttrValue.I(get.apply(o)));
  }

  public OpDef<O> f(String key, Function<O, Float> get) {
    return attr(key, o -> new AttrValue.F(get.apply(o)));
  }

  public OpDef<O> b(String key, Function<O, Boolean> get) {
    return attr(key, o -> new AttrValue.B(get.apply(o)));
  }

  public OpDef<O> s(String key, Function<O, String> get) {
    return attr(key, o -> new AttrValue.S(get.apply(o)));
  }

  public OpDef<O> ints(String key, Function<O, List<Integer>> get) {
    return attr(
        key, o -> new AttrValue.Ints(get.apply(o).stream().map(Integer::longValue).toList()));
  }

  public OpDef<O> strings(String key, Function<O, List<String>> get) {
    return attr(key, o -> new AttrValue.Strings(get.apply(o)));
  }

  public OpDef<O> function(String key, Function<O, Graph> get) {
    return attr(key, o -> new AttrValue.Body(get.apply(o)));
  }

  /// Says that a `NodeDef` leaves `key` out where it has this value, which TensorFlow and TF.js
  /// then take it to have.
  public OpDef<O> unlessDefault(String key, AttrValue byDefault) {
    defaults.put(key, byDefault);
    return this;
  }

  // ---- attributes that follow from the node's inputs or results; readers ignore them ----

  /// A type attribute that is the type of input `input`.
  public OpDef<O> type(String key, int input) {
    return derived(key, n -> new AttrValue.Type(n.inputs().get(input).type().type()));
  }

  /// A type attribute that is the type of result `result`.
  public OpDef<O> resultType(String key, int result) {
    return derived(key, n -> new AttrValue.Type(n.types().get(result).type()));
  }

  /// The types of the inputs from `from` on.
  public OpDef<O> types(String key, int from) {
    return derived(
        key,
        n ->
            new AttrValue.Types(
                n.inputs().stream().skip(from).map(Value::type).map(TensorType::type).toList()));
  }

  /// The types of all results.
  public OpDef<O> resultTypes(String key) {
    return derived(
        key, n -> new AttrValue.Types(n.types().stream().map(TensorType::type).toList()));
  }

  /// A count attribute such as `N`: the number of inputs less the `fixed` ones.
  public OpDef<O> count(String key, int fixed) {
    return derived(key, n -> new AttrValue.I(n.inputs().size() - fixed));
  }

  public OpDef<O> derived(String key, Function<Node, AttrValue> get) {
    derived.put(key, get);
    return this;
  }

  // ---- writing ----

  /// The attributes that make the op, in the order of their declaration: what the text form prints.
  public Map<String, AttrValue> attributes(Op op) {
    O o = type.cast(op);
    Map<String, AttrValue> out = new LinkedHashMap<>();
    own.forEach((key, get) -> out.put(key, get.apply(o)));
    return out;
  }

  /// The attributes that a `NodeDef` carries, the derived ones first.
  public Map<String, AttrValue> attributes(Node node) {
    Map<String, AttrValue> out = new LinkedHashMap<>();
    derived.forEach((key, get) -> out.put(key, get.apply(node)));
    out.putAll(attributes(node.op()));
    out.entrySet().removeAll(defaults.entrySet());
    return out;
  }

  /// The names of the attributes that make the op.
  public List<String> keys() {
    return new ArrayList<>(own.keySet());
  }

  @Override
  public String toString() {
    return name;
  }
}
