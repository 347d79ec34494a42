package io.github.tfjs4j.format;

import java.util.List;
import java.util.stream.Collectors;

/// The formats that there are.
public final class Formats {
  public static final List<ModelFormat<?>> ALL =
      List.of(new TfjsLayersFormat(), new TfjsGraphFormat());

  private Formats() {}

  /// The format of `file`.
  ///
  /// @throws io.github.tfjs4j.FormatException where it is none of [#ALL]
  public static ModelFormat<?> of(ModelFile file) {
    return ALL.stream()
        .filter(f -> f.recognises(file))
        .findFirst()
        .orElseThrow(() ->
            file.error(
                "this is no model that tfjs4j reads: "
                    + TfjsTopology.whatIsWrong(file)
                    + "; known are "
                    + names()));
  }

  private static String names() {
    return ALL.stream().map(ModelFormat::name).collect(Collectors.joining(", "));
  }
}
