package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The vocabularies that layers were adapted to: an archive has them in files of their own, a token
/// a line, and the configs say nothing.
final class Vocabularies {
  private static final String KEY = "vocabulary";

  private Vocabularies() {}

  /// The topology with the vocabularies of its outermost layers in their configs.
  static Tree given(Tree topology, Source source) {
    Map<String, Tree> found = new HashMap<>();
    for (WeightLayout.Owner owner : WeightLayout.of(topology).owners()) {
      String file = "assets/" + owner.path() + "/vocabulary.txt";
      Tree config = owner.spec().path("config");
      if (config.has(KEY) && config.path(KEY).isNull() && source.has(file)) {
        boolean whole = owner.spec().path("class_name").string("").equals("IntegerLookup");
        found.put(owner.layer(), tokens(source, file, whole));
      }
    }
    if (found.isEmpty()) {
      return topology;
    }
    Tree model = topology.path(KerasFile.MODEL);
    Tree config = model.path("config");
    List<Tree> layers = new ArrayList<>();
    for (Tree layer : config.path("layers")) {
      Tree own = layer.path("config");
      Tree tokens = found.get(own.path("name").string(""));
      layers.add(tokens == null ? layer : layer.with("config", own.with(KEY, tokens)));
    }
    return topology.with(
        KerasFile.MODEL, model.with("config", config.with("layers", Tree.list(layers))));
  }

  private static Tree tokens(Source source, String file, boolean whole) {
    String text = new String(source.bytes(file).toArray(), StandardCharsets.UTF_8);
    List<Tree> tokens = new ArrayList<>();
    for (String token : text.split("\n", -1)) {
      try {
        tokens.add(whole ? Tree.of(Long.parseLong(token.strip())) : Tree.of(token));
      } catch (NumberFormatException e) {
        throw new FormatException(
            source.place(file)
                + ": a token should be a whole number, found "
                + ModelException.quoted(token),
            e);
      }
    }
    return Tree.list(tokens);
  }
}
