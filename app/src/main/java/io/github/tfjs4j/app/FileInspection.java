package io.github.tfjs4j.app;

import io.github.tfjs4j.format.Choice;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which files a model was read from, and which others they hold.
///
/// @param choices of which the model that is shown is one; none where there is no other
record FileInspection(Format<?> format, List<Choice> choices) {
  static FileInspection of(Format<?> format, Source source) {
    return new FileInspection(format, format.choices(source));
  }

  void print(PrintStream out) {
    if (format != Formats.TFJS_LAYERS_MODEL && format != Formats.TFJS_GRAPH_MODEL) {
      out.println("read from: " + format.description() + " (" + format.name() + ")");
    }
    for (Choice choice : choices) {
      out.println(
          "signature "
              + choice.signature()
              + " ("
              + choice.tagList()
              + "): "
              + ports(choice.inputs())
              + " -> "
              + ports(choice.outputs()));
    }
  }

  private static String ports(Map<String, TensorType> ports) {
    return ports.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  /// `json` and what there is to say of the files.
  Tree with(Tree json) {
    if (choices.isEmpty()) {
      return json;
    }
    Map<String, Tree> fields = new LinkedHashMap<>(json.fields());
    fields.put("signatures", Tree.list(choices.stream().map(FileInspection::tree).toList()));
    return Tree.object(fields);
  }

  private static Tree tree(Choice choice) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("name", Tree.of(choice.signature()));
    fields.put("tags", Tree.list(choice.tags().stream().sorted().map(Tree::of).toList()));
    fields.put("inputs", TypeTree.ports(choice.inputs()));
    fields.put("outputs", TypeTree.ports(choice.outputs()));
    return Tree.object(fields);
  }
}
