package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.app.compare.Board.Place;
import io.github.tfjs4j.app.compare.Board.Result;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures our own runtime, in this process.
///
/// @param threads on how many threads a prediction may compute
public record JvmRuns(int threads) {
  private static final int LEAST_RUNS = 3;

  /// Fills a place.
  public void measure(Contest contest, Place place) {
    place.is("tfjs4j on the JVM", threads == 1 ? "1 thread" : threads + " threads");
    for (int p = 0; p < contest.pairs().size(); p++) {
      Contest.Pair pair = contest.pairs().get(p);
      InferenceModel layers = pair.layers().withThreads(threads);
      InferenceModel graph = pair.graph().withThreads(threads);
      for (int f = 0; f < pair.feeds().size(); f++) {
        place.add(measure(contest.plan(), p, f, pair.feeds().get(f), layers, graph));
      }
    }
  }

  private static Result measure(
      Plan plan,
      int pair,
      int number,
      Contest.Feed feed,
      InferenceModel layers,
      InferenceModel graph) {
    Map<String, Tensor> byName = named(graph, feed.inputs());
    List<Double> layersMs = new ArrayList<>();
    List<Double> graphMs = new ArrayList<>();
    long start = System.nanoTime();
    int warm = 0;
    while ((warm < plan.warmups() || since(start) < plan.warmSeconds())
        && (warm == 0 || since(start) < plan.seconds() / 2)) {
      turn(warm++, layers, feed.inputs(), graph, byName, new ArrayList<>(), new ArrayList<>());
    }
    while (layersMs.size() < plan.runs()
        && (layersMs.size() < LEAST_RUNS || since(start) < plan.seconds())) {
      turn(layersMs.size(), layers, feed.inputs(), graph, byName, layersMs, graphMs);
    }
    return new Result(
        pair,
        number,
        Times.of(layersMs),
        Times.of(graphMs),
        feed.agreement(layers.predict(feed.inputs())),
        feed.agreement(graph.predict(byName)));
  }

  /// The inputs under the names that the graph has for them: in its order, where it has others.
  private static Map<String, Tensor> named(InferenceModel graph, Map<String, Tensor> inputs) {
    if (graph.inputs().keySet().equals(inputs.keySet())) {
      return inputs;
    }
    Map<String, Tensor> out = new LinkedHashMap<>();
    Iterator<Tensor> tensors = inputs.values().iterator();
    graph.inputs().keySet().stream()
        .filter(name -> tensors.hasNext())
        .forEach(name -> out.put(name, tensors.next()));
    return out;
  }

  /// Whoever comes second finds the caches full of the other's: they change places.
  private static void turn(
      int round,
      InferenceModel layers,
      Map<String, Tensor> layersInputs,
      InferenceModel graph,
      Map<String, Tensor> graphInputs,
      List<Double> layersMs,
      List<Double> graphMs) {
    if (round % 2 == 0) {
      layersMs.add(millis(layers, layersInputs));
      graphMs.add(millis(graph, graphInputs));
    } else {
      graphMs.add(millis(graph, graphInputs));
      layersMs.add(millis(layers, layersInputs));
    }
  }

  private static double millis(InferenceModel model, Map<String, Tensor> inputs) {
    long start = System.nanoTime();
    var _ = model.predict(inputs);
    return (System.nanoTime() - start) / 1e6;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
