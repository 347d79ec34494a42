package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.format.graphdef.NodeDef;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.AttrProto;
import io.github.tfjs4j.formats.proto.FunctionLibrary;
import io.github.tfjs4j.formats.proto.FunctionProto;
import io.github.tfjs4j.formats.proto.GraphProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.formats.proto.OpProto;
import io.github.tfjs4j.formats.proto.VersionDef;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.op.TensorFlowOps;
import io.github.tfjs4j.op.TensorFlowOps.Arg;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;

/// A [GraphDef] as a message.
final class GraphProtos {
  /// Of TensorFlow 2.19.
  private static final VersionDef VERSIONS =
      VersionDef.newBuilder().setProducer(1882).setMinConsumer(12).build();

  /// A message of protobuf is at most 2 GiB; the rest is for the nodes.
  private static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final Map<String, TensorSource> constants;
  private final String suffix;

  /// @param suffix of the names of functions
  private GraphProtos(Map<String, TensorSource> constants, String suffix) {
    this.constants = constants;
    this.suffix = suffix;
  }

  /// @param constants the values of constants, those of functions included, by the names of nodes
  /// @param distinct whether functions get names that those of other models do not have: TensorFlow
  ///   keeps the functions of all models of a process in one map
  /// @throws ModelException where they are too large for a message
  static GraphProto write(GraphDef def, Map<String, TensorSource> constants, boolean distinct) {
    checkSize(constants);
    boolean renamed = distinct && !def.functions().isEmpty();
    GraphProtos protos =
        new GraphProtos(constants, renamed ? digest(new GraphProtos(constants, ""), def) : "");
    GraphProto.Builder graph = GraphProto.newBuilder().setVersions(VERSIONS);
    def.nodes().forEach(node -> graph.addNode(protos.node(node, GraphProtos::inGraph)));
    if (!def.functions().isEmpty()) {
      FunctionLibrary.Builder library = FunctionLibrary.newBuilder();
      def.functions().forEach(f -> library.addFunction(protos.function(f)));
      graph.setLibrary(library);
    }
    return graph.build();
  }

  /// Of all functions together.
  private static String digest(GraphProtos protos, GraphDef def) {
    CRC32C crc = new CRC32C();
    def.functions().forEach(f -> crc.update(protos.function(f).toByteArray()));
    return "_" + Long.toHexString(crc.getValue());
  }

  private static void checkSize(Map<String, TensorSource> constants) {
    long bytes = constants.values().stream().mapToLong(TensorProtos::bytes).sum();
    if (bytes > MOST_BYTES) {
      throw new ModelException(
          "the weights take "
              + bytes
              + " bytes, but TensorFlow's files of graphs hold at most "
              + MOST_BYTES);
    }
  }

  private NodeProto node(NodeDef def, Function<Ref, String> spelling) {
    NodeProto.Builder node = NodeProto.newBuilder().setName(def.name()).setOp(def.op());
    def.inputs().forEach(ref -> node.addInput(spelling.apply(ref)));
    def.controls().forEach(name -> node.addInput("^" + name));
    try {
      def.attributes().forEach((key, value) -> node.putAttr(key, AttrProtos.write(named(value))));
      if (def.op().equals("Const")) {
        node.putAttr("value", value(def.name()));
      }
    } catch (ModelException e) {
      throw e.at(def.describe());
    }
    return node.build();
  }

  private AttrValue named(AttrValue value) {
    return value instanceof AttrValue.Func(String name) ? new AttrValue.Func(name + suffix) : value;
  }

  private AttrProto value(String name) {
    TensorSource value = constants.get(name);
    if (value == null) {
      throw new FormatException("there is no value of this constant");
    }
    return AttrProto.newBuilder().setTensor(TensorProtos.write(value)).build();
  }

  private static String inGraph(Ref ref) {
    return ref.index() == 0 ? ref.node() : ref.node() + ":" + ref.index();
  }

  // ---- functions ----

  private FunctionProto function(FunctionDef def) {
    Map<String, NodeDef> nodes = new HashMap<>();
    def.nodes().forEach(n -> nodes.put(n.name(), n));
    Map<String, String> arguments = arguments(def, nodes.keySet());
    Function<Ref, String> spelling =
        ref ->
            Optional.ofNullable(arguments.get(ref.node()))
                .orElseGet(() -> inFunction(ref, nodes.get(ref.node())));
    OpProto.Builder signature = OpProto.newBuilder().setName(def.name() + suffix);
    def.arguments().forEach((name, type) -> signature.addInputArg(arg(arguments.get(name), type)));
    FunctionProto.Builder function = FunctionProto.newBuilder();
    try {
      def.results()
          .forEach((name, result) -> {
            signature.addOutputArg(arg(name, result.type()));
            function.putRet(name, spelling.apply(result.value()));
          });
      def.nodes().forEach(n -> function.addNodeDef(node(n, spelling)));
    } catch (ModelException e) {
      throw e.at("function '" + ModelException.quoted(def.name()) + "'");
    }
    return function.setSignature(signature).build();
  }

  /// TensorFlow's names of arguments are of small letters, digits and `_`.
  private static Map<String, String> arguments(FunctionDef def, Set<String> nodes) {
    Set<String> taken = new HashSet<>(nodes);
    Map<String, String> names = new LinkedHashMap<>();
    for (String argument : def.arguments().keySet()) {
      String name = "arg_" + names.size();
      while (!taken.add(name)) {
        name += "_";
      }
      names.put(argument, name);
    }
    return names;
  }

  private static OpProto.ArgDef arg(String name, DataType type) {
    return OpProto.ArgDef.newBuilder().setName(name).setTypeValue(type.number()).build();
  }

  /// `node:result:k`: functions name results as the op's definition does.
  private static String inFunction(Ref ref, NodeDef node) {
    if (!ref.result().isEmpty()) {
      return ref.toString();
    }
    int left = ref.index();
    for (Arg result : results(node, ref)) {
      int width = width(result, node);
      if (left < width) {
        return ref.node() + ":" + result.name() + ":" + left;
      }
      left -= width;
    }
    throw new FormatException("'" + ModelException.quoted(ref) + "' is no result of a node");
  }

  private static List<Arg> results(NodeDef node, Ref ref) {
    if (node == null) {
      throw new FormatException("there is no node '" + ModelException.quoted(ref.node()) + "'");
    }
    return TensorFlowOps.find(node.op()).map(TensorFlowOps.Definition::results).orElse(List.of());
  }

  private static int width(Arg result, NodeDef node) {
    if (!result.isSeveral()) {
      return 1;
    }
    AttrValue value = node.attributes().get(result.isList() ? result.type() : result.number());
    return switch (value) {
      case AttrValue.Types(List<DataType> types) -> types.size();
      case AttrValue.I(long n) -> (int) n;
      case null, default -> 0;
    };
  }
}
