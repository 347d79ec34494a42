package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A model of one layer `it` on inputs `in0`, `in1`, ...
///
/// @param config the layer's config as JSON in single quotes, without braces
/// @param inputs the shape of each input as JSON, batch included
@SuppressWarnings("ArrayRecordComponent") // arguments, never compared
record SingleLayer(String className, String config, String... inputs) {
  Graph lowered(Semantics semantics, Map<String, Shape> weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    weights.forEach(
        (name, shape) -> tensors.put("it/" + name, Tensor.zeros(DataType.FLOAT, shape)));
    return Lowering.lower(topology(semantics), tensors, Lowering.Options.NONE).model().graph();
  }

  Graph lowered(Semantics semantics) {
    return lowered(semantics, Map.of());
  }

  boolean dependsOnSemantics() {
    return !Lowering.dependsOnSemantics(topology(Semantics.KERAS2), Lowering.Options.NONE)
        .isEmpty();
  }

  private Graph topology(Semantics semantics) {
    StringBuilder layers = new StringBuilder();
    StringBuilder ins = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < inputs.length; i++) {
      String name = "in" + i;
      layers.append(
          ("{'class_name':'InputLayer','name':'%s','inbound_nodes':[],"
                  + "'config':{'name':'%s','dtype':'float32','batch_input_shape':%s}},")
              .formatted(name, name, inputs[i]));
      ins.append(i == 0 ? "" : ",").append("['%s',0,0]".formatted(name));
      calls.append(i == 0 ? "" : ",").append("['%s',0,0,{}]".formatted(name));
    }
    String own = "'name':'it'" + (config.isEmpty() ? "" : "," + config);
    String json =
        ("{'class_name':'Functional','config':{'name':'m','layers':[%s{'class_name':'%s','name':'it',"
                + "'config':{%s},'inbound_nodes':[[%s]]}],"
                + "'input_layers':[%s],'output_layers':[['it',0,0]]}}")
            .formatted(layers, className, own, calls, ins);
    return Topology.of(Json.parse(json.replace('\'', '"'), "text"), Optional.of(semantics));
  }
}
