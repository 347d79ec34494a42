package io.github.tfjs4j.app;

import io.github.tfjs4j.app.compare.Board;
import io.github.tfjs4j.app.compare.Board.Place;
import io.github.tfjs4j.app.compare.ClientRuns;
import io.github.tfjs4j.app.compare.Contest;
import io.github.tfjs4j.app.compare.JvmRuns;
import io.github.tfjs4j.app.compare.Server;
import io.github.tfjs4j.app.compare.TfjsPackages;
import io.github.tfjs4j.app.compare.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The places where `tfjs4j compare` measures, one after the other.
///
/// @param missing how to get TensorFlow.js
record ComparePlaces(
    Board board, Workplace workplace, Server server, Optional<TfjsPackages> tfjs, String missing) {
  static final List<String> NAMES = List.of("chromium-webgl", "chromium-wasm", "node-wasm", "jvm");

  /// TensorFlow.js takes no more threads.
  private static final int TFJS_CORES_PER_THREAD = 2;

  /// For the help.
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(NAMES);
    }
  }

  /// @throws UsageException where there is no such place
  static void check(List<String> names) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new UsageException(
            "argument --on: invalid choice: '"
                + name
                + "' (choose from "
                + String.join(", ", NAMES)
                + ")");
      }
    }
  }

  /// WebAssembly is measured as most pages have it, on one thread, and as isolated ones have it;
  /// our own runtime on one thread, too.
  void measure(List<String> names, ProgressLine progress) {
    int cores = Runtime.getRuntime().availableProcessors();
    ClientRuns clients = new ClientRuns(workplace, server, tfjs);
    Contest contest = board.contest();
    List<Step> steps = new ArrayList<>();
    for (String name : NAMES.stream().filter(names::contains).toList()) {
      switch (name) {
        case "chromium-webgl" ->
            steps.add(tfjs("Chromium, WebGL", p -> clients.chromium("webgl", p, contest.plan())));
        case "chromium-wasm" -> {
          steps.add(tfjs("Chromium, wasm", p -> clients.chromium("wasm", p, contest.plan())));
          if (cores / TFJS_CORES_PER_THREAD > 1) {
            steps.add(
                tfjs(
                    "Chromium, wasm with threads",
                    p -> clients.chromium("wasm-threads", p, contest.plan())));
          }
        }
        case "node-wasm" -> steps.add(tfjs("Node, wasm", p -> clients.node(p, contest.plan())));
        default -> {
          steps.add(jvm(1));
          if (cores > 1) {
            steps.add(jvm(cores));
          }
        }
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      progress.at(steps.get(i).place().label(), (double) i / steps.size());
      steps.get(i).run();
    }
  }

  private record Step(Place place, java.util.function.Consumer<Place> measures) {
    void run() {
      measures.accept(place);
    }
  }

  private Step tfjs(String title, java.util.function.Consumer<Place> measures) {
    return new Step(
        board.place(Board.Engine.TFJS, title),
        tfjs.isPresent() ? measures : place -> place.fault(missing));
  }

  private Step jvm(int threads) {
    return new Step(
        board.place(Board.Engine.JVM, "tfjs4j on the JVM"),
        place -> new JvmRuns(threads).measure(board.contest(), place));
  }
}
