package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The arguments with which a layer is called, as they stand in its node of the topology: trees in
/// which tensors are told apart, see [#isTensor].
///
/// @param positional in order; in Keras 2 only the first, which is a list where it is one in Keras
/// @param keywords by name
/// @param inputs the tensors of the call
public record Arguments(List<Tree> positional, Map<String, Tree> keywords, List<Value> inputs) {
  /// The keyword of masks, which travel beside the inputs and are none of them.
  static final String MASK = "mask";

  static final Tree NONE = Tree.EMPTY_OBJECT;

  private static final String TENSOR = "__tensor__";

  static Arguments of(KerasLayer layer, List<Value> inputs) {
    return new Arguments(
        layer.arguments().path("args").items(), layer.arguments().path("kwargs").fields(), inputs);
  }

  static Tree tree(List<Tree> positional, Map<String, Tree> keywords) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("args", Tree.list(positional));
    fields.put("kwargs", Tree.object(keywords));
    return Tree.object(fields);
  }

  /// What stands for input `index` of the call.
  static Tree tensor(int index) {
    return Tree.object(Map.of(TENSOR, Tree.of(index)));
  }

  /// Whether an argument, or a part of one, is a tensor.
  public static boolean isTensor(Tree argument) {
    return argument.path(TENSOR).isInt();
  }

  /// Which input of its call a tensor is, see [#isTensor].
  static int place(Tree tensor) {
    return tensor.path(TENSOR).intValue();
  }

  /// The tensor that `argument` is.
  ///
  /// @throws FormatException where it is none
  public Value tensor(Tree argument) {
    return index(argument)
        .map(inputs::get)
        .orElseThrow(() ->
            new FormatException(
                "an argument should be a tensor, found " + Inbound.brief(argument)));
  }

  /// Which of the inputs `argument` is; empty where it is no tensor. Keras 2 lists even a single
  /// one.
  public Optional<Integer> index(Tree argument) {
    if (argument.size() == 1 && isTensor(argument.path(0))) {
      return index(argument.path(0));
    }
    int index = isTensor(argument) ? argument.path(TENSOR).intValue() : -1;
    return index < 0 || index >= inputs.size() ? Optional.empty() : Optional.of(index);
  }

  /// The keyword argument, or the positional one where there is none, or [Tree#MISSING].
  public Tree get(String keyword, int position) {
    Tree named = keywords.getOrDefault(keyword, Tree.MISSING);
    return named.isMissing() && position >= 0 && position < positional.size()
        ? positional.get(position)
        : named;
  }

  /// The tensor of the keyword argument, where one is given.
  public Optional<Value> tensor(String keyword) {
    Tree argument = get(keyword, -1);
    return isTensor(argument) ? Optional.of(tensor(argument)) : Optional.empty();
  }

  /// The tensors in an argument, in order.
  public List<Value> tensors(Tree argument) {
    if (isTensor(argument)) {
      return List.of(tensor(argument));
    }
    List<Value> found = new ArrayList<>();
    argument.values().forEach(a -> found.addAll(tensors(a)));
    return found;
  }

  /// Whether more than one argument is a tensor or holds one, masks apart.
  boolean isSeveralTensors() {
    return Stream.concat(
                positional.stream(),
                keywords.entrySet().stream()
                    .filter(e -> !e.getKey().equals(MASK))
                    .map(Map.Entry::getValue))
            .filter(a -> !tensors(a).isEmpty())
            .count()
        > 1;
  }

  /// The masks that the call is given for its inputs, by the places of those in its first argument;
  /// empty where it is given none.
  List<Optional<Value>> masks() {
    Tree given = keywords.getOrDefault(MASK, Tree.MISSING);
    if (isTensor(given)) {
      return List.of(Optional.of(tensor(given)));
    }
    List<Optional<Value>> masks = new ArrayList<>();
    for (Tree mask : given.items()) {
      masks.add(isTensor(mask) ? Optional.of(tensor(mask)) : Optional.empty());
    }
    return masks.stream().allMatch(Optional::isEmpty) ? List.of() : masks;
  }
}
