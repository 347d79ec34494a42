package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The formats that there are: ours, those found as services, and those that we know by name alone.
/// What converts into what, help, detection and messages follow from this list.
public final class Formats {
  public static final TfjsLayersFormat TFJS_LAYERS_MODEL = new TfjsLayersFormat();
  public static final TfjsGraphFormat TFJS_GRAPH_MODEL = new TfjsGraphFormat();

  private static final List<Format<?>> OWN = List.of(TFJS_LAYERS_MODEL, TFJS_GRAPH_MODEL);

  public static final List<Format<?>> ALL = with(ServiceLoader.load(Format.class));

  private Formats() {}

  /// Ours, the ones that were found, and of those known by name the ones that were not.
  @SuppressWarnings("rawtypes")
  static List<Format<?>> with(Iterable<? extends Format> found) {
    List<Format<?>> all = new ArrayList<>(OWN);
    found.forEach(f -> add(f, all));
    KnownFormat.ALL.forEach(f -> add(f, all));
    return List.copyOf(all);
  }

  private static void add(Format<?> format, List<Format<?>> to) {
    if (to.stream().noneMatch(f -> f.name().equals(format.name()))) {
      to.add(format);
    }
  }

  /// The format of `source`.
  ///
  /// @throws FormatException where it is none of [#ALL]
  public static Format<?> of(Source source) {
    return ALL.stream()
        .filter(f -> f.recognises(source))
        .findFirst()
        .orElseThrow(() -> new FormatException(whatIsWrong(source)));
  }

  /// The format that is called `name`.
  public static Optional<Format<?>> named(String name) {
    return ALL.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /// The names of some formats, for messages.
  public static String names(Predicate<Format<?>> which) {
    return ALL.stream().filter(which).map(Format::name).collect(Collectors.joining(", "));
  }

  private static String whatIsWrong(Source source) {
    String why =
        ModelJson.find(source)
            .map(json -> json.name() + ": this is no model: " + json.whatIsWrong())
            .orElseGet(() ->
                source
                    + (source.main().isEmpty()
                        ? ": there is no model.json in it"
                        : ": this is no model: it begins with the bytes "
                            + HexFormat.ofDelimiter(" ").formatHex(source.start(8))));
    return why + "; read are " + names(Format::reads);
  }
}
