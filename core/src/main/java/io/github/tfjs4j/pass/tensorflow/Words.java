package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.TensorFlowOps.Arg;
import io.github.tfjs4j.op.TensorFlowOps.Attribute;
import io.github.tfjs4j.op.TensorFlowOps.Definition;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What TensorFlow's definition of an op makes of a node: the types that its inputs must have and
/// its results will have, and its attributes.
///
/// An attribute that is a type is the widest of what it stands for: the inputs, and the result that
/// the node has in TF.js. So a mean of integers is one of real numbers, and a sum of bools one of
/// integers. Where TensorFlow does not execute the op for that, the next wider type is taken, or if
/// there is none the next narrower.
final class Words {
  private static final List<DataType> WIDER =
      List.of(DataType.BOOL, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.COMPLEX64);

  private final Node node;
  private final Definition definition;
  private final Map<String, AttrValue> own;
  private final Map<String, DataType> bound = new HashMap<>();
  private final List<Slot> inputs;
  private final List<Slot> results;

  /// One tensor that a node takes or gives.
  private record Slot(Arg arg, DataType type) {}

  /// @param own what our op says of itself
  Words(Node node, Definition definition, Map<String, AttrValue> own) {
    this.node = node;
    this.definition = definition;
    this.own = own;
    this.inputs =
        slots(definition.inputs(), node.inputs().stream().map(v -> v.dataType()).toList());
    this.results = slots(definition.results(), node.types().stream().map(t -> t.type()).toList());
    definition
        .attributes()
        .forEach((key, attribute) -> {
          if (attribute.isType()) {
            bind(key, attribute);
          }
        });
  }

  /// Which argument each of the tensors belongs to: all that the others leave is the one that may
  /// be several, or the equal parts of those that may.
  private static List<Slot> slots(List<Arg> args, List<DataType> types) {
    long several = args.stream().filter(Arg::isSeveral).count();
    int left = types.size() - (int) (args.size() - several);
    List<Slot> slots = new ArrayList<>();
    for (Arg arg : args) {
      int width = arg.isSeveral() ? Math.max(0, left / (int) several) : 1;
      for (int i = 0; i < width && slots.size() < types.size(); i++) {
        slots.add(new Slot(arg, types.get(slots.size())));
      }
    }
    return slots;
  }

  private void bind(String key, Attribute attribute) {
    DataType widest = DataType.INVALID;
    for (List<Slot> slots : List.of(inputs, results)) {
      for (Slot slot : slots) {
        widest = slot.arg().type().equals(key) ? wider(widest, slot.type()) : widest;
      }
    }
    if (widest == DataType.INVALID && own.get(key) instanceof AttrValue.Type(DataType said)) {
      widest = said.runtime();
    }
    if (widest != DataType.INVALID) {
      bound.put(key, executed(widest, attribute.types()));
    }
  }

  private static DataType wider(DataType a, DataType b) {
    return WIDER.indexOf(b) > WIDER.indexOf(a) || a == DataType.INVALID ? b : a;
  }

  private static DataType executed(DataType type, Set<DataType> by) {
    int at = WIDER.indexOf(type);
    if (by.contains(type) || at < 0) {
      return type;
    }
    List<DataType> next = new ArrayList<>(WIDER.subList(at, WIDER.size()));
    next.addAll(WIDER.subList(0, at).reversed());
    return next.stream().filter(by::contains).findFirst().orElse(type);
  }

  private DataType type(Slot slot) {
    return slot.arg().fixed().orElseGet(() -> bound.getOrDefault(slot.arg().type(), slot.type()));
  }

  /// Of input `i`.
  DataType input(int i) {
    return i < inputs.size() ? type(inputs.get(i)) : node.input(i).dataType();
  }

  /// Of result `i`.
  DataType result(int i) {
    return i < results.size() ? type(results.get(i)) : node.types().get(i).type();
  }

  /// Whether TensorFlow's op gives results at all.
  boolean hasResults() {
    return !definition.results().isEmpty();
  }

  /// All that the definition asks for and that does not have its default.
  Map<String, AttrValue> attributes() {
    Map<String, AttrValue> all = new LinkedHashMap<>();
    definition
        .attributes()
        .forEach((key, attribute) -> {
          if (attribute.isType()) {
            if (bound.containsKey(key)) {
              all.put(key, new AttrValue.Type(bound.get(key)));
            }
          } else if (attribute.isTypes()) {
            all.put(key, new AttrValue.Types(types(key)));
          } else if (counts(key)) {
            all.put(key, new AttrValue.I(count(key)));
          } else if (own.containsKey(key)) {
            all.put(key, own.get(key));
          }
        });
    return all;
  }

  private List<DataType> types(String key) {
    List<Slot> slots =
        definition.inputs().stream().anyMatch(a -> a.type().equals(key)) ? inputs : results;
    return slots.stream().filter(s -> s.arg().type().equals(key)).map(Slot::type).toList();
  }

  private boolean counts(String key) {
    return Arrays.asList(definition.inputs(), definition.results()).stream()
        .flatMap(List::stream)
        .anyMatch(a -> a.number().equals(key));
  }

  private long count(String key) {
    List<Slot> slots =
        definition.inputs().stream().anyMatch(a -> a.number().equals(key)) ? inputs : results;
    Arg first =
        slots.stream().map(Slot::arg).filter(a -> a.number().equals(key)).findFirst().orElse(null);
    return slots.stream().filter(s -> s.arg().equals(first)).count();
  }
}
