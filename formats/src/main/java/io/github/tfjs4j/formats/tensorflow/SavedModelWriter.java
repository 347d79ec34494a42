package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.CollectionDef;
import io.github.tfjs4j.formats.proto.MetaGraph;
import io.github.tfjs4j.formats.proto.MetaInfo;
import io.github.tfjs4j.formats.proto.SavedModel;
import io.github.tfjs4j.formats.proto.SignatureDef;
import io.github.tfjs4j.formats.proto.TensorInfo;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Map;

/// A SavedModel of one graph with one signature. It has neither variables nor objects: the weights
/// are constants, see docs/decisions/015.
final class SavedModelWriter {
  static final String SIGNATURE = "serving_default";

  /// A second one, of a model that carries something from call to call.
  private static final String WITH_STATES = "with_states";

  private static final String TAG = "serve";
  private static final String VERSION = "2.19.0";
  private static final String METHOD = "tensorflow/serving/predict";

  /// What a loader runs first.
  private static final String MAIN_OP = "saved_model_main_op";

  private SavedModelWriter() {}

  static SavedModel write(TensorFlowModel model, TensorFlowGraph graph) {
    MetaGraph.Builder meta =
        MetaGraph.newBuilder()
            .setMetaInfoDef(MetaInfo.newBuilder().addTags(TAG).setTensorflowVersion(VERSION))
            .setGraphDef(graph.proto())
            .putSignatureDef(SIGNATURE, signature(model, graph).build());
    if (!graph.signature().states().isEmpty()) {
      meta.putSignatureDef(WITH_STATES, withStates(model, graph));
    }
    graph
        .initializer()
        .ifPresent(node ->
            meta.putCollectionDef(
                MAIN_OP,
                CollectionDef.newBuilder()
                    .setNodeList(CollectionDef.NodeList.newBuilder().addValue(node))
                    .build()));
    return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
  }

  private static SignatureDef.Builder signature(TensorFlowModel model, TensorFlowGraph graph) {
    SignatureDef.Builder out = SignatureDef.newBuilder().setMethodName(METHOD);
    Map<String, Value> inputs = model.graph().inputs();
    Map<String, Value> outputs = model.graph().outputs();
    graph
        .signature()
        .inputs()
        .forEach((key, ref) -> out.putInputs(key, info(ref, inputs.get(key).type())));
    graph
        .signature()
        .outputs()
        .forEach((key, ref) -> out.putOutputs(key, info(ref, outputs.get(key).type())));
    return out;
  }

  /// The same with what is carried from call to call among inputs and outputs, under its name.
  private static SignatureDef withStates(TensorFlowModel model, TensorFlowGraph graph) {
    SignatureDef.Builder out = signature(model, graph);
    graph
        .signature()
        .states()
        .forEach((name, nodes) -> {
          TensorType type = model.graph().states().get(name).before().type();
          out.putInputs(name, info(Ref.of(nodes.input(), 0), type));
          out.putOutputs(name, info(Ref.of(nodes.output(), 0), type));
        });
    return out.build();
  }

  private static TensorInfo info(Ref ref, TensorType type) {
    return TensorInfo.newBuilder()
        .setName(ref.node() + ":" + ref.index())
        .setDtypeValue(type.type().number())
        .setTensorShape(TensorProtos.write(type.shape()))
        .build();
  }
}
