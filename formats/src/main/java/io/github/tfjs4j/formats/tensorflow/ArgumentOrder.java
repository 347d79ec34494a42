package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.formats.proto.MetaGraph;
import io.github.tfjs4j.formats.proto.SavedObject;
import io.github.tfjs4j.formats.proto.SavedObjectGraph;
import io.github.tfjs4j.formats.proto.StructuredValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The order of a model's inputs and outputs, which a signature has not: that of the arguments of
/// the function that people call. Where no function has just these, the order of their names.
final class ArgumentOrder {
  private static final String OUTPUT = "output_";

  private ArgumentOrder() {}

  /// @param keys of a signature's inputs
  static List<String> inputs(Collection<String> keys, SavedObjectGraph objects) {
    for (String name : functions(objects)) {
      Optional<List<String>> order =
          Optional.ofNullable(objects.getConcreteFunctionsMap().get(name))
              .map(f -> names(f.getCanonicalizedInputSignature()))
              .filter(n -> n.size() == keys.size() && new HashSet<>(n).equals(new HashSet<>(keys)));
      if (order.isPresent()) {
        return order.get();
      }
    }
    return List.copyOf(new TreeSet<>(keys));
  }

  /// The names of the functions that are the model's own.
  static List<String> functions(SavedObjectGraph objects) {
    List<String> names = new ArrayList<>();
    if (objects.getNodesCount() > 0) {
      for (SavedObject.Child child : objects.getNodes(0).getChildrenList()) {
        if (child.getNodeId() >= 0 && child.getNodeId() < objects.getNodesCount()) {
          names.addAll(
              objects.getNodes(child.getNodeId()).getFunction().getConcreteFunctionsList());
        }
      }
    }
    return names;
  }

  /// The names of the tensors in a structure, in the order in which TensorFlow flattens it.
  private static List<String> names(StructuredValue value) {
    List<String> names = new ArrayList<>();
    collect(value, names);
    return names;
  }

  private static void collect(StructuredValue value, List<String> to) {
    if (value.hasTensorSpecValue()) {
      to.add(value.getTensorSpecValue().getName());
    }
    value.getTupleValue().getValuesList().forEach(v -> collect(v, to));
    value.getListValue().getValuesList().forEach(v -> collect(v, to));
    new TreeMap<>(value.getDictValue().getFieldsMap()).forEach((_, v) -> collect(v, to));
  }

  /// The order of outputs: of those that are numbered that of their numbers; of those that are
  /// called like the layers that give them, that in which a Keras model gives them.
  ///
  /// @param keys of a signature's outputs
  static List<String> outputs(Collection<String> keys, MetaGraph graph) {
    Optional<List<String>> layers = new OutputLayers(graph, Set.copyOf(keys)).order();
    if (layers.isPresent()) {
      return layers.get();
    }
    boolean numbered = keys.stream().allMatch(k -> k.matches(OUTPUT + "[0-9]{1,6}"));
    List<String> order = new ArrayList<>(new TreeSet<>(keys));
    if (numbered) {
      order.sort(
          java.util.Comparator.comparingInt(k -> Integer.parseInt(k.substring(OUTPUT.length()))));
    }
    return order;
  }
}
