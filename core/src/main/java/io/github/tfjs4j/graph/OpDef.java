package io.github.tfjs4j.graph;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// How an op is spelled: its name, its attributes, and how to make it of them. One declaration serves `NodeDef`s and the
/// text form, reading and writing. It also says what readers and writers have to know of the op: the names of its results,
/// the attributes that mean nothing, whether TF.js executes it.
///
///     static final OpDef<Pack> DEF =
///         OpDef.named("Pack", Pack.class, a -> new Pack(a.i("axis", 0)))
///             .count("N", 0)
///             .type("T", 0)
///             .i("axis", Pack::axis);
///
/// @param <O> the op
public final class OpDef<O extends Op> {
  private final String name;
  private final Class<O> type;
  private final Function<Attrs, O> make;
  private final Map<String, Function<O, AttrValue>> own = new LinkedHashMap<>();
  private final Map<String, Function<O, Optional<AttrValue>>> optional = new LinkedHashMap<>();
  private final Map<String, Function<Node, AttrValue>> derived = new LinkedHashMap<>();
  private final Map<String, AttrValue> defaults = new LinkedHashMap<>();
  private final Map<String, AttrValue> only = new LinkedHashMap<>();
  private final Set<String> ignored = new HashSet<>();
  private final Set<String> counts = new HashSet<>();
  private final Map<String, Set<String>> aliases = new LinkedHashMap<>();
  private List<String> results = List.of();
  private boolean tfjs = true;
  private boolean inFiles = true;

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

  /// Whether the ops that this definition makes are of this kind.
  public boolean isOf(Class<?> kind) {
    return kind.isAssignableFrom(type);
  }

  public O make(Map<String, AttrValue> attributes) {
    return make.apply(new Attrs(name, attributes));
  }

  /// The spelling of a wider kind of op: of this one, and of others that hold one.
  ///
  /// @param held the op of this definition that such an op is or holds
  public <P extends Op> OpDef<P> also(
      Class<P> kind, Function<Attrs, P> make, UnaryOperator<P> held) {
    OpDef<P> wider = new OpDef<>(name, kind, make);
    own.forEach((key, get) -> wider.own.put(key, p -> get.apply(type.cast(held.apply(p)))));
    optional.forEach(
        (key, get) -> wider.optional.put(key, p -> get.apply(type.cast(held.apply(p)))));
    wider.derived.putAll(derived);
    wider.defaults.putAll(defaults);
    wider.only.putAll(only);
    wider.ignored.addAll(ignored);
    wider.counts.addAll(counts);
    wider.aliases.putAll(aliases);
    wider.results = results;
    wider.tfjs = tfjs;
    wider.inFiles = inFiles;
    return wider;
  }

  // ---- facts about the op ----

  /// The names of its results, where functions refer to them by other names than that of the first.
  public OpDef<O> results(String... names) {
    results = List.of(names);
    return this;
  }

  /// Attributes that choose among ways to compute the same, or repeat what the inputs say.
  public OpDef<O> ignores(String... keys) {
    ignored.addAll(List.of(keys));
    return this;
  }

  /// Says that the op is this one only where `key`, if it is there at all, has this value.
  public OpDef<O> only(String key, AttrValue value) {
    only.put(key, value);
    return this;
  }

  /// An attribute that always has this value where the op is this one.
  public OpDef<O> always(String key, AttrValue value) {
    return derived(key, _ -> value).only(key, value);
  }

  /// Another name of the very same op. A graph remembers which one its file has, see
  /// [Graph#spelling].
  ///
  /// @param lacks the attributes that it does not have under this name
  public OpDef<O> alias(String other, String... lacks) {
    aliases.put(other, Set.of(lacks));
    return this;
  }

  /// Says that this is an op of ours alone: what a file calls so is another.
  public OpDef<O> notInTfjs() {
    tfjs = false;
    inFiles = false;
    return this;
  }

  /// Says that TensorFlow has the op, and TF.js has not.
  public OpDef<O> onlyInTensorFlow() {
    tfjs = false;
    return this;
  }

  /// Whether files have the op.
  public boolean isInFiles() {
    return inFiles;
  }

  /// Whether TF.js executes the op.
  public boolean isTfjs() {
    return tfjs;
  }

  public Set<String> aliases() {
    return aliases.keySet();
  }

  /// The number of the first result called `name`; 0 for ops whose results are one list, or one.
  public int result(String name) {
    return Math.max(0, results.indexOf(name));
  }

  /// Whether an attribute that is no component of the op may be left out without changing what it
  /// computes, given that it has this value. What nobody has declared TF.js does not read either.
  ///
  /// @param same whether two values mean the same
  public boolean isImplied(String key, AttrValue value, BiPredicate<AttrValue, AttrValue> same) {
    return only.containsKey(key)
        ? same.test(only.get(key), value)
        : ignored.contains(key) || !derived.containsKey(key);
  }

  // ---- attributes that are components of the op ----

  public OpDef<O> attr(String key, Function<O, AttrValue> get) {
    own.put(key, get);
    return this;
  }

  /// An attribute that the op has where it is not what [#always] says.
  public OpDef<O> optional(String key, Function<O, Optional<AttrValue>> get) {
    optional.put(key, get);
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
    counts.add(key);
    return derived(key, n -> new AttrValue.I(n.inputs().size() - fixed)).ignores(key);
  }

  /// Holds the count attributes that a file has to the inputs that it has.
  ///
  /// @throws FormatException where they differ
  public void checkCounts(Node node, Map<String, AttrValue> said) {
    for (String key : counts) {
      AttrValue is = derived.get(key).apply(node);
      if (!said.getOrDefault(key, is).equals(is)) {
        throw new FormatException(
            "attribute '" + key + "' is " + said.get(key) + ", the inputs make it " + is);
      }
    }
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
    optional.forEach((key, get) -> get.apply(o).ifPresent(v -> out.put(key, v)));
    return out;
  }

  /// The attributes that a `NodeDef` carries, the derived ones first.
  public Map<String, AttrValue> attributes(Node node) {
    return attributes(node, name);
  }

  /// As [#attributes(Node)], under one of the op's names.
  public Map<String, AttrValue> attributes(Node node, String spelling) {
    Map<String, AttrValue> out = new LinkedHashMap<>();
    derived.forEach((key, get) -> out.put(key, get.apply(node)));
    out.putAll(attributes(node.op()));
    out.entrySet().removeAll(defaults.entrySet());
    out.keySet().removeAll(aliases.getOrDefault(spelling, Set.of()));
    return out;
  }

  /// The names of the attributes that make the op.
  public List<String> keys() {
    List<String> keys = new ArrayList<>(own.keySet());
    keys.addAll(optional.keySet());
    return keys;
  }

  @Override
  public String toString() {
    return name;
  }
}
