package io.github.tfjs4j.app;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.op.OpList;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tfjs4j ops`: the ops that are known, and where they run.
@Command(
    name = OpsCommand.NAME,
    description = "List the ops that graphs are made of, and whether they run here and in TF.js.",
    abbreviateSynopsis = true,
    sortOptions = false)
final class OpsCommand implements Callable<Integer> {
  static final String NAME = "ops";

  private final Terminal terminal;

  @Option(names = "--json", description = "Print JSON.")
  private boolean asJson;

  OpsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<OpList.Row> rows = OpList.rows();
    if (asJson) {
      Tree ops = Tree.list(rows.stream().map(OpsCommand::tree).toList());
      terminal.out().println(Json.pretty(Tree.object(Map.of("ops", ops))));
      return Exit.OK;
    }
    TextTable table = new TextTable("Op", "tfjs4j", "TF.js", "Attributes", "Also called");
    rows.forEach(op ->
        table.row(
            op.name(),
            op.runs() ? "yes" : "no",
            op.tfjs() ? "yes" : "no",
            String.join(", ", op.attributes()),
            String.join(", ", op.aliases())));
    table.print(terminal.out());
    terminal
        .out()
        .println(
            Summary.count(rows.size(), "op")
                + ". The loops of TensorFlow 1 (Switch, Merge, Enter, ...) are read as While and"
                + " If.");
    return Exit.OK;
  }

  private static Tree tree(OpList.Row op) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("name", Tree.of(op.name()));
    fields.put("attributes", strings(op.attributes()));
    fields.put("aliases", strings(op.aliases()));
    fields.put("runs", Tree.of(op.runs()));
    fields.put("tfjs", Tree.of(op.tfjs()));
    return Tree.object(fields);
  }

  private static Tree strings(List<String> all) {
    return Tree.list(all.stream().map(Tree::of).toList());
  }
}
