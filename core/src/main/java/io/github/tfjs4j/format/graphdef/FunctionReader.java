package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions of a file's library, as graphs: each is made when an op asks for it. Arguments are
/// placeholders of unknown shape.
final class FunctionReader {
  /// How deep functions may call each other. Real models hardly nest; types are inferred anew on
  /// every level, and a hostile file should not take for ever.
  private static final int DEEPEST = 16;

  private final Map<String, TensorSource> weights;
  private final String where;
  private final boolean worded;
  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();
  private final Map<String, Optional<Graph>> graphs = new HashMap<>();
  private int depth;

  /// @param weights the constants of functions, by name
  /// @param where the file and the place in it that holds the library, for messages
  /// @param worded whether nodes remember how the file says what they are
  FunctionReader(
      List<FunctionDef> library, Map<String, TensorSource> weights, String where, boolean worded) {
    this.worded = worded;
    this.weights = weights;
    this.where = where + ".library.function";
    library.forEach(this::add);
  }

  void add(FunctionDef function) {
    if (functions.put(function.name(), function) != null) {
      throw new FormatException(place(function.name()) + " is there twice");
    }
  }

  boolean keepsWords() {
    return worded;
  }

  private String place(String name) {
    return where + " '" + ModelException.quoted(name) + "'";
  }

  /// The function as a graph. Empty where there is none, where it calls itself or is called through
  /// too many others, and where it holds what cannot be read yet or a constant without a weight,
  /// which TF.js misses only when it calls the function: then it stays in the file's own words.
  Optional<Graph> find(String name) {
    Optional<Graph> known = graphs.get(name);
    if (known == null) {
      graphs.put(name, Optional.empty());
      depth++;
      known =
          Optional.ofNullable(functions.get(name))
              .filter(_ -> depth <= DEEPEST)
              .flatMap(this::graph);
      depth--;
      graphs.put(name, known);
    }
    return known;
  }

  private Optional<Graph> graph(FunctionDef function) {
    for (NodeDef def : function.nodes()) {
      if (def.isConstant()
          && !weights.containsKey(def.name())
          && !weights.containsKey(function.name() + "/" + def.name())) {
        return Optional.empty();
      }
    }
    GraphBuilder to = GraphBuilder.verbatim();
    GraphDefReader reader =
        new GraphDefReader(place(function.name()), weights, this, function.name() + "/", to);
    Map<String, Value> inputs = new LinkedHashMap<>();
    function
        .arguments()
        .forEach((argument, type) -> {
          Value value = to.named(argument, to.add(new Placeholder(type, Shape.UNKNOWN)));
          reader.argument(argument, value);
          inputs.put(argument, value);
        });
    try {
      reader.addAll(function.nodes(), function.returned());
      Map<String, Value> outputs = new LinkedHashMap<>();
      function.results().forEach((name, result) -> outputs.put(name, reader.value(result.value())));
      return Optional.of(to.build(inputs, outputs, reader.nodes()));
    } catch (UnsupportedModelException _) {
      return Optional.empty();
    }
  }
}
