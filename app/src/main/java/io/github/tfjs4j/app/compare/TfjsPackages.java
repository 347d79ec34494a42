package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.format.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// TensorFlow.js as npm installs it.
///
/// @param tfjs the folder of `@tensorflow/tfjs`
/// @param wasm the folder of `@tensorflow/tfjs-backend-wasm`
public record TfjsPackages(Path tfjs, Path wasm) {
  private static final String TFJS = "@tensorflow/tfjs";
  private static final String WASM = "@tensorflow/tfjs-backend-wasm";

  /// @param home the folder whose `node_modules` are searched, then those of the folders above it,
  ///   then `NODE_PATH`
  public static Optional<TfjsPackages> find(Path home) {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path at = home.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      folders.add(at.resolve("node_modules"));
    }
    String more = System.getenv("NODE_PATH");
    if (more != null) {
      for (String folder : more.split(File.pathSeparator, -1)) {
        folders.add(Path.of(folder));
      }
    }
    return find(TFJS, folders).flatMap(t -> find(WASM, folders).map(w -> new TfjsPackages(t, w)));
  }

  private static Optional<Path> find(String name, Set<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(folder -> Files.isRegularFile(folder.resolve("package.json")))
        .findFirst();
  }

  /// How to get them.
  ///
  /// @param version of TensorFlow.js
  public static String missing(Path home, String version) {
    return "TensorFlow.js is not installed in "
        + home.toAbsolutePath().normalize()
        + ": npm install --prefix "
        + home.toAbsolutePath().normalize()
        + " "
        + TFJS
        + "@"
        + version
        + " "
        + WASM
        + "@"
        + version;
  }

  /// As its `package.json` has it.
  public String version() {
    return Json.read(tfjs.resolve("package.json")).path("version").string("?");
  }

  /// A file that a page loads: the bundles, and WebAssembly.
  Optional<byte[]> file(String name) throws IOException {
    Path file =
        switch (name) {
          case "tf.min.js" -> tfjs.resolve("dist").resolve(name);
          case "tf-backend-wasm.min.js",
              "tfjs-backend-wasm.wasm",
              "tfjs-backend-wasm-simd.wasm",
              "tfjs-backend-wasm-threaded-simd.wasm" ->
              wasm.resolve("dist").resolve(name);
          default -> null;
        };
    return file != null && Files.isRegularFile(file)
        ? Optional.of(Files.readAllBytes(file))
        : Optional.empty();
  }
}
