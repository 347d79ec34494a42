package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A layer class, or some layers of a class, that a text file defines, see [CustomLayers].
///
/// @param isActivation whether it is the activation `className`, and no class of layers
/// @param layerNames of the layers that it is for; empty for all of the class
/// @param where file and line, for messages
/// @param parameters what `$name` stands for
/// @param inputs the names of its inputs, without the `%`
/// @param keepsMask whether its results have the mask of its first input
/// @param body its statements in the text form of graphs, and `weight` and `mask` statements, with
///   `$name` in them
record CustomLayer(
    String className,
    boolean isActivation,
    Set<String> layerNames,
    String where,
    Map<String, CustomParameter> parameters,
    List<String> inputs,
    boolean keepsMask,
    String body)
    implements Layer {
  private static final String NAME = "[\\w/.-]+";
  static final Pattern INPUT = Pattern.compile("(?m)^\\s*input\\s+%(" + NAME + ")");

  /// `weight %name "key": float32[3, ?]`, the key only where it is another name.
  private static final Pattern WEIGHT =
      Pattern.compile(
          "(?m)^(\\s*)weight\\s+%("
              + NAME
              + ")(?:\\s+\"((?:[^\"\\\\]|\\\\.)*)\")?\\s*:\\s*(\\w+)\\s*\\[([^\\]\\n]*)\\]");

  private static final Pattern MASK = Pattern.compile("(?m)^(\\s*)mask\\s+%(" + NAME + ")");

  /// A string, a comment or a parameter: in the first two a `$` means nothing.
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|#[^\\n]*|\\$(\\w+)|[({})]");

  @Override
  public Lowered lower(LayerCall call) {
    if (call.inputs().size() != inputs.size()) {
      throw new ShapeException(
          "it takes "
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
    String statements = mask(weights(substituted(call.config()), call, given), call, given);
    List<Value> results;
    try {
      results = new TextForm(Ops.ALL).inline(statements, call.tf().to(), given);
    } catch (ModelException e) {
      throw e.at("defined in " + where);
    }
    return new Lowered(
        results, Collections.nCopies(results.size(), keepsMask ? call.mask() : Optional.empty()));
  }

  /// Finds the weights, and leaves `input` statements in the place of theirs.
  private static String weights(String statements, LayerCall call, Map<String, Value> given) {
    Matcher weight = WEIGHT.matcher(statements);
    StringBuilder out = new StringBuilder();
    while (weight.find()) {
      String name = weight.group(2);
      String key = weight.group(3) == null ? name : weight.group(3).replaceAll("\\\\(.)", "$1");
      DataType type = DataType.ofJs(weight.group(4));
      Value value = call.weight(key, dims(weight.group(5)));
      if (value.dataType() != type) {
        throw new FormatException(
            "weight '"
                + key
                + "' is "
                + value.type()
                + ", its definition asks for "
                + type.jsName());
      }
      given.put(name, value);
      weight.appendReplacement(out, Matcher.quoteReplacement(weight.group(1) + "input %" + name));
    }
    return weight.appendTail(out).toString();
  }

  private static int[] dims(String list) {
    if (list.isBlank()) {
      return new int[0];
    }
    String[] lengths = list.split(",", -1);
    int[] dims = new int[lengths.length];
    for (int i = 0; i < dims.length; i++) {
      String length = lengths[i].strip();
      try {
        dims[i] = length.equals("?") ? Shape.UNKNOWN_DIM : Integer.parseUnsignedInt(length);
      } catch (NumberFormatException e) {
        throw new FormatException("'" + length + "' is no length of a weight's axis", e);
      }
    }
    return dims;
  }

  /// The mask of the first input; where it has none, everything counts.
  private static String mask(String statements, LayerCall call, Map<String, Value> given) {
    Matcher mask = MASK.matcher(statements);
    StringBuilder out = new StringBuilder();
    while (mask.find()) {
      given.put(
          mask.group(2),
          call.mask()
              .orElseGet(() -> call.tf().constant(Tensor.ofBools(new byte[] {1}, Shape.SCALAR))));
      mask.appendReplacement(
          out, Matcher.quoteReplacement(mask.group(1) + "input %" + mask.group(2)));
    }
    return mask.appendTail(out).toString();
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
          out,
          Matcher.quoteReplacement(
              name == null ? found : parameters.get(name).text(name, config, attributes, where)));
    }
    return token.appendTail(out).toString();
  }
}
