package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.keras.WeightLayout.Owner;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The weights of an `.h5` file: a group for each layer, in which `weight_names` says the order.
/// What is which follows from the order of the layers and that of each layer's weights.
///
/// @param place for messages
record Hdf5Weights(String place, WeightLayout layout, LegacyWeights legacy) {
  private record Stored(String name, TensorSource data) {}

  private record Group(String layer, List<Stored> weights) {}

  /// The weights by the names that [WeightLayout] gives them.
  Map<String, TensorSource> read(Hdf5Group root) {
    List<String> layers =
        root.texts("layer_names")
            .orElseThrow(() ->
                new FormatException(root.place() + ": there is no list layer_names of its layers"));
    List<Group> groups = new ArrayList<>();
    for (String layer : layers) {
      List<Stored> weights = weights(root, layer);
      if (!weights.isEmpty()) {
        groups.add(new Group(layer, weights));
      }
    }
    Map<String, TensorSource> named = new LinkedHashMap<>();
    List<Owner> owners = owners(groups);
    for (int i = 0; i < groups.size(); i++) {
      name(groups.get(i), owners.get(i), named);
    }
    return named;
  }

  private static List<Stored> weights(Hdf5Group root, String layer) {
    Hdf5Group group =
        root.group(layer)
            .orElseThrow(() ->
                new FormatException(
                    root.place()
                        + ": layer "
                        + ModelException.quoted(layer)
                        + " is listed, but has no group"));
    List<Stored> weights = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String name : group.texts("weight_names").orElse(List.of())) {
      TensorSource data =
          group
              .tensor(name)
              .orElseThrow(() ->
                  new FormatException(
                      group.place()
                          + ": weight "
                          + ModelException.quoted(name)
                          + " is listed, but not there"));
      if (!names.add(name)) {
        throw new FormatException(
            group.place()
                + ": two weights are called "
                + ModelException.quoted(name)
                + ", and the file can hold but one of them: give the layers in it names that differ,"
                + " and save the model again");
      }
      weights.add(new Stored(name, data));
    }
    return weights;
  }

  /// Whose each group is. Keras goes by the order alone, and never minds the names; they are heeded
  /// where they say the same, because then it matters not how many weights a class has that only
  /// its maker knows.
  private List<Owner> owners(List<Group> groups) {
    List<Owner> all = layout.owners();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      places.put(all.get(i).layer(), i);
    }
    List<Integer> named = groups.stream().map(g -> places.getOrDefault(g.layer(), -1)).toList();
    boolean inOrder =
        !named.contains(-1)
            && IntStream.range(1, named.size()).allMatch(i -> named.get(i - 1) < named.get(i));
    if (inOrder) {
      return named.stream().map(all::get).toList();
    }
    List<Owner> weighted = all.stream().filter(o -> !o.slots().isEmpty()).toList();
    if (weighted.size() != groups.size()) {
      throw new FormatException(
          place
              + ": there are weights of "
              + groups.size()
              + " layers ("
              + names(groups.stream().map(Group::layer))
              + "), but the config has "
              + weighted.size()
              + " layers with weights ("
              + names(weighted.stream().map(Owner::layer))
              + "), so nobody can say which are whose");
    }
    return weighted;
  }

  private static String names(Stream<String> layers) {
    return layers.limit(5).map(ModelException::quoted).collect(Collectors.joining(", "));
  }

  private void name(Group group, Owner owner, Map<String, TensorSource> to) {
    List<Slot> slots = owner.inFileOrder();
    List<TensorSource> weights =
        legacy.of(owner, group.weights().stream().map(Stored::data).toList());
    boolean byPlace = slots.size() == weights.size();
    for (int i = 0; i < weights.size(); i++) {
      String name = byPlace ? slots.get(i).name() : byName(group.weights().get(i).name(), owner);
      if (to.putIfAbsent(name, weights.get(i)) != null) {
        throw new FormatException(
            "layer "
                + ModelException.quoted(group.layer())
                + " has two weights named "
                + ModelException.quoted(name));
      }
    }
  }

  /// The name of a weight in a layer of which we do not know how many it has.
  private static String byName(String stored, Owner owner) {
    String name = stored.replaceFirst(":\\d+$", "");
    String last = name.substring(name.lastIndexOf('/') + 1);
    List<String> alike =
        owner.slots().stream().map(Slot::name).filter(n -> n.endsWith("/" + last)).toList();
    if (alike.size() == 1) {
      return alike.getFirst();
    }
    String whole = "/" + name;
    int at = whole.indexOf("/" + owner.layer() + "/");
    return at < 0 ? owner.layer() + whole : whole.substring(at + 1);
  }
}
