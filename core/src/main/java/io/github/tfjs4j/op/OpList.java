package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.OpDef;
import java.util.Comparator;
import java.util.List;

/// The vocabulary as a table, for people.
public final class OpList {
  /// One op.
  ///
  /// @param attributes those that follow from its inputs or results aside
  /// @param aliases other names of the very same op
  /// @param runs whether it runs here
  /// @param tfjs whether it runs in TF.js
  public record Row(
      String name, List<String> attributes, List<String> aliases, boolean runs, boolean tfjs) {}

  private OpList() {}

  /// All ops by name.
  public static List<Row> rows() {
    return Ops.ALL.all().stream().map(OpList::row).sorted(Comparator.comparing(Row::name)).toList();
  }

  private static Row row(OpDef<?> def) {
    return new Row(
        def.name(),
        def.keys(),
        def.aliases().stream().sorted().toList(),
        !def.isOf(Weight.class),
        def.isTfjs());
  }
}
