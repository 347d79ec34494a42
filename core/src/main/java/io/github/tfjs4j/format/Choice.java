package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// One of the models that the files of a format hold, of which a [Selection] chooses one.
///
/// @param tags of the graph that it is in
/// @param signature its name in that graph
/// @param inputs by name, with what is declared of them
/// @param outputs likewise
public record Choice(
    Set<String> tags,
    String signature,
    Map<String, TensorType> inputs,
    Map<String, TensorType> outputs) {
  public Choice {
    tags = Set.copyOf(tags);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /// The tags as a command line takes them, `serve` or `serve,gpu`.
  public String tagList() {
    return String.join(",", tags.stream().sorted().toList());
  }
}
