package io.github.tfjs4j.app.compare;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds programs of others on this machine.
final class Programs {
  private static final String CHROMIUM = "CHROMIUM";
  private static final List<String> BROWSERS =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "microsoft-edge",
          "chrome.exe",
          "msedge.exe");

  /// Where systems without a PATH to their programs have them.
  private static final List<String> USUAL =
      List.of(
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
          "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe");

  static final String NO_BROWSER =
      "there is no Chromium: install Chromium or Chrome (Debian, Ubuntu: apt install chromium), or"
          + " set CHROMIUM to the path of one";
  static final String NO_NODE =
      "there is no node on the PATH: install Node.js 20 or newer, https://nodejs.org";

  private Programs() {}

  /// A browser that is driven by a command line as Chromium's.
  static Optional<Path> chromium() {
    String named = System.getenv(CHROMIUM);
    if (named != null && !named.isEmpty()) {
      return Stream.of(named).flatMap(n -> file(n)).findFirst();
    }
    return Stream.concat(
            BROWSERS.stream().flatMap(Programs::onPath), USUAL.stream().flatMap(Programs::file))
        .findFirst();
  }

  static Optional<Path> node() {
    return Stream.of("node", "node.exe").flatMap(Programs::onPath).findFirst();
  }

  private static Stream<Path> onPath(String name) {
    String path = System.getenv("PATH");
    return path == null
        ? Stream.empty()
        : Stream.of(path.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .flatMap(folder -> file(folder + File.separator + name));
  }

  private static Stream<Path> file(String name) {
    try {
      return Stream.of(Path.of(name)).filter(f -> Files.isRegularFile(f) && Files.isExecutable(f));
    } catch (InvalidPathException _) {
      return Stream.empty();
    }
  }
}
