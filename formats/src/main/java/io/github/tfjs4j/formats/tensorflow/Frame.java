package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.NodeDef;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.AttrProto;
import io.github.tfjs4j.formats.proto.FunctionProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.formats.proto.OpProto;
import io.github.tfjs4j.formats.tensorflow.Bound.Data;
import io.github.tfjs4j.formats.tensorflow.Bound.Handle;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A call of a function, or the main graph.
final class Frame {
  private static final Pattern CALL = Pattern.compile("(Stateful)?PartitionedCall(_[0-9]+)?");
  private static final AttrProto NONE = AttrProto.getDefaultInstance();

  private final Flattening flat;
  private final Map<String, NodeProto> defs;
  private final Map<String, Bound> arguments;
  private final Map<String, AttrValue> attributes;
  private final String prefix;
  private final String where;
  private final List<NodeDef> out;
  private final Map<String, List<Bound>> results = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final boolean lowered;

  Frame(
      Flattening flat,
      List<NodeProto> defs,
      Map<String, Bound> arguments,
      Map<String, AttrValue> attributes,
      String prefix,
      String where,
      List<NodeDef> out) {
    this.flat = flat;
    this.defs = new LinkedHashMap<>();
    for (NodeProto def : defs) {
      if (this.defs.put(def.getName(), def) != null) {
        throw new FormatException(
            where + ": there are two nodes '" + ModelException.quoted(def.getName()) + "'");
      }
    }
    this.arguments = new HashMap<>(arguments);
    this.attributes = attributes;
    this.prefix = prefix;
    this.where = where;
    this.out = out;
    this.lowered = defs.stream().anyMatch(d -> d.getOp().equals("Switch"));
  }

  Optional<NodeProto> def(String name) {
    return Optional.ofNullable(defs.get(name));
  }

  private String name(String local) {
    return names.computeIfAbsent(local, n -> flat.fresh(prefix + n));
  }

  /// Says what a node of this frame is called in the graph.
  void rename(String local, String wanted) {
    names.put(local, flat.fresh(wanted));
  }

  /// As [#rename], where another graph has that name too.
  void share(String local, String name) {
    names.put(local, name);
  }

  /// Says what a name stands for, whatever the file has there.
  void bind(String local, Bound bound) {
    arguments.put(local, bound);
  }

  /// Whether a value is `Fill(..., value)`.
  boolean isFilledWith(String input, float value) {
    NodeProto fill = defs.get(parse(input).node());
    if (fill == null || !fill.getOp().equals("Fill") || dataInputs(fill).size() != 2) {
      return false;
    }
    NodeProto of = defs.get(parse(input(fill, 1)).node());
    return of != null
        && of.getOp().equals("Const")
        && TensorProtos.tensor(of.getAttrOrDefault("value", NONE).getTensor(), flat.meter())
            .tensor()
            .sameBits(Tensor.scalar(value));
  }

  /// The float32 `x` where a node is `Less(BitwiseAnd(Bitcast(x), 1 << 31), 0)`.
  Optional<Ref> signTested(NodeProto less) {
    return bitsTested(less).map(x -> data(bound(x), describe(less)));
  }

  private Optional<String> bitsTested(NodeProto less) {
    return less.getOp().equals("Less") && dataInputs(less).size() == 2
        ? producer(less, 0, "BitwiseAnd")
            .filter(and -> isInt(less, 1, 0) && isInt(and, 1, Integer.MIN_VALUE))
            .flatMap(and -> producer(and, 0, "Bitcast"))
            .filter(b -> new AttrValue.Type(DataType.FLOAT).equals(attributes(b).get("T")))
            .map(bits -> input(bits, 0))
        : Optional.empty();
  }

  private Optional<NodeProto> producer(NodeProto def, int i, String op) {
    return Optional.ofNullable(defs.get(parse(input(def, i)).node()))
        .filter(p -> p.getOp().equals(op));
  }

  private boolean isInt(NodeProto def, int i, int value) {
    return producer(def, i, "Const")
        .map(c -> TensorProtos.tensor(c.getAttrOrDefault("value", NONE).getTensor(), flat.meter()))
        .filter(t -> t.tensor().sameBits(Tensor.scalar(value)))
        .isPresent();
  }

  Ref parse(String text) {
    return Ref.parse(text, where);
  }

  private List<String> dataInputs(NodeProto def) {
    return def.getInputList().stream().filter(i -> !i.startsWith("^")).toList();
  }

  /// Control edges say in which branch of a lowered condition a node stands, and nothing else that
  /// matters.
  private List<String> controls(NodeProto def) {
    return lowered
        ? def.getInputList().stream()
            .filter(i -> i.startsWith("^"))
            .map(i -> i.substring(1))
            .filter(i -> isControlFlow(defs.get(i)))
            .toList()
        : List.of();
  }

  private boolean isControlFlow(NodeProto def) {
    return def != null
        && switch (def.getOp()) {
          case "Switch", "Merge", "Enter", "Exit", "LoopCond", "Identity" -> true;
          default -> false;
        };
  }

  /// What the references stand for; all that they need is made.
  List<Bound> make(List<Ref> wanted) {
    flat.enter();
    List<NodeProto> ordinary = new ArrayList<>();
    for (NodeProto def : needed(wanted)) {
      try {
        Optional<List<Bound>> special = special(def);
        special.ifPresent(r -> results.put(def.getName(), r));
        if (special.isEmpty()) {
          ordinary.add(def);
        }
      } catch (LimitException e) {
        throw e;
      } catch (ModelException e) {
        throw e.at(describe(def)).at(where);
      }
    }
    ordinary.forEach(this::emit);
    flat.leave();
    return wanted.stream().map(this::bound).toList();
  }

  /// Inputs before their readers, as far as there are no loops.
  private List<NodeProto> needed(List<Ref> wanted) {
    record Step(NodeProto def, Iterator<String> inputs) {}
    List<NodeProto> order = new ArrayList<>();
    Deque<Step> open = new ArrayDeque<>();
    for (Ref root : wanted) {
      NodeProto first = defs.get(root.node());
      if (first != null && !arguments.containsKey(root.node()) && made.add(root.node())) {
        open.push(new Step(first, needs(first)));
      }
      while (!open.isEmpty()) {
        Step top = open.peek();
        if (!top.inputs.hasNext()) {
          order.add(open.pop().def);
          continue;
        }
        String input = top.inputs.next();
        NodeProto def = defs.get(input);
        if (def != null && !arguments.containsKey(input) && made.add(input)) {
          open.push(new Step(def, needs(def)));
        }
      }
    }
    return order;
  }

  private Iterator<String> needs(NodeProto def) {
    List<String> names = new ArrayList<>();
    bitsTested(def)
        .map(List::of)
        .orElseGet(() -> dataInputs(def))
        .forEach(i -> names.add(parse(i).node()));
    names.addAll(controls(def));
    return names.iterator();
  }

  /// What a reference of this frame stands for.
  Bound bound(Ref ref) {
    Bound argument = arguments.get(ref.node());
    if (argument != null) {
      return argument;
    }
    NodeProto def = defs.get(ref.node());
    if (def == null) {
      throw new FormatException(
          where + ": there is no node '" + ModelException.quoted(ref.node()) + "'");
    }
    int index = index(ref, def.getOp());
    List<Bound> known = results.get(ref.node());
    if (known == null) {
      return new Data(Ref.of(name(ref.node()), index));
    }
    if (index >= known.size()) {
      throw new FormatException(where + ": " + describe(def) + " has no result " + index);
    }
    return known.get(index);
  }

  private int index(Ref ref, String op) {
    return ref.result().isEmpty() ? ref.index() : Ops.result(op, ref.result()) + ref.index();
  }

  private Bound bound(String input) {
    return bound(parse(input));
  }

  private Ref data(Bound bound, String reader) {
    return switch (bound) {
      case Data(Ref ref) -> ref;
      case Handle(String node, String _) ->
          throw new UnsupportedModelException(
              where
                  + ": "
                  + reader
                  + " uses variable '"
                  + ModelException.quoted(node)
                  + "' in a way that a frozen model cannot have");
    };
  }

  private String describe(NodeProto def) {
    return "'"
        + ModelException.quoted(prefix + def.getName())
        + "' ("
        + ModelException.quoted(def.getOp())
        + ")";
  }

  private List<Ref> refs(NodeProto def) {
    return dataInputs(def).stream().map(i -> data(bound(i), describe(def))).toList();
  }

  /// What stands for a constant of the graph that is made.
  Optional<TensorSource> constantOf(Ref ref) {
    return Optional.ofNullable(flat.constants().get(ref.node()));
  }

  Map<String, AttrValue> attributes(NodeProto def) {
    return AttrProtos.read(def.getAttrMap(), attributes);
  }

  private void emit(NodeProto def) {
    flat.meter().nodes(1);
    List<String> controls =
        controls(def).stream().filter(c -> !results.containsKey(c)).map(this::name).toList();
    try {
      out.add(new NodeDef(name(def.getName()), def.getOp(), refs(def), controls, attributes(def)));
    } catch (ModelException e) {
      throw e.at(describe(def)).at(where);
    }
  }

  private String string(NodeProto def, String key) {
    return def.containsAttr(key) ? def.getAttrOrThrow(key).getS().toStringUtf8() : "";
  }

  /// What is more than a node; empty for all others.
  private Optional<List<Bound>> special(NodeProto def) {
    if (flat.isFunction(def.getOp())) {
      return Optional.of(inline(def, def.getOp()));
    }
    return switch (def.getOp()) {
      case "VarHandleOp" ->
          Optional.of(List.of(new Handle(def.getName(), string(def, "shared_name"))));
      case "VariableV2", "Variable" ->
          Optional.of(
              constant(def, flat.variables().value(def.getName(), string(def, "shared_name"))));
      case "ReadVariableOp" -> Optional.of(constant(def, value(def)));
      case "VariableShape" -> Optional.of(constant(def, Tensor.ints(value(def).shape().dims())));
      case "ResourceGather" -> Optional.of(gather(def));
      case "Const" -> {
        flat.constants()
            .put(
                name(def.getName()),
                TensorProtos.tensor(def.getAttrOrDefault("value", NONE).getTensor(), flat.meter()));
        yield Optional.empty();
      }
      case "PartitionedCall", "StatefulPartitionedCall", "TPUPartitionedCall" ->
          Optional.of(inline(def, function(def, "f")));
      case "While", "StatelessWhile" -> Optional.of(loop(def));
      case "If", "StatelessIf" -> Optional.of(condition(def));
      case "Identity", "Enter", "Exit", "Switch" ->
          bound(first(def)) instanceof Handle h ? Optional.of(List.of(h, h)) : Optional.empty();
      case "IdentityN" -> Optional.of(dataInputs(def).stream().map(this::bound).toList());
      // They hand on what they are given, and matter to training alone.
      case "PreventGradient", "Snapshot", "DeepCopy", "CheckNumericsV2" ->
          Optional.of(List.of(bound(first(def))));
      case "CheckNumerics", "Print" ->
          flat.stripsDebugOps() ? Optional.of(List.of(bound(first(def)))) : Optional.empty();
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" ->
          BatchStatistics.isAsked(def)
              ? Optional.of(new BatchStatistics(this, def, refs(def)).results())
              : spelled(def);
      case "LookupTableFind", "LookupTableFindV2" -> Optional.of(found(def));
      default -> spelled(def);
    };
  }

  private Optional<List<Bound>> spelled(NodeProto def) {
    return Spellings.has(def.getOp())
        ? Spellings.of(this, def, refs(def)).map(ref -> List.of(new Data(ref)))
        : Optional.empty();
  }

  private String first(NodeProto def) {
    return input(def, 0);
  }

  private String input(NodeProto def, int i) {
    List<String> inputs = dataInputs(def);
    if (i >= inputs.size()) {
      throw new FormatException("it has " + inputs.size() + " inputs");
    }
    return inputs.get(i);
  }

  private TensorSource value(NodeProto def) {
    if (bound(first(def)) instanceof Handle(String node, String sharedName)) {
      return flat.variables().value(node, sharedName);
    }
    throw new UnsupportedModelException(
        "reads a variable that is no variable of the model, or one of several");
  }

  /// A constant in the place of a node.
  private List<Bound> constant(NodeProto def, TensorSource value) {
    return List.of(constant(name(def.getName()), value));
  }

  Bound constant(String name, TensorSource value) {
    flat.meter().nodes(1);
    flat.constants().put(name, value);
    out.add(
        new NodeDef(
            name,
            "Const",
            List.of(),
            List.of(),
            Map.of("dtype", new AttrValue.Type(value.type()))));
    return new Data(Ref.of(name, 0));
  }

  /// Adds a node that the file has not.
  Ref node(String wanted, String op, List<Ref> inputs, Map<String, AttrValue> attributes) {
    flat.meter().nodes(1);
    String name = flat.fresh(wanted);
    out.add(new NodeDef(name, op, inputs, List.of(), attributes));
    return Ref.of(name, 0);
  }

  /// Takes a name for a node that is made later.
  String reserve(String wanted) {
    return flat.fresh(wanted);
  }

  /// Hands a value on under a name that was reserved.
  Ref identity(String name, Ref of) {
    out.add(new NodeDef(name, "Identity", List.of(of), List.of(), Map.of()));
    return Ref.of(name, 0);
  }

  Ref constantNear(String wanted, TensorSource value) {
    return ((Data) constant(flat.fresh(wanted), value)).ref();
  }

  /// What a node of the file becomes a part of.
  String nameOf(NodeProto def) {
    return prefix + def.getName();
  }

  private List<Bound> gather(NodeProto def) {
    String name = prefix + def.getName();
    Ref params = constantNear(name + "/params", value(def));
    Ref axis = constantNear(name + "/axis", Tensor.scalar(0));
    Map<String, AttrValue> own = attributes(def);
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    attributes.put("batch_dims", own.getOrDefault("batch_dims", new AttrValue.I(0)));
    return List.of(
        new Data(
            node(
                name,
                "GatherV2",
                List.of(params, data(bound(input(def, 1)), name), axis),
                attributes)));
  }

  /// TF.js gives what a table has in one row, whatever the shape of the keys.
  private List<Bound> found(NodeProto def) {
    String name = nameOf(def);
    List<Ref> in = refs(def);
    if (in.size() != 3) {
      throw new FormatException("it has " + in.size() + " inputs");
    }
    Ref row = constantNear(name + "/row", Tensor.ints(-1));
    Ref keys = node(name + "/keys", "Reshape", List.of(in.get(1), row), Map.of());
    Ref values =
        node(name, "LookupTableFindV2", List.of(in.get(0), keys, in.get(2)), attributes(def));
    Ref shape = node(name + "/shape", "Shape", List.of(in.get(1)), Map.of());
    return List.of(new Data(node(name + "/values", "Reshape", List.of(values, shape), Map.of())));
  }

  private String function(NodeProto def, String key) {
    return def.getAttrOrDefault(key, NONE).getFunc().getName();
  }

  private List<Bound> inline(NodeProto def, String name) {
    FunctionProto function = flat.function(name);
    List<Bound> given = dataInputs(def).stream().map(this::bound).toList();
    return call(function, given, attributes(def), inner(def), out);
  }

  /// What the names of a call's nodes begin with. That a call is one says nothing.
  private String inner(NodeProto def) {
    String name = nameOf(def);
    return CALL.matcher(name.substring(name.lastIndexOf('/') + 1)).matches()
        ? name.substring(0, name.lastIndexOf('/') + 1)
        : name + "/";
  }

  private List<Bound> variablesAndData(NodeProto def, int from) {
    List<String> inputs = dataInputs(def);
    if (inputs.size() < from) {
      throw new FormatException("it has " + inputs.size() + " inputs");
    }
    return inputs.subList(from, inputs.size()).stream().map(this::bound).toList();
  }

  private List<Bound> loop(NodeProto def) {
    List<Bound> given = variablesAndData(def, 0);
    String name = name(def.getName());
    String cond = ownFunction(flat.function(function(def, "cond")), given, name + "_cond", false);
    String body = ownFunction(flat.function(function(def, "body")), given, name + "_body", true);
    List<Bound> results = new ArrayList<>();
    List<Ref> inputs = new ArrayList<>();
    for (Bound bound : given) {
      switch (bound) {
        case Data(Ref ref) -> {
          results.add(new Data(Ref.of(name, inputs.size())));
          inputs.add(ref);
        }
        case Handle _ -> results.add(bound);
      }
    }
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    attributes.put("cond", new AttrValue.Func(cond));
    attributes.put("body", new AttrValue.Func(body));
    out.add(new NodeDef(name, "StatelessWhile", inputs, List.of(), attributes));
    return results;
  }

  private List<Bound> condition(NodeProto def) {
    List<Bound> given = variablesAndData(def, 1);
    String name = name(def.getName());
    String then =
        ownFunction(flat.function(function(def, "then_branch")), given, name + "_then", false);
    String otherwise =
        ownFunction(flat.function(function(def, "else_branch")), given, name + "_else", false);
    List<Ref> inputs = new ArrayList<>(List.of(data(bound(first(def)), name)));
    given.forEach(b -> {
      if (b instanceof Data(Ref ref)) {
        inputs.add(ref);
      }
    });
    Map<String, AttrValue> attributes = new LinkedHashMap<>();
    attributes.put("then_branch", new AttrValue.Func(then));
    attributes.put("else_branch", new AttrValue.Func(otherwise));
    out.add(new NodeDef(name, "StatelessIf", inputs, List.of(), attributes));
    int results = flat.function(function(def, "then_branch")).getSignature().getOutputArgCount();
    List<Bound> bounds = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      bounds.add(new Data(Ref.of(name, i)));
    }
    return bounds;
  }

  /// A function as this call of it has it: variables are in it, and no arguments.
  ///
  /// @param handsOn whether it gives back what it takes
  /// @return its name
  private String ownFunction(
      FunctionProto function, List<Bound> given, String wanted, boolean handsOn) {
    String name = flat.fresh(wanted);
    Map<String, DataType> arguments = new LinkedHashMap<>();
    List<Bound> inside = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i) instanceof Handle h) {
        inside.add(h);
        continue;
      }
      var arg = argument(function, i);
      String own = flat.fresh(name + "/" + arg.getName());
      arguments.put(own, TensorProtos.type(arg.getTypeValue()));
      inside.add(new Data(Ref.of(own, 0)));
    }
    List<NodeDef> body = new ArrayList<>();
    List<Bound> results = call(function, inside, attributes, name + "/", body);
    Map<String, FunctionDef.Result> named = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      boolean isVariable = handsOn && i < given.size() && given.get(i) instanceof Handle;
      if (isVariable && results.get(i).equals(given.get(i))) {
        continue;
      }
      var arg = function.getSignature().getOutputArg(i);
      named.put(
          "result_" + named.size(),
          new FunctionDef.Result(
              TensorProtos.type(arg.getTypeValue()), data(results.get(i), name)));
    }
    flat.add(new FunctionDef(name, arguments, body, named, Tree.EMPTY_OBJECT));
    return name;
  }

  private OpProto.ArgDef argument(FunctionProto function, int i) {
    if (i >= function.getSignature().getInputArgCount()) {
      throw new FormatException(
          "function '"
              + ModelException.quoted(function.getSignature().getName())
              + "' takes "
              + function.getSignature().getInputArgCount()
              + " arguments, and is given more");
    }
    return function.getSignature().getInputArg(i);
  }

  private List<Bound> call(
      FunctionProto function,
      List<Bound> given,
      Map<String, AttrValue> bound,
      String inner,
      List<NodeDef> into) {
    Frame frame = enter(function, given, bound, inner, into);
    List<Ref> wanted = new ArrayList<>();
    for (var arg : function.getSignature().getOutputArgList()) {
      wanted.add(frame.parse(function.getRetOrDefault(arg.getName(), arg.getName())));
    }
    return frame.make(wanted);
  }

  private Frame enter(
      FunctionProto function,
      List<Bound> given,
      Map<String, AttrValue> bound,
      String inner,
      List<NodeDef> into) {
    Map<String, Bound> arguments = new HashMap<>();
    for (int i = 0; i < given.size(); i++) {
      arguments.put(argument(function, i).getName(), given.get(i));
    }
    if (given.size() < function.getSignature().getInputArgCount()) {
      argument(function, function.getSignature().getInputArgCount());
    }
    return new Frame(
        flat,
        function.getNodeDefList(),
        arguments,
        bound,
        inner,
        "function '" + ModelException.quoted(function.getSignature().getName()) + "'",
        into);
  }

  /// Every call of one of `ops` among the nodes that run when `node` does, with what it is given.
  void each(String node, Set<String> ops, Call call) {
    Deque<String> open = new ArrayDeque<>(List.of(node));
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      NodeProto def = defs.get(open.pop());
      if (def == null) {
        continue;
      }
      visit(def, ops, call);
      for (String input : def.getInputList()) {
        String name = input.startsWith("^") ? input.substring(1) : parse(input).node();
        if (seen.add(name)) {
          open.push(name);
        }
      }
    }
  }

  private void visit(NodeProto def, Set<String> ops, Call call) {
    if (ops.contains(def.getOp())) {
      call.is(this, def);
      return;
    }
    if (!def.getOp().endsWith("PartitionedCall")) {
      return;
    }
    FunctionProto function = flat.function(function(def, "f"));
    flat.enter();
    List<Ref> inputs = dataInputs(def).stream().map(this::parse).toList();
    Frame frame = enter(function, make(inputs), attributes(def), inner(def), out);
    for (var inner : function.getNodeDefList()) {
      frame.visit(inner, ops, call);
    }
    flat.leave();
  }

  /// Told of a node that runs.
  interface Call {
    void is(Frame frame, NodeProto def);
  }

  /// What a node is given; all that it needs is made.
  List<Bound> inputs(NodeProto def) {
    return make(dataInputs(def).stream().map(this::parse).toList());
  }
}
