package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel.Initializer;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.format.graphdef.GraphDefReader;
import io.github.tfjs4j.format.graphdef.NodeDef;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.format.graphdef.Signature;
import io.github.tfjs4j.formats.proto.AssetFileDef;
import io.github.tfjs4j.formats.proto.MetaGraph;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.formats.tensorflow.Bound.Data;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The hash tables of a model: a graph of their own fills them before the first run, as TF.js wants
/// it. Vocabularies in files of the model become constants.
final class Tables {
  private static final Set<String> TABLES = Set.of("HashTableV2", "HashTable");
  private static final Set<String> FILLING =
      Set.of(
          "LookupTableImportV2",
          "LookupTableImport",
          "InitializeTableV2",
          "InitializeTable",
          "InitializeTableFromTextFileV2",
          "InitializeTableFromTextFile");

  private static final int WHOLE_LINE = -2;
  private static final int LINE_NUMBER = -1;

  private final Source source;
  private final MetaGraph graph;
  private final Flattening flat;
  private final Set<String> used = new LinkedHashSet<>();
  private final Set<String> filled = new LinkedHashSet<>();

  private Tables(Source source, MetaGraph graph, Flattening flat) {
    this.source = source;
    this.graph = graph;
    this.flat = flat;
  }

  /// What fills the tables of a graph; empty where it has none.
  ///
  /// @param model the graph that uses them
  /// @param flat for the new graph
  static Optional<Initializer> of(
      Source source, MetaGraph graph, Flattening model, Flattening flat) {
    Tables tables = new Tables(source, graph, flat);
    model.nodes().stream()
        .filter(n -> TABLES.contains(n.op()))
        .forEach(n -> tables.used.add(n.name()));
    return tables.used.isEmpty() ? Optional.empty() : Optional.of(tables.initializer());
  }

  private Initializer initializer() {
    String where = source + ": the tables' initializer";
    Frame main = flat.main(graph.getGraphDef().getNodeList(), where);
    for (NodeProto def : graph.getGraphDef().getNodeList()) {
      if (TABLES.contains(def.getOp()) && used.contains(def.getName())) {
        main.share(def.getName(), def.getName());
      }
    }
    assets(main);
    for (String node : roots()) {
      main.each(node, FILLING, this::fill);
    }
    used.removeAll(filled);
    if (!used.isEmpty()) {
      throw new UnsupportedModelException(
          "nothing fills the tables " + ModelException.quoted(used) + " when the model is loaded");
    }
    GraphDef def = new GraphDef(flat.nodes(), List.of(), Tree.EMPTY_OBJECT);
    Signature none = new Signature(Map.of(), Map.of(), Map.of());
    return new Initializer(
        def, Optional.of(GraphDefReader.readAnew(def, none, flat.constants(), where)), Map.of());
  }

  /// The nodes that run when a model is loaded.
  private Set<String> roots() {
    Set<String> roots = new LinkedHashSet<>();
    var init = graph.getSignatureDefMap().get("__saved_model_init_op");
    if (init != null) {
      init.getOutputsMap().values().forEach(info -> roots.add(info.getName()));
    }
    for (String key : List.of("saved_model_main_op", "legacy_init_op", "table_initializer")) {
      var collection = graph.getCollectionDefMap().get(key);
      if (collection != null) {
        roots.addAll(collection.getNodeList().getValueList());
      }
    }
    Set<String> nodes = new LinkedHashSet<>();
    roots.forEach(r -> nodes.add(r.split(":", 2)[0]));
    return nodes;
  }

  // ---- asset files ----

  private List<AssetFileDef> files() {
    if (graph.getAssetFileDefCount() > 0) {
      return graph.getAssetFileDefList();
    }
    var collection = graph.getCollectionDefMap().get("saved_model_assets");
    List<AssetFileDef> files = new ArrayList<>();
    if (collection != null) {
      collection
          .getAnyList()
          .getValueList()
          .forEach(any ->
              files.add(
                  Messages.binary(
                      any.getValue(), AssetFileDef.getDefaultInstance(), "saved_model_assets")));
    }
    return files;
  }

  /// The names of files stand where a graph has the path of its maker: in a node, and in the
  /// variable that is set to it.
  private void assets(Frame main) {
    Map<String, Bound> names = new HashMap<>();
    for (AssetFileDef file : files()) {
      String node = file.getTensorInfo().getName().split(":", 2)[0];
      byte[][] name = {file.getFilename().getBytes(StandardCharsets.UTF_8)};
      names.put(
          node, new Data(main.constantNear("asset", Tensor.adoptStrings(name, Shape.SCALAR))));
    }
    names.forEach(main::bind);
    for (NodeProto def : graph.getGraphDef().getNodeList()) {
      if (def.getOp().equals("AssignVariableOp") && def.getInputCount() >= 2) {
        Bound file = names.get(def.getInput(1).split(":", 2)[0]);
        if (file instanceof Data(Ref ref)) {
          flat.variables().put(def.getInput(0).split(":", 2)[0], flat.constants().get(ref.node()));
        }
      }
    }
  }

  private byte[] file(Ref name) {
    TensorSource text = flat.constants().get(name.node());
    if (text == null || text.type() != DataType.STRING || text.shape().longSize() != 1) {
      throw new UnsupportedModelException("the name of its file is not known");
    }
    String file = new String(text.tensor().strings()[0], StandardCharsets.UTF_8);
    file = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    String path = "assets/" + file;
    if (file.isEmpty() || file.equals("..") || !source.has(path)) {
      throw new FormatException(
          "its file '" + ModelException.quoted(file) + "' is not among the assets of " + source);
    }
    return source.bytes(path).toArray();
  }

  // ---- entries ----

  private void fill(Frame frame, NodeProto def) {
    List<Ref> in = new ArrayList<>();
    for (Bound bound : frame.inputs(def)) {
      if (!(bound instanceof Data(Ref ref))) {
        throw new UnsupportedModelException(
            "'" + ModelException.quoted(def.getName()) + "' is given a variable");
      }
      in.add(ref);
    }
    String table = in.getFirst().node();
    if (!used.contains(table) || !filled.add(table)) {
      return;
    }
    try {
      boolean isFile = def.getOp().contains("TextFile");
      Ref keys = isFile ? column(frame, def, table, in.get(1), "key") : in.get(1);
      Ref values = isFile ? column(frame, def, table, in.get(1), "value") : in.get(2);
      frame.node(
          table + "/fill", "LookupTableImportV2", List.of(in.getFirst(), keys, values), Map.of());
    } catch (ModelException e) {
      throw e.at("'" + ModelException.quoted(frame.nameOf(def)) + "'");
    }
  }

  /// A column of a vocabulary file as a constant.
  private Ref column(Frame frame, NodeProto def, String table, Ref file, String which) {
    int index = Math.toIntExact(integer(def, which + "_index", 0));
    String delimiter =
        def.containsAttr("delimiter")
            ? def.getAttrOrThrow("delimiter").getS().toStringUtf8()
            : "\t";
    long most = integer(def, "vocab_size", -1);
    long offset = integer(def, "offset", 0);
    List<String> lines =
        new String(file(file), StandardCharsets.ISO_8859_1)
            .lines()
            .skip(Math.max(0, offset))
            .toList();
    if (most >= 0 && most < lines.size()) {
      lines = lines.subList(0, (int) most);
    }
    DataType type = type(table, which);
    List<String> column = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      column.add(
          switch (index) {
            case WHOLE_LINE -> line;
            case LINE_NUMBER -> Integer.toString(i);
            default -> part(line, delimiter, index, i);
          });
    }
    return frame.constantNear(table + "/" + which + "s", tensor(column, type));
  }

  private static String part(String line, String delimiter, int index, int number) {
    String[] parts = line.split(java.util.regex.Pattern.quote(delimiter), -1);
    if (index < 0 || index >= parts.length) {
      throw new FormatException("line " + number + " of its file has no column " + index);
    }
    return parts[index];
  }

  private static long integer(NodeProto def, String key, long byDefault) {
    return def.containsAttr(key) ? def.getAttrOrThrow(key).getI() : byDefault;
  }

  private DataType type(String table, String which) {
    return flat.nodes().stream()
        .filter(n -> n.name().equals(table))
        .map(NodeDef::attributes)
        .map(a -> a.get(which + "_dtype"))
        .filter(AttrValue.Type.class::isInstance)
        .map(a -> ((AttrValue.Type) a).value())
        .findFirst()
        .orElseThrow(() -> new FormatException("its table says no types"));
  }

  private static Tensor tensor(List<String> column, DataType type) {
    Shape shape = Shape.of(column.size());
    if (type == DataType.STRING) {
      byte[][] strings = new byte[column.size()][];
      for (int i = 0; i < strings.length; i++) {
        strings[i] = column.get(i).getBytes(StandardCharsets.ISO_8859_1);
      }
      return Tensor.adoptStrings(strings, shape);
    }
    try {
      double[] numbers = column.stream().mapToDouble(Double::parseDouble).toArray();
      return Tensor.of(numbers, type.runtime(), shape);
    } catch (NumberFormatException e) {
      throw new FormatException("its file has no numbers: " + e.getMessage(), e);
    }
  }
}
