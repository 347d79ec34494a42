package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/// TensorFlow's graph as data, whatever its spelling in files. The values of constants are not in
/// it: they lie beside it, by the names of their nodes.
///
/// @param functions its library
/// @param extras what the file says besides, such as versions; an empty object for nothing
public record GraphDef(List<NodeDef> nodes, List<FunctionDef> functions, Tree extras) {
  public GraphDef {
    nodes = List.copyOf(nodes);
    functions = List.copyOf(functions);
  }

  /// How many nodes there are, those of functions included.
  public int size() {
    return nodes.size() + functions.stream().mapToInt(f -> f.nodes().size()).sum();
  }

  /// The names that the constants may have where their values lie: a function's also with the
  /// function's name in front.
  public List<String> constants() {
    List<String> names = new ArrayList<>();
    nodes.stream().filter(NodeDef::isConstant).map(NodeDef::name).forEach(names::add);
    names.addAll(constants(functions));
    return names;
  }

  /// The same of functions alone.
  public static List<String> constants(List<FunctionDef> functions) {
    List<String> names = new ArrayList<>();
    for (FunctionDef function : functions) {
      for (NodeDef node : function.nodes()) {
        if (node.isConstant()) {
          names.add(node.name());
          names.add(function.name() + "/" + node.name());
        }
      }
    }
    return names;
  }
}
