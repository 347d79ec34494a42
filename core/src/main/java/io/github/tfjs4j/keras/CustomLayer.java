package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A layer class that a text file defines, see [CustomLayers]. It has no weights and hands on no
/// mask.
///
/// @param where file and line, for messages
/// @param parameters what `$name` stands for where a layer's config does not say
/// @param inputs the names of its inputs, without the `%`
/// @param body its statements in the text form of graphs, `$name` in them
record CustomLayer(
    String className,
    String where,
    Map<String, Parameter> parameters,
    List<String> inputs,
    String body)
    implements Layer {
  /// @param literal the default in the text form; empty where a config must give the value
  record Parameter(String literal) {
    boolean isRequired() {
      return literal.isEmpty();
    }

    /// Whether numbers are ints: then the value of a config must be one, too.
    private boolean isInt() {
      return literal.matches("\\[?\\s*-?\\d+[\\s\\d,-]*\\]?");
    }
  }

  /// A string, a comment or a parameter: in the first two a `$` means nothing.
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|#[^\\n]*|\\$(\\w+)|[({})]");

  @Override
  public Lowered lower(LayerCall call) {
    if (call.inputs().size() != inputs.size()) {
      throw new ShapeException(
          "takes "
              + inputs.size()
              + (inputs.size() == 1 ? " input" : " inputs")
              + " in "
              + where
              + ", but is called on "
              + call.inputs().size());
    }
    Map<String, Value> given = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.put(inputs.get(i), call.inputs().get(i));
    }
    String statements = substituted(call.config());
    try {
      return Lowered.unmasked(new TextForm(Ops.ALL).inline(statements, call.tf().to(), given));
    } catch (ModelException e) {
      throw e.at("defined in " + where);
    }
  }

  /// The body with the values of the config in place of the parameters.
  private String substituted(Config config) {
    StringBuilder out = new StringBuilder();
    Matcher token = TOKEN.matcher(body);
    boolean attributes = false;
    while (token.find()) {
      String found = token.group();
      attributes = found.equals("{") || (attributes && !found.equals("}"));
      String name = token.group(1);
      token.appendReplacement(
          out, Matcher.quoteReplacement(name == null ? found : value(name, config, attributes)));
    }
    return token.appendTail(out).toString();
  }

  /// @param attribute whether the value is an attribute's; as an operand a number is a float32
  ///   scalar unless the default is an int
  private String value(String name, Config config, boolean attribute) {
    Parameter parameter = parameters.get(name);
    if (!config.has(name)) {
      if (parameter.isRequired()) {
        throw new FormatException(
            "the config has no '" + name + "', and " + where + " gives no default for it");
      }
      return parameter.literal();
    }
    Tree json = config.get(name);
    if (json.isString()) {
      return '"' + json.stringValue().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    if (json.isBoolean()) {
      return json.toString();
    }
    boolean asInt = parameter.isRequired() ? attribute : parameter.isInt();
    if (!json.isList()) {
      return number(json, asInt, parameter, name, config);
    }
    return json.stream()
        .map(e ->
            number(e, asInt || (parameter.isRequired() && e.isWhole()), parameter, name, config))
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  private static String number(
      Tree json, boolean asInt, Parameter parameter, String name, Config config) {
    if (!json.isNumber()) {
      throw config.wrong(name, "a number, true, false, a string or a list of numbers");
    }
    double v = json.doubleValue();
    boolean whole = v == Math.rint(v) && Math.abs(v) <= Integer.MAX_VALUE;
    if (asInt && whole) {
      return Integer.toString((int) v);
    }
    if (asInt && parameter.isInt()) {
      throw config.wrong(name, "an int");
    }
    return Float.toString((float) v);
  }
}
