package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Extras;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.OutputFile;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.format.graphdef.GraphDefReader;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.format.graphdef.Signature;
import io.github.tfjs4j.formats.proto.GraphProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.formats.tensorflow.Bound.Data;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A `GraphDef` alone in a file, `.pb` or in text `.pbtxt`, whose variables are constants.
public final class FrozenGraphFormat implements Format<TensorFlowModel> {
  /// Nodes that do something and are no results.
  private static final Set<String> NO_RESULTS =
      Set.of("Const", "NoOp", "Assert", "Placeholder", "PlaceholderWithDefault");

  private static final String TEXT = ".pbtxt";

  @Override
  public String name() {
    return "tf_frozen_model";
  }

  @Override
  public String description() {
    return "a frozen TensorFlow graph";
  }

  @Override
  public Class<TensorFlowModel> product() {
    return TensorFlowModel.class;
  }

  @Override
  public boolean recognises(Source source) {
    return source.main().isPresent() && (isBinary(source) || isText(source));
  }

  /// Field 1, a node, whose own first field is its name.
  private static boolean isBinary(Source source) {
    byte[] start = source.start(12);
    int at = 1;
    while (at < start.length && start[at] < 0) {
      at++;
    }
    return start.length > 0 && start[0] == 0x0a && at + 1 < start.length && start[at + 1] == 0x0a;
  }

  private static boolean isText(Source source) {
    return source.main().orElse("").endsWith(TEXT) && !SavedModelFormat.isSavedModel(source);
  }

  @Override
  public Written write(TensorFlowModel model, Path file, WriteOptions options) {
    TensorFlowGraph graph = TensorFlowGraph.of(model);
    boolean isText = file.toString().endsWith(TEXT);
    OutputFile.write(file, out -> Messages.write(graph.proto(), isText, out));
    return graph.written();
  }

  @Override
  public TensorFlowModel read(Source source) {
    return read(source, Selection.DEFAULT);
  }

  @Override
  public TensorFlowModel read(Source source, Selection selection) {
    String file =
        source
            .main()
            .orElseThrow(
                () -> new FormatException(source + ": a frozen graph is one file, .pb or .pbtxt"));
    String where = source.place(file);
    GraphProto graph =
        file.endsWith(TEXT)
            ? Messages.text(source.bytes(file), GraphProto.getDefaultInstance(), where)
            : Messages.binary(source.bytes(file), GraphProto.getDefaultInstance(), where);
    try {
      return model(source, graph, selection);
    } catch (ModelException e) {
      throw e.at(where);
    }
  }

  private static TensorFlowModel model(Source source, GraphProto graph, Selection selection) {
    Variables none = new Variables(Bundle.empty(source), Map.of());
    Flattening flat =
        new Flattening(
            graph.getLibrary().getFunctionList(),
            none,
            selection.stripDebugOps(),
            Budget.DEFAULT.meter(),
            Set.of());
    Frame main = flat.main(graph.getNodeList(), "the graph");
    List<String> names = selection.outputs().isEmpty() ? leaves(graph, main) : selection.outputs();
    Map<String, Ref> outputs = new LinkedHashMap<>();
    List<Ref> wanted = names.stream().map(n -> output(n, main, graph)).toList();
    List<Bound> bounds = main.make(wanted);
    for (int i = 0; i < names.size(); i++) {
      outputs.put(names.get(i), ((Data) bounds.get(i)).ref());
    }
    Map<String, Ref> inputs = new LinkedHashMap<>();
    flat.nodes().stream()
        .filter(n -> n.op().equals("Placeholder"))
        .map(n -> Ref.of(n.name(), 0))
        .sorted((a, b) -> order(graph).indexOf(a.node()) - order(graph).indexOf(b.node()))
        .forEach(r -> inputs.put(r.node(), r));
    GraphDef def = new GraphDef(flat.nodes(), flat.functions(), Tree.EMPTY_OBJECT);
    Graph read =
        GraphDefReader.readAnew(
            def, new Signature(inputs, outputs, Map.of()), flat.constants(), "the graph");
    return new TensorFlowModel(
        read, List.of(), Optional.empty(), List.of(), Optional.empty(), About.NOTHING, Extras.NONE);
  }

  private static List<String> order(GraphProto graph) {
    return graph.getNodeList().stream()
        .filter(n -> n.getOp().equals("Placeholder"))
        .map(NodeProto::getName)
        .toList();
  }

  private static Ref output(String name, Frame main, GraphProto graph) {
    Ref ref = main.parse(name);
    if (main.def(ref.node()).isEmpty()) {
      throw new FormatException(
          "The name '"
              + ModelException.quoted(name)
              + "' refers to an Operation not in the graph; nodes that nothing reads are "
              + ModelException.quoted(leaves(graph, main))
              + "; --output_node_names names the outputs");
    }
    return ref;
  }

  /// The nodes that nothing reads.
  private static List<String> leaves(GraphProto graph, Frame main) {
    Set<String> read = new HashSet<>();
    for (NodeProto def : graph.getNodeList()) {
      def.getInputList()
          .forEach(i -> read.add(i.startsWith("^") ? i.substring(1) : main.parse(i).node()));
    }
    List<String> leaves = new ArrayList<>();
    for (NodeProto def : graph.getNodeList()) {
      if (!read.contains(def.getName()) && !NO_RESULTS.contains(def.getOp())) {
        leaves.add(def.getName());
      }
    }
    return leaves;
  }
}
