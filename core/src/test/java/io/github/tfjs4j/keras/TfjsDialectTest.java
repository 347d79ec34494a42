package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TfjsDialectTest {
  private static final String INPUT =
      "{'class_name':'InputLayer','name':'x','config':{'batch_shape':[null,4],'dtype':'int64',"
          + "'name':'x','optional':false},'inbound_nodes':[]}";

  private static Tree tree(String json) {
    return Json.parse(json.replace('\'', '"'), "test");
  }

  private static String tensor(String layer, int node) {
    return "{'class_name':'__keras_tensor__','config':{'shape':[null,4],'keras_history':['"
        + layer
        + "',"
        + node
        + ",0]}}";
  }

  private static String call(String... args) {
    return "{'args':[" + String.join(",", args) + "],'kwargs':{'mask':null}}";
  }

  private static String layer(String className, String name, String config, String... calls) {
    return "{'class_name':'"
        + className
        + "','module':'keras.layers','registered_name':null,'build_config':{},'name':'"
        + name
        + "','config':{'name':'"
        + name
        + "'"
        + (config.isEmpty() ? "" : "," + config)
        + "},'inbound_nodes':["
        + String.join(",", calls)
        + "]}";
  }

  private static TfjsDialect functional(String output, String... layers) {
    String all =
        Stream.concat(Stream.of(INPUT), Stream.of(layers)).collect(Collectors.joining(","));
    return TfjsDialect.of(
        tree(
            "{'keras_version':'3.15.1','model_config':{'class_name':'Functional','config':{'name':'m',"
                + "'layers':["
                + all
                + "],'input_layers':['x',0,0],'output_layers':"
                + output
                + "}}}"));
  }

  private static Tree layers(TfjsDialect dialect) {
    return dialect.topology().path("model_config").path("config").path("layers");
  }

  private static String quoted(Tree tree) {
    return tree.toString().replace('"', '\'');
  }

  @Test
  void inputsAndCallsAreThoseOfKeras2() {
    TfjsDialect dialect =
        functional(
            "['d',0,0]",
            layer(
                "Dense",
                "d",
                "'dtype':{'module':'keras','class_name':'DTypePolicy','config':{'name':'mixed_float16'}},"
                    + "'activation':'silu','kernel_initializer':{'module':'keras.initializers',"
                    + "'class_name':'LecunNormal','config':{'seed':null}},"
                    + "'kernel_regularizer':{'class_name':'L2','config':{'l2':0.5}},"
                    + "'activity_regularizer':{'class_name':'L1','config':{'l1':0.5}}",
                call(tensor("x", 0))));
    assertEquals(
        "{'class_name':'InputLayer','config':{'batch_input_shape':[null,4],'dtype':'int32','name':'x'},"
            + "'name':'x','inbound_nodes':[]}",
        quoted(layers(dialect).path(0)));
    assertEquals(
        "{'class_name':'Dense','config':{'name':'d','dtype':'float32','activation':'swish',"
            + "'kernel_initializer':{'class_name':'LeCunNormal','config':{'seed':null}},"
            + "'kernel_regularizer':{'class_name':'L1L2','config':{'l1':0.0,'l2':0.5}},"
            + "'activity_regularizer':null},'name':'d','inbound_nodes':[[['x',0,0,{}]]]}",
        quoted(layers(dialect).path(1)));
    assertEquals(
        "[['d',0,0]]",
        quoted(dialect.topology().path("model_config").path("config").path("output_layers")));
    assertEquals(List.of(), dialect.refused());
  }

  @Test
  void callsOfModelsAreCountedFromOne() {
    String inner = "'layers':[" + INPUT + "],'input_layers':['x',0,0],'output_layers':['x',0,0]";
    TfjsDialect dialect =
        functional(
            "[['m',1,0],['s',1,0],['a',0,0]]",
            layer("Functional", "m", inner, call(tensor("x", 0))),
            layer(
                "Sequential",
                "s",
                "'layers':[" + INPUT + "]",
                call(tensor("x", 0)),
                call(tensor("m", 0))),
            layer("Add", "a", "", call("[" + tensor("m", 0) + "," + tensor("s", 1) + "]")));
    assertEquals(
        "[[['x',0,0,{}]],[['m',1,0,{}]]]", quoted(layers(dialect).path(2).path("inbound_nodes")));
    assertEquals(
        "[[['m',1,0,{}],['s',2,0,{}]]]", quoted(layers(dialect).path(3).path("inbound_nodes")));
    assertEquals(
        "[['m',1,0],['s',2,0],['a',0,0]]",
        quoted(dialect.topology().path("model_config").path("config").path("output_layers")));
  }

  /// `x * 2` is a `Multiply` there, and none of TF.js.
  @Test
  void operationsAreToldFromLayersOfTheirNames() {
    TfjsDialect dialect =
        functional(
            "['r',0,0]",
            layer("Multiply", "m", "", call(tensor("x", 0), "2.0")),
            layer("Add", "a", "", call(tensor("m", 0), tensor("x", 0))),
            layer("Reshape", "r", "'newshape':[null,2,2]", call(tensor("a", 0))));
    assertEquals(
        List.of(
            "m (Multiply): it is called with a number",
            "r (Reshape): it is an operation and no layer"),
        dialect.refused());
  }

  @Test
  void masksFollowInTfjs() {
    String mask = "{'args':[" + tensor("e", 0) + "],'kwargs':{'mask':" + tensor("n", 0) + "}}";
    String all = "'trainable':true,";
    TfjsDialect dialect =
        functional(
            "['l',0,0]",
            layer("NotEqual", "n", "", call(tensor("x", 0), "0")),
            layer("Embedding", "e", all + "'mask_zero':true", call(tensor("x", 0))),
            layer("LSTM", "l", all + "'units':2", mask));
    assertEquals(List.of(), dialect.refused());
    assertEquals(
        List.of("x", "e", "l"),
        layers(dialect).stream().map(l -> l.path("name").stringValue()).toList());
    assertEquals("[[['e',0,0,{}]]]", quoted(layers(dialect).path(2).path("inbound_nodes")));
    TfjsDialect own =
        functional(
            "['l',0,0]",
            layer("NotEqual", "n", "", call(tensor("x", 0), "0")),
            layer("Dense", "e", all + "'units':3", call(tensor("x", 0))),
            layer("LSTM", "l", all + "'units':2", mask));
    assertEquals(
        List.of(
            "n (NotEqual): TF.js has no such class", "l (LSTM): it is called with tensors by name"),
        own.refused());
  }

  @Test
  void initialStatesFollowTheSequence() {
    TfjsDialect dialect =
        functional(
            "['l',0,0]",
            layer(
                "LSTM",
                "l",
                "'units':2",
                "{'args':["
                    + tensor("x", 0)
                    + "],'kwargs':{'initial_state':["
                    + tensor("a", 0)
                    + ","
                    + tensor("b", 0)
                    + "],'training':false}}"));
    assertEquals(
        "[[['x',0,0,{}],['a',0,0,{}],['b',0,0,{}]]]",
        quoted(layers(dialect).path(1).path("inbound_nodes")));
  }

  @Test
  void aDifferenceIsASumWithTheNegative() {
    TfjsDialect dialect =
        functional(
            "['s',0,0]",
            layer("Subtract", "s", "", call("[" + tensor("x", 0) + "," + tensor("y", 0) + "]")));
    assertEquals("Rescaling", layers(dialect).path(1).path("class_name").stringValue());
    assertEquals("[[['y',0,0,{}]]]", quoted(layers(dialect).path(1).path("inbound_nodes")));
    assertEquals("Add", layers(dialect).path(2).path("class_name").stringValue());
    assertEquals("s", layers(dialect).path(2).path("name").stringValue());
    assertEquals(
        "[[['x',0,0,{}],['s_negated',0,0,{}]]]",
        quoted(layers(dialect).path(2).path("inbound_nodes")));
  }

  @Test
  void whatTfjsLacksIsNamedWithTheReason() {
    TfjsDialect dialect =
        functional(
            "['g',0,0]",
            layer("GRU", "g", "'reset_after':true", call(tensor("x", 0))),
            layer("MultiHeadAttention", "a", "", call(tensor("x", 0), tensor("x", 0))),
            layer("Dense", "h", "'activation':'hard_sigmoid'", call(tensor("x", 0))),
            layer(
                "TimeDistributed",
                "t",
                "'layer':{'class_name':'RMSNormalization','config':{'name':'r'}}",
                call(tensor("x", 0))));
    assertEquals(
        List.of(
            "g (GRU): TF.js has no reset_after",
            "a (MultiHeadAttention): TF.js has no such class",
            "h (Dense): TF.js' hard_sigmoid is another function than that of Keras 3",
            "r (RMSNormalization): TF.js has no such class"),
        dialect.refused());
  }

  @Test
  void aDirectionIsTakenOffTheNameAndItsMirrorImageLeftOut() {
    String lstm = "{'class_name':'LSTM','config':{'name':'%s','units':2,'go_backwards':%s}}";
    TfjsDialect dialect =
        functional(
            "['b',0,0]",
            layer(
                "Bidirectional",
                "b",
                "'layer':"
                    + lstm.formatted("forward_lstm", "false")
                    + ",'backward_layer':"
                    + lstm.formatted("backward_lstm", "true"),
                call(tensor("x", 0))));
    Tree config = layers(dialect).path(1).path("config");
    assertEquals("lstm", config.path("layer").path("config").path("name").stringValue());
    assertTrue(config.path("backward_layer").isMissing());
    assertEquals(List.of(), dialect.refused());
    assertEquals(
        Map.of(
            "b/forward_lstm/lstm_cell/kernel", List.of("b/forward_lstm/kernel"),
            "b/backward_lstm/lstm_cell/bias", List.of("b/backward_lstm/bias")),
        dialect.names(Set.of("b/forward_lstm/lstm_cell/kernel", "b/backward_lstm/lstm_cell/bias")));
  }

  @Test
  void layersOfOneNameAreToldApartByTheirModels() {
    String inner =
        "'layers':[" + layer("Dense", "d", "'use_bias':false,'batch_input_shape':[null,4]") + "]";
    TfjsDialect dialect =
        functional(
            "['s',0,0]",
            layer("Dense", "d", "'use_bias':false", call(tensor("x", 0))),
            layer("Sequential", "s", inner, call(tensor("d", 0))));
    assertEquals(
        Map.of("d/kernel", List.of("d/kernel"), "s/d/kernel", List.of("s_d/kernel")),
        dialect.names(Set.of("d/kernel", "s/d/kernel")));
    assertEquals(
        "s_d",
        layers(dialect)
            .path(2)
            .path("config")
            .path("layers")
            .path(0)
            .path("config")
            .path("name")
            .stringValue());
  }

  @Test
  void aSequentialModelThatWasBuiltGetsItsInput() {
    TfjsDialect dialect =
        TfjsDialect.of(
            tree(
                "{'class_name':'Sequential','config':{'name':'s','build_input_shape':[null,4],"
                    + "'layers':[{'class_name':'GlobalAveragePooling2D','config':{'name':'g','keepdims':true}}]}}"));
    Tree layers = dialect.topology().path("config").path("layers");
    assertEquals(
        List.of("g_pooled_input", "g_pooled", "g_row", "g"),
        layers.stream().map(l -> l.path("config").path("name").stringValue()).toList());
    assertEquals("[null,4]", quoted(layers.path(0).path("config").path("batch_input_shape")));
  }
}
