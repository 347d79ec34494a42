package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.app.compare.Board.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts Chromium or Node as a client of the server, and waits until it has measured.
public record ClientRuns(Workplace workplace, Server server, Optional<TfjsPackages> tfjs) {
  private static final List<String> SCRIPTS = List.of("measure.mjs", "node.mjs");

  /// Beside the time that a pair may take: to start, to load a model, for one slow prediction.
  private static final int PATIENCE_SECONDS = 120;

  private static final int MOST_LINES = 5;

  /// A headless browser opens nothing but our own page, so it needs no sandbox, which containers
  /// seldom allow. Where there is no graphics card, WebGL is computed by SwiftShader.
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-quic",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-extensions",
          "--disable-dev-shm-usage",
          "--disable-background-timer-throttling",
          "--disable-renderer-backgrounding",
          "--ignore-gpu-blocklist",
          "--enable-unsafe-swiftshader");

  /// @param backend as the page knows it: `webgl`, `wasm`, or `wasm-threads`
  public void chromium(String backend, Place place, Plan plan) {
    Optional<Path> browser = Programs.chromium();
    if (browser.isEmpty()) {
      place.fault(Programs.NO_BROWSER);
      return;
    }
    String client = server.open(place);
    Path profile = workplace.folder("profile-" + backend);
    List<String> command = new ArrayList<>(List.of(browser.get().toString()));
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add(server.origin() + "/?run=" + backend + "&client=" + client);
    await(command, client, place, plan);
    Workplace.delete(profile);
  }

  /// On the wasm backend, the fastest that needs no native library.
  public void node(Place place, Plan plan) {
    Optional<Path> node = Programs.node();
    if (node.isEmpty()) {
      place.fault(Programs.NO_NODE);
      return;
    }
    String client = server.open(place);
    TfjsPackages packages = tfjs.orElseThrow();
    try {
      Path scripts = Files.createDirectories(workplace.folder("node"));
      for (String script : SCRIPTS) {
        try (InputStream in = ClientRuns.class.getResourceAsStream(script)) {
          Files.write(scripts.resolve(script), in.readAllBytes());
        }
      }
      await(
          List.of(
              node.get().toString(),
              scripts.resolve("node.mjs").toString(),
              server.origin(),
              server.key(),
              client,
              packages.tfjs().toString(),
              packages.wasm().toString()),
          client,
          place,
          plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(List<String> command, String client, Place place, Plan plan) {
    Path log = workplace.folder("log-" + client);
    Process process;
    try {
      process = workplace.start(command, log);
    } catch (IOException e) {
      place.fault(command.getFirst() + " cannot be started: " + e.getMessage());
      return;
    }
    try {
      Server.Session session = server.session(client);
      double patience = PATIENCE_SECONDS + 2 * plan.seconds();
      while (!session.isDone()) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          if (!session.isDone()) {
            place.fault(
                command.getFirst() + " ended with status " + process.exitValue() + end(log));
          }
          return;
        }
        if (session.silentSeconds() > patience) {
          place.fault(
              command.getFirst() + " said nothing for " + Math.round(patience) + " s" + end(log));
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      place.fault("interrupted");
    } finally {
      Workplace.kill(process);
    }
  }

  /// The last that a program said.
  private static String end(Path log) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip().lines().toList();
      return lines.isEmpty()
          ? ""
          : ": "
              + String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    } catch (IOException _) {
      return "";
    }
  }
}
