package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What everything ran on.
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String VECTORS = "jdk.incubator.vector";

  private Machine() {}

  /// Texts by what they are about.
  static Tree tree(Map<String, String> versions) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    versions.forEach((name, version) -> fields.put(name, Tree.of(version)));
    fields.put("Processor", Tree.of(processor()));
    memory().forEach((key, value) -> fields.put(key, Tree.of(value)));
    fields.put("System", Tree.of(property("os.name") + " " + property("os.version")));
    boolean vectors = ModuleLayer.boot().findModule(VECTORS).isPresent();
    fields.put(
        "JVM",
        Tree.of(
            property("java.vm.name")
                + " "
                + java.lang.Runtime.version()
                + (vectors ? ", with the Vector API" : ", without the Vector API")));
    fields.put("Date", Tree.of(Instant.now().truncatedTo(ChronoUnit.MINUTES).toString()));
    return Tree.object(fields);
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }

  private static String processor() {
    int cores = java.lang.Runtime.getRuntime().availableProcessors();
    return model() + ", " + cores + (cores == 1 ? " core" : " cores");
  }

  /// Its name where the system tells, else its architecture.
  private static String model() {
    try (Stream<String> lines =
        Files.isReadable(PROCESSORS) ? Files.lines(PROCESSORS) : Stream.empty()) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(property("os.arch"));
    } catch (IOException _) {
      return property("os.arch");
    }
  }

  private static Map<String, String> memory() {
    if (!(ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean os)) {
      return Map.of();
    }
    Map<String, String> out = new LinkedHashMap<>();
    out.put("Memory", String.format(Locale.ROOT, "%.1f GB", os.getTotalMemorySize() / 1e9));
    double load = os.getSystemLoadAverage();
    if (load > java.lang.Runtime.getRuntime().availableProcessors() / 2.0) {
      out.put(
          "Busy",
          String.format(
              Locale.ROOT,
              "the load was %.1f when this began: other programs made the times longer",
              load));
    }
    return out;
  }
}
