package io.github.tfjs4j.app.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A folder for what is needed meanwhile and the programs that were started: none of them outlives
/// it, nor the JVM if that is interrupted.
public final class Workplace implements AutoCloseable {
  private static final int TRIES = 20;
  private static final long BETWEEN_TRIES_MS = 100;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::end);
  private boolean isEnded;

  public Workplace() throws IOException {
    folder = Files.createTempDirectory("tfjs4j-compare");
    java.lang.Runtime.getRuntime().addShutdownHook(hook);
  }

  /// A folder of this name, which is not made.
  public Path folder(String name) {
    return folder.resolve(name);
  }

  /// @param log the file that takes what it prints
  synchronized Process start(List<String> command, Path log) throws IOException {
    if (isEnded) {
      throw new IOException("the program is being stopped");
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(
                ProcessBuilder.Redirect.from(Files.createTempFile(folder, "in", "").toFile()))
            .start();
    processes.add(process);
    return process;
  }

  /// Ends a program and all that it started.
  static void kill(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(2, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Deletes what is there. A browser that was ended a moment ago may still write to its folder.
  static void delete(Path folder) {
    for (int i = 0; i < TRIES && Files.exists(folder); i++) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | java.io.UncheckedIOException _) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    try {
      java.lang.Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is going down, and the hook runs or has run.
    }
  }

  private synchronized void end() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    processes.forEach(Workplace::kill);
    delete(folder);
  }
}
