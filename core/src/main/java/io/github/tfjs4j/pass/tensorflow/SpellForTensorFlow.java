package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Stage;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.AsSpelled;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.op.TensorFlowOp;
import io.github.tfjs4j.op.TensorFlowOps;
import io.github.tfjs4j.op.TensorFlowOps.Definition;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Pass;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts every node into TensorFlow's own words, and last of all, because no rule knows them:
///
/// * all attributes that TensorFlow's definition of the op has, and no others;
/// * one type where the definition says one type. TF.js promotes operands, computes with integers
///   in functions of real numbers, and has one type of integers; here stand casts.
///
///   Where(x) : int32[?, 2] -> Cast(Where(x) {T=bool} : int64[?, 2]) {DstT=int32}
///
/// What TensorFlow has not stays as it is, and ops that we do not know stay word for word.
public final class SpellForTensorFlow implements Pass {
  /// What it leaves, where TensorFlow has all ops.
  public static final Stage SPELLED =
      new Stage("spelled for TensorFlow", SpellForTensorFlow::isSpelled, false);

  /// What TF.js does by nature, and TensorFlow where it is told to.
  private static final Map<String, Map<String, AttrValue>> ASKED =
      Map.of(
          "SparseToDense", Map.of("validate_indices", new AttrValue.B(false)),
          "TensorListSetItem", Map.of("resize_if_index_out_of_bounds", new AttrValue.B(true)));

  private static boolean isSpelled(Op op) {
    return switch (op) {
      case AsSpelled _ -> TensorFlowOps.has(op.name());
      case Const _, Placeholder _, PlaceholderWithDefault _ -> true;
      default -> false;
    };
  }

  @Override
  public String name() {
    return "spell for TensorFlow";
  }

  @Override
  public Graph run(Graph graph) {
    Map<Graph, Graph> spelled = new IdentityHashMap<>();
    for (Graph function : graph.graphs().reversed()) {
      spelled.put(function, new Spelling(function, spelled).graph());
    }
    return spelled.get(graph);
  }

  /// One graph while it is spelled.
  private static final class Spelling {
    private final Graph graph;
    private final Map<Graph, Graph> functions;
    private final GraphBuilder to;
    private final Copier copier;
    private final Map<Value, Map<DataType, Value>> casts = new LinkedHashMap<>();

    Spelling(Graph graph, Map<Graph, Graph> functions) {
      this.graph = graph;
      this.functions = functions;
      this.to = GraphBuilder.verbatim(graph.budget().meter());
      this.copier = new Copier(graph, to);
    }

    Graph graph() {
      copier.copyAll(this::spelled);
      return copier.build(List.of());
    }

    private List<Value> spelled(Node node) {
      to.from(graph.origins(node), graph.name(node));
      Op op = node.op();
      Optional<Definition> definition = TensorFlowOps.find(nameOf(node));
      if (op instanceof Placeholder) {
        TensorType type = node.types().getFirst();
        return named(node, copier.again(node, new Placeholder(type.type(), type.shape())));
      }
      if (op instanceof Const constant) {
        return named(node, copier.again(node, new Const(constant.data())));
      }
      if (op instanceof AsSpelled || definition.isEmpty()) {
        return copier.asItIs(node, op);
      }
      return spelled(node, new Words(node, definition.get(), attributes(node)));
    }

    private List<Value> spelled(Node node, Words words) {
      List<Value> inputs = new ArrayList<>();
      for (Value input : copier.inputs(node)) {
        inputs.add(cast(input, words.input(inputs.size())));
      }
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < node.types().size() && words.hasResults(); i++) {
        types.add(new TensorType(words.result(i), node.types().get(i).shape()));
      }
      Op op = new TensorFlowOp(nameOf(node), words.attributes(), types, node.op().effect());
      Node copy = to.addNode(op, inputs, copier.controls(node));
      if (node.types().isEmpty() || !words.hasResults()) {
        to.named(graph.name(node), new Value(copy, 0));
      }
      if (node.types().isEmpty()) {
        return List.of(new Value(copy, 0));
      }
      if (!words.hasResults()) {
        return List.of(after(copy, inputs.getFirst()));
      }
      List<Value> results = new ArrayList<>();
      for (Value result : copy.results()) {
        results.add(cast(result, node.types().get(results.size()).type()));
      }
      // People ask for results by the names of nodes, so a cast behind the one result has the name.
      to.named(graph.name(node), results.size() == 1 ? results.getFirst() : new Value(copy, 0));
      return results;
    }

    /// TensorFlow has two ops for one of ours.
    private static String nameOf(Node node) {
      boolean isComplex =
          node.op() instanceof Unary(Unary.F f)
              && f == Unary.F.ABS
              && node.input(0).dataType() == DataType.COMPLEX64;
      return isComplex ? "ComplexAbs" : node.op().name();
    }

    private List<Value> named(Node node, List<Value> copy) {
      to.named(graph.name(node), copy.getFirst());
      return copy;
    }

    /// What our op says of itself, calling functions that are spelled.
    private Map<String, AttrValue> attributes(Node node) {
      Map<String, AttrValue> own =
          new LinkedHashMap<>(Ops.ALL.definition(node.op()).orElseThrow().attributes(node));
      own.putAll(ASKED.getOrDefault(node.op().name(), Map.of()));
      own.replaceAll((_, value) ->
          value instanceof AttrValue.Body(Graph f) ? new AttrValue.Body(functions.get(f)) : value);
      return own;
    }

    /// `value` when `node`, which gives nothing, has run.
    private Value after(Node node, Value value) {
      Op identity =
          new TensorFlowOp(
              "Identity",
              Map.of("T", new AttrValue.Type(value.dataType())),
              List.of(value.type()),
              false);
      return to.addNode(identity, List.of(value), List.of(node)).out();
    }

    private Value cast(Value value, DataType type) {
      if (value.dataType() == type || !value.type().isKnown() || !isNumber(type)) {
        return value;
      }
      return casts
          .computeIfAbsent(value, _ -> new LinkedHashMap<>())
          .computeIfAbsent(
              type,
              _ ->
                  to.add(
                      new TensorFlowOp(
                          "Cast",
                          Map.of(
                              "SrcT", new AttrValue.Type(value.dataType()),
                              "DstT", new AttrValue.Type(type)),
                          List.of(new TensorType(type, value.shape())),
                          false),
                      value));
    }

    private static boolean isNumber(DataType type) {
      return switch (type) {
        case STRING, RESOURCE, VARIANT, INVALID -> false;
        default -> true;
      };
    }
  }
}
