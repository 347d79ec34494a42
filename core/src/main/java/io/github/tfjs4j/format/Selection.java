package io.github.tfjs4j.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which model of a file is meant, where files hold several or do not say: begin with [#DEFAULT]
/// and change what should differ.
///
/// @param tags those of the graph, of all that a SavedModel has
/// @param signature which of the graph's; empty for the one that the format takes by default
/// @param outputs the nodes of a frozen graph that are its results; empty for those that nothing
///   reads
/// @param stripDebugOps whether `CheckNumerics`, `Print` and `Assert` are left out
public record Selection(
    Set<String> tags, Optional<String> signature, List<String> outputs, boolean stripDebugOps) {
  private static final Set<String> SERVE = Set.of("serve");

  public static final Selection DEFAULT = new Selection(SERVE, Optional.empty(), List.of(), true);

  public Selection {
    tags = Set.copyOf(tags);
    outputs = List.copyOf(outputs);
  }

  /// Whether nobody has asked for certain tags.
  public boolean isDefault() {
    return tags.equals(SERVE);
  }

  public Selection withTags(Set<String> wanted) {
    return new Selection(wanted, signature, outputs, stripDebugOps);
  }

  public Selection withSignature(String name) {
    return new Selection(tags, Optional.of(name), outputs, stripDebugOps);
  }

  public Selection withOutputs(List<String> nodes) {
    return new Selection(tags, signature, nodes, stripDebugOps);
  }

  public Selection withStripDebugOps(boolean strip) {
    return new Selection(tags, signature, outputs, strip);
  }
}
