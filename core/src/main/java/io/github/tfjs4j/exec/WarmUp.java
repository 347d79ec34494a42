package io.github.tfjs4j.exec;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Runs what a kernel consists of until the JIT has compiled it, on a thread of its own; models use
/// another kernel until then. It happens once a process, when the first model that has such a
/// kernel is compiled.
final class WarmUp {
  private static final Map<Object, WarmUp> ALL = new ConcurrentHashMap<>();

  private volatile boolean done;

  private WarmUp() {}

  /// @return empty for a kernel that is good from its first call on
  static Optional<WarmUp> of(Kernel.Maker maker) {
    return of(maker, maker.name(), maker.warmUp());
  }

  /// @param what is warmed up, once
  /// @param work as of [Kernel.Maker#warmUp]
  static Optional<WarmUp> of(Object what, String name, Optional<BooleanSupplier> work) {
    return work.map(w -> ALL.computeIfAbsent(what, _ -> start(name, w)));
  }

  private static WarmUp start(String name, BooleanSupplier work) {
    WarmUp warmUp = new WarmUp();
    Thread.ofPlatform()
        .daemon()
        .name("tfjs4j: " + name)
        .start(() -> warmUp.done = work.getAsBoolean());
    return warmUp;
  }

  /// Whether the kernel is to be used; never, where it did not become fast.
  boolean isDone() {
    return done;
  }
}
