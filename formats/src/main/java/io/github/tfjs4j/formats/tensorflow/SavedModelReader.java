package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Choice;
import io.github.tfjs4j.format.Extras;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.TensorFlowModel.Initializer;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.format.graphdef.GraphDefReader;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.format.graphdef.Signature;
import io.github.tfjs4j.formats.proto.MetaGraph;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.formats.proto.SavedModel;
import io.github.tfjs4j.formats.proto.SignatureDef;
import io.github.tfjs4j.formats.proto.TensorInfo;
import io.github.tfjs4j.formats.tensorflow.Bound.Data;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One signature of a SavedModel, frozen.
final class SavedModelReader {
  private static final String VARIABLES = "variables/variables";

  private final Source source;
  private final Selection selection;
  private final MetaGraph graph;
  private final String signature;
  private final SignatureDef definition;
  private final Variables variables;
  private final Budget.Meter meter = Budget.DEFAULT.meter();

  private SavedModelReader(
      Source source, SavedModel model, Selection selection, List<String> defaultSignatures) {
    this.source = source;
    this.selection = selection;
    this.graph = graph(model);
    this.signature = signature(defaultSignatures);
    this.definition = graph.getSignatureDefMap().get(signature);
    Bundle bundle = bundle(source);
    this.variables = new Variables(bundle, Restored.of(graph, bundle));
  }

  static Bundle bundle(Source source) {
    return source.has(VARIABLES + ".index") ? Bundle.read(source, VARIABLES) : Bundle.empty(source);
  }

  /// @param defaultSignatures where nobody says which is meant: the first of these that there is
  static TensorFlowModel read(
      Source source, SavedModel model, Selection selection, List<String> defaultSignatures) {
    return new SavedModelReader(source, model, selection, defaultSignatures).model();
  }

  // ---- which graph, which signature ----

  /// All that a selection can name: the signatures of all graphs.
  static List<Choice> choices(SavedModel model) {
    List<Choice> choices = new ArrayList<>();
    for (MetaGraph graph : model.getMetaGraphsList()) {
      Set<String> tags = Set.copyOf(graph.getMetaInfoDef().getTagsList());
      for (String name : signatures(graph)) {
        SignatureDef signature = graph.getSignatureDefOrThrow(name);
        Set<String> inputs = signature.getInputsMap().keySet();
        Set<String> outputs = signature.getOutputsMap().keySet();
        choices.add(
            new Choice(
                tags,
                name,
                types(
                    ArgumentOrder.inputs(inputs, graph.getObjectGraphDef()),
                    signature.getInputsMap()),
                types(ArgumentOrder.outputs(outputs, graph), signature.getOutputsMap())));
      }
    }
    return choices;
  }

  private static Map<String, TensorType> types(List<String> order, Map<String, TensorInfo> infos) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (String key : order) {
      TensorInfo info = infos.get(key);
      types.put(
          key,
          new TensorType(
              TensorProtos.type(info.getDtypeValue()), TensorProtos.shape(info.getTensorShape())));
    }
    return types;
  }

  /// The names of those that compute something, in order.
  private static Set<String> signatures(MetaGraph graph) {
    Set<String> names = new TreeSet<>(graph.getSignatureDefMap().keySet());
    names.removeIf(name -> name.startsWith("__saved_model_"));
    return names;
  }

  private MetaGraph graph(SavedModel model) {
    List<MetaGraph> graphs = model.getMetaGraphsList();
    Set<String> wanted = selection.tags();
    List<MetaGraph> found =
        graphs.stream()
            .filter(g -> Set.copyOf(g.getMetaInfoDef().getTagsList()).equals(wanted))
            .toList();
    // TensorFlow Hub's modules of version 1 have no tags.
    if (found.isEmpty() && selection.isDefault()) {
      found = graphs.stream().filter(g -> g.getMetaInfoDef().getTagsCount() == 0).toList();
    }
    if (found.isEmpty() && selection.isDefault() && graphs.size() == 1) {
      found = graphs;
    }
    if (found.isEmpty()) {
      throw new FormatException(
          source
              + ": it has no graph with the tags "
              + ModelException.quoted(new TreeSet<>(wanted))
              + ", there are "
              + graphs.stream()
                  .map(g -> ModelException.quoted(new TreeSet<>(g.getMetaInfoDef().getTagsList())))
                  .collect(Collectors.joining(", "))
              + "; --saved_model_tags chooses one");
    }
    return found.getFirst();
  }

  private String signature(List<String> byDefault) {
    Set<String> there = signatures(graph);
    Optional<String> asked = selection.signature();
    Optional<String> found = byDefault.stream().filter(there::contains).findFirst();
    if (asked.isEmpty() && found.isEmpty() && there.size() == 1) {
      return there.iterator().next();
    }
    String name = asked.or(() -> found).orElse(byDefault.getFirst());
    if (!there.contains(name)) {
      throw new FormatException(
          source
              + ": Signature '"
              + ModelException.quoted(name)
              + "' does not exist. The following signatures are available: "
              + ModelException.quoted(there)
              + "; --signature_name chooses one");
    }
    return name;
  }

  // ---- the graph ----

  private TensorFlowModel model() {
    try {
      return frozen();
    } catch (ModelException e) {
      throw e.places().isEmpty() || !e.places().getFirst().startsWith(source.toString())
          ? e.at(source.toString())
          : e;
    }
  }

  private TensorFlowModel frozen() {
    Flattening flat = flattening(Set.of());
    Frame main = flat.main(graph.getGraphDef().getNodeList(), "signature '" + signature + "'");
    Map<String, Ref> inputs = inputs(main);
    Map<String, Ref> outputs = outputs(main);
    GraphDef def = new GraphDef(flat.nodes(), flat.functions(), Tree.EMPTY_OBJECT);
    Graph read =
        GraphDefReader.readAnew(
            def, new Signature(inputs, outputs, Map.of()), flat.constants(), "the graph");
    Flattening filling = flattening(flat.taken());
    Optional<Initializer> initializer = Tables.of(source, graph, flat, filling);
    List<WeightEntry> others = new ArrayList<>();
    filling.constants().forEach((name, value) -> others.add(WeightEntry.of(name, value)));
    String version = graph.getMetaInfoDef().getTensorflowVersion();
    About about =
        new About(
            version.isEmpty() ? Optional.empty() : Optional.of(version),
            Optional.empty(),
            Tree.MISSING);
    return new TensorFlowModel(
            read, List.of(), initializer, others, Optional.empty(), about, Extras.NONE)
        .withWarnings(warnings());
  }

  private Flattening flattening(Set<String> taken) {
    return new Flattening(
        graph.getGraphDef().getLibrary().getFunctionList(),
        variables,
        selection.stripDebugOps(),
        meter,
        taken);
  }

  private List<String> warnings() {
    return variables.narrowed().isEmpty()
        ? List.of()
        : List.of(
            "variables of type "
                + String.join(", ", variables.narrowed())
                + " become float32 or complex64, which is all that TF.js has");
  }

  private Map<String, Ref> inputs(Frame main) {
    Map<String, Ref> refs = new LinkedHashMap<>();
    for (String key :
        ArgumentOrder.inputs(definition.getInputsMap().keySet(), graph.getObjectGraphDef())) {
      TensorInfo info = definition.getInputsOrThrow(key);
      Ref ref = tensor(info, main, "input '" + ModelException.quoted(key) + "'");
      if (ref.node().equals(signature + "_" + key)) {
        main.rename(ref.node(), key);
      }
      boolean isPlaceholder =
          main.def(ref.node()).map(NodeProto::getOp).orElse("").startsWith("Placeholder");
      if (!isPlaceholder) {
        Map<String, AttrValue> attributes = new LinkedHashMap<>();
        attributes.put("dtype", new AttrValue.Type(TensorProtos.type(info.getDtypeValue())));
        attributes.put("shape", new AttrValue.Dims(TensorProtos.shape(info.getTensorShape())));
        Ref fed = main.node(ref.node(), "Placeholder", List.of(), attributes);
        main.bind(ref.node(), new Data(fed));
      }
      refs.put(key, ((Data) main.make(List.of(ref)).getFirst()).ref());
    }
    return refs;
  }

  private Map<String, Ref> outputs(Frame main) {
    List<String> keys = ArgumentOrder.outputs(definition.getOutputsMap().keySet(), graph);
    List<Ref> wanted = new ArrayList<>();
    for (String key : keys) {
      wanted.add(
          tensor(
              definition.getOutputsOrThrow(key),
              main,
              "output '" + ModelException.quoted(key) + "'"));
    }
    if (wanted.isEmpty()) {
      throw new FormatException(
          "signature '" + ModelException.quoted(signature) + "' has no outputs");
    }
    // Before others take these names: people ask for results by them.
    List<String> names = keys.stream().map(_ -> main.reserve("Identity")).toList();
    List<Bound> bounds = main.make(wanted);
    Map<String, Ref> refs = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!(bounds.get(i) instanceof Data(Ref ref))) {
        throw new UnsupportedModelException(
            "output '" + ModelException.quoted(keys.get(i)) + "' is a variable");
      }
      boolean isCall = !ref.node().equals(wanted.get(i).node());
      refs.put(keys.get(i), isCall ? main.identity(names.get(i), ref) : ref);
    }
    return refs;
  }

  private static Ref tensor(TensorInfo info, Frame main, String what) {
    if (info.hasCooSparse()) {
      throw new UnsupportedModelException(
          what + " is a sparse tensor; SparseTensors are not supported");
    }
    if (info.getName().isEmpty()) {
      throw new FormatException(what + " names no tensor");
    }
    Ref ref = main.parse(info.getName());
    if (main.def(ref.node()).isEmpty()) {
      throw new FormatException(
          what + ": there is no node '" + ModelException.quoted(ref.node()) + "'");
    }
    return ref;
  }
}
