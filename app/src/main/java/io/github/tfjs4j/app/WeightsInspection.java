package io.github.tfjs4j.app;

import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.WeightsOnly;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Weights that no model belongs to, one by one.
record WeightsInspection(List<WeightEntry> weights, StoredWeights stored) {
  static WeightsInspection of(WeightsOnly files) {
    List<WeightEntry> weights =
        files.groups().stream().flatMap(group -> group.entries().stream()).toList();
    return new WeightsInspection(
        weights, StoredWeights.of(weights.stream().map(WeightEntry::data)));
  }

  void print(Source source, PrintStream out) {
    out.println("Weights only " + source);
    out.println("what is computed with them only the program knows that loads them");
    out.println();
    TextTable table =
        new TextTable("Weight", "Type", "Stored as", "Shape", ">Min", ">Max", "First values");
    for (WeightEntry weight : weights) {
      Tensor values = weight.data().tensor();
      OutputTable.Range range = OutputTable.Range.of(values);
      table.row(
          weight.name(),
          values.type().jsName(),
          storedAs(weight),
          values.shape().toString(),
          range.minText(),
          range.maxText(),
          OutputTable.first(values) + range.remark());
    }
    table.print(out);
    out.println(stored);
  }

  private static String storedAs(WeightEntry weight) {
    return weight.data() instanceof StoredTensor t ? t.encoding().label() : "";
  }

  Tree tree(Source source) {
    Map<String, Tree> to = new LinkedHashMap<>();
    to.put("format", Tree.of("weights"));
    to.put("source", Tree.of(source.toString()));
    List<Tree> tensors = new ArrayList<>();
    for (WeightEntry weight : weights) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("name", Tree.of(weight.name()));
      TypeTree.put(new TensorType(weight.data().type(), weight.data().shape()), fields);
      fields.put("stored", Tree.of(storedAs(weight)));
      OutputTable.Range.of(weight.data().tensor()).writeTo(fields);
      tensors.add(Tree.object(fields));
    }
    to.put("tensors", Tree.list(tensors));
    stored.writeTo(to);
    return Tree.object(to);
  }
}
