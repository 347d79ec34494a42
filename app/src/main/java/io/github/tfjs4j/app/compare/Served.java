package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tree.Tree;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The files of a model of TF.js, by the names that `model.json` gives them: no others.
record Served(Source source, Set<String> weights) {
  static final String MODEL = "model.json";

  static Served of(Source source) {
    Set<String> names = new HashSet<>();
    Tree json = Json.parse(source.bytes(main(source)).toArray(), source.place(main(source)));
    for (Tree group : json.path("weightsManifest")) {
      group.path("paths").forEach(path -> path.string().ifPresent(names::add));
    }
    return new Served(source, names);
  }

  private static String main(Source source) {
    return source.main().orElse(MODEL);
  }

  /// The content of `model.json`, whatever it is called, or of a weight file.
  Optional<byte[]> file(String name) {
    String wanted = name.equals(MODEL) ? main(source) : name;
    if (!name.equals(MODEL) && !weights.contains(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(source.bytes(wanted).toArray());
    } catch (FormatException _) {
      return Optional.empty();
    }
  }
}
