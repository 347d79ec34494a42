package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The calls of one model's layers, connected: every tensor that a call reads exists, and no call
/// waits for itself.
final class CallGraph {
  /// One call: its layer, and where its inputs come from.
  private record Step(LayerSpec layer, Call call, List<Source> sources) {}

  /// Result `tensor` of step `step`.
  private record Source(int step, int tensor) {}

  private final String where;
  private final Semantics semantics;
  private final Map<String, LayerSpec> layers;
  private final Map<String, Integer> modelResults;
  private final Map<String, Integer> firstStep = new HashMap<>();
  private final Map<String, Integer> firstIndex;
  private final List<Step> steps = new ArrayList<>();
  private final List<Ref> inputRefs;
  private final List<Ref> outputRefs;
  private final Set<Integer> inputs;
  private final List<Source> outputs;
  private final List<Integer> order;

  /// @param modelResults how many outputs each of the layers has that are models
  /// @param fromZero whether the first call of each of them is counted as 0, come what may
  CallGraph(
      String where,
      Semantics semantics,
      Map<String, LayerSpec> layers,
      Map<String, Integer> modelResults,
      List<Ref> inputRefs,
      List<Ref> outputRefs,
      boolean fromZero) {
    this.where = where;
    this.semantics = semantics;
    this.layers = layers;
    this.modelResults = modelResults;
    this.inputRefs = inputRefs;
    this.outputRefs = outputRefs;
    this.firstIndex = fromZero ? Map.of() : firstIndices();
    int n = 0;
    for (LayerSpec layer : layers.values()) {
      firstStep.put(layer.name(), n);
      n += layer.calls().size();
    }
    for (LayerSpec layer : layers.values()) {
      for (int i = 0; i < layer.calls().size(); i++) {
        Call call = layer.calls().get(i);
        String at = where + ": " + layer.describe() + ": inbound_nodes[" + i + "]";
        steps.add(new Step(layer, call, call.inputs().stream().map(r -> source(r, at)).toList()));
      }
    }
    this.inputs = inputs();
    this.outputs = outputRefs.stream().map(r -> source(r, where + ": output_layers")).toList();
    this.order = order();
    checkInputs();
  }

  List<Ref> outputs() {
    return outputRefs;
  }

  /// The input layer of a model that has one input.
  LayerSpec onlyInput(String message) {
    if (inputRefs.size() != 1) {
      throw new FormatException(
          message + " has " + inputRefs.size() + " inputs, but a sequential model has one");
    }
    return layers.get(inputRefs.getFirst().layer());
  }

  /// What the first call of each model among the layers is counted as. A model that was built on
  /// inputs of its own has had a call before those that the file lists, so the first of them is 1;
  /// whether it was is not written down, but every call that is listed is read, so the smallest
  /// index that occurs tells.
  private Map<String, Integer> firstIndices() {
    Map<String, Integer> smallest = new HashMap<>();
    for (LayerSpec layer : layers.values()) {
      for (Call call : layer.calls()) {
        call.inputs().forEach(r -> smallest.merge(r.layer(), r.node(), Math::min));
      }
    }
    outputRefs.forEach(r -> smallest.merge(r.layer(), r.node(), Math::min));
    smallest.replaceAll((layer, least) -> modelResults.containsKey(layer) ? Math.min(least, 1) : 0);
    return smallest;
  }

  private Source source(Ref ref, String at) {
    LayerSpec layer = layers.get(ref.layer());
    if (layer == null) {
      throw new FormatException(
          at + " names layer '" + ref.layer() + "', which the model does not have");
    }
    int call = ref.node() - firstIndex.getOrDefault(ref.layer(), 0);
    if (call < 0 || call >= layer.calls().size()) {
      throw new FormatException(
          at
              + " names call "
              + ref.node()
              + " of "
              + layer.describe()
              + ", which is called "
              + layer.calls().size()
              + (layer.calls().size() == 1 ? " time" : " times"));
    }
    int results = layer.isInput() ? 1 : modelResults.getOrDefault(ref.layer(), Integer.MAX_VALUE);
    if (ref.tensor() >= results) {
      throw new FormatException(
          at
              + " names result "
              + ref.tensor()
              + " of "
              + layer.describe()
              + ", which has "
              + results);
    }
    return new Source(firstStep.get(ref.layer()) + call, ref.tensor());
  }

  private Set<Integer> inputs() {
    Set<Integer> found = new LinkedHashSet<>();
    for (Ref ref : inputRefs) {
      int step = source(ref, where + ": input_layers").step();
      LayerSpec layer = steps.get(step).layer();
      if (!layer.isInput()) {
        throw new FormatException(
            where + ": input_layers names " + layer.describe() + ", which is no InputLayer");
      }
      if (!found.add(step)) {
        throw new FormatException(where + ": input_layers names " + layer.describe() + " twice");
      }
    }
    return found;
  }

  /// All steps, each behind those that it reads, otherwise as they stand in the file.
  private List<Integer> order() {
    int[] waitsFor = new int[steps.size()];
    List<List<Integer>> readers = new ArrayList<>();
    steps.forEach(_ -> readers.add(new ArrayList<>()));
    Deque<Integer> ready = new ArrayDeque<>();
    for (int s = 0; s < steps.size(); s++) {
      for (Source source : steps.get(s).sources()) {
        readers.get(source.step()).add(s);
      }
      waitsFor[s] = steps.get(s).sources().size();
      if (waitsFor[s] == 0) {
        ready.add(s);
      }
    }
    List<Integer> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int s = ready.poll();
      sorted.add(s);
      for (int reader : readers.get(s)) {
        if (--waitsFor[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < steps.size()) {
      throw cycle(waitsFor);
    }
    return sorted;
  }

  private FormatException cycle(int[] waitsFor) {
    int at = 0;
    while (waitsFor[at] == 0) {
      at++;
    }
    // Every step that still waits reads another one that does: going back must come round.
    LinkedHashSet<Integer> path = new LinkedHashSet<>();
    while (path.add(at)) {
      at =
          steps.get(at).sources().stream()
              .map(Source::step)
              .filter(s -> waitsFor[s] > 0)
              .findFirst()
              .orElseThrow();
    }
    int start = at;
    List<String> names =
        new ArrayList<>(
            path.stream()
                .dropWhile(s -> s != start)
                .map(s -> steps.get(s).layer().name())
                .toList());
    names.add(names.getFirst());
    List<String> forward = names.reversed();
    String shown =
        forward.size() <= 12
            ? String.join(" -> ", forward)
            : String.join(" -> ", forward.subList(0, 6))
                + " -> ... -> "
                + String.join(" -> ", forward.subList(forward.size() - 5, forward.size()));
    String calls = names.size() == 2 ? "1 call" : (names.size() - 1) + " calls";
    return new FormatException(where + ": inbound_nodes make a cycle of " + calls + ": " + shown);
  }

  private void checkInputs() {
    Set<Integer> needed = new LinkedHashSet<>();
    Deque<Integer> todo = new ArrayDeque<>();
    outputs.forEach(o -> todo.add(o.step()));
    while (!todo.isEmpty()) {
      int s = todo.pop();
      if (!needed.add(s)) {
        continue;
      }
      LayerSpec layer = steps.get(s).layer();
      if (layer.isInput() && steps.get(s).sources().isEmpty() && !inputs.contains(s)) {
        throw new FormatException(
            where
                + ": "
                + layer.describe()
                + " feeds the outputs, but is not among the input_layers");
      }
      steps.get(s).sources().forEach(source -> todo.push(source.step()));
    }
  }

  Graph build() {
    int[] results = new int[steps.size()];
    java.util.Arrays.fill(results, 1);
    steps.forEach(step ->
        step.sources()
            .forEach(s -> results[s.step()] = Math.max(results[s.step()], s.tensor() + 1)));
    outputs.forEach(s -> results[s.step()] = Math.max(results[s.step()], s.tensor() + 1));
    GraphBuilder to = GraphBuilder.verbatim();
    Node[] nodes = new Node[steps.size()];
    for (int s : order) {
      Step step = steps.get(s);
      LayerSpec layer = step.layer();
      KerasLayer op =
          new KerasLayer(
              layer.className(),
              layer.name(),
              layer.config(),
              step.call().arguments(),
              results[s],
              semantics);
      to.from(Set.of(layer.describe()), "");
      nodes[s] =
          to.addNode(
              op, step.sources().stream().map(i -> nodes[i.step()].out(i.tensor())).toList());
      to.named(layer.name(), nodes[s].out(0));
    }
    Map<String, Value> in = new LinkedHashMap<>();
    inputs.forEach(s -> in.put(steps.get(s).layer().name(), nodes[s].out(0)));
    return to.build(in, outputs(nodes));
  }

  private Map<String, Value> outputs(Node[] nodes) {
    Set<String> layerNames = new LinkedHashSet<>();
    outputRefs.forEach(r -> layerNames.add(r.layer()));
    Map<String, Value> out = new LinkedHashMap<>();
    Map<String, Integer> suffixes = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      String layer = outputRefs.get(i).layer();
      String key = layer;
      // A suffixed name must not take that of another output layer which is called so.
      while (out.containsKey(key) || (!key.equals(layer) && layerNames.contains(key))) {
        key = layer + "_" + suffixes.merge(layer, 1, Integer::sum);
      }
      out.put(key, nodes[outputs.get(i).step()].out(outputs.get(i).tensor()));
    }
    return out;
  }
}
