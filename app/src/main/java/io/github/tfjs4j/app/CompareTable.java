package io.github.tfjs4j.app;

import io.github.tfjs4j.app.compare.Board;
import io.github.tfjs4j.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `tfjs4j compare` prints.
record CompareTable(Board board) {
  String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      print(board.tree(), out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// What kept places from being measured.
  String faults() {
    return board.tree().path("places").stream()
        .flatMap(p -> p.path("faults").stream())
        .map(Tree::stringValue)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static void print(Tree all, PrintStream out) {
    int number = 0;
    for (Tree pair : all.path("pairs")) {
      List<Tree> feeds = pair.path("feeds").items();
      for (int f = 0; f < feeds.size(); f++) {
        out.println(pair.path("title").stringValue() + ", " + feeds.get(f).stringValue());
        TextTable table =
            new TextTable(
                "Where",
                ">LayersModel ms",
                ">GraphModel ms",
                "GraphModel is",
                ">Runs",
                "Same numbers");
        for (Tree place : all.path("places")) {
          row(place, number, f, table);
        }
        table.print(out);
        out.println();
      }
      number++;
    }
    for (Tree place : all.path("places")) {
      for (Tree fault : place.path("faults")) {
        out.println(place.path("title").stringValue() + ": " + fault.stringValue());
      }
    }
    all.path("words").forEach(words -> out.println(words.stringValue()));
    out.println(all.path("agreement").stringValue());
    all.path("machine").fields().forEach((k, v) -> out.println(k + ": " + v.stringValue()));
  }

  private static void row(Tree place, int pair, int feed, TextTable table) {
    String detail = place.path("detail").stringValue();
    String where = place.path("title").stringValue() + (detail.isEmpty() ? "" : ", " + detail);
    for (Tree result : place.path("results")) {
      if (result.path("pair").intValue() == pair && result.path("feed").intValue() == feed) {
        table.row(
            where,
            millis(result.path("layers")),
            millis(result.path("graph")),
            result.path("gain").stringValue(),
            Long.toString(result.path("graph").path("runs").longValue()),
            said(result.path("layersAgreement"), result.path("graphAgreement")));
        return;
      }
    }
    table.row(
        where, "-", "-", "", "0", place.path("faults").isEmpty() ? "not measured" : "see below");
  }

  private static String millis(Tree times) {
    double ms = times.path("median").doubleValue();
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : "%.1f", ms);
  }

  private static String said(Tree layers, Tree graph) {
    Tree worst = layers.path("ok").isTrue() ? graph : layers;
    if (worst.path("ok").isTrue()) {
      return "yes";
    }
    String fault = worst.path("fault").stringValue();
    return "NO: " + (fault.isEmpty() ? "differs by " + worst.path("worst") : fault);
  }
}
