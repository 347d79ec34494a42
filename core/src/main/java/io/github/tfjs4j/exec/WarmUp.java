package io.github.tfjs4j.exec;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Runs what a kernel consists of until the JIT has compiled it; models use another kernel until
/// then. It happens once a process, for one kernel after the other on a thread of its own, which
/// waits until a model has run once or has been at it for a while: whoever wants one result soon
/// gets it before the other core is taken.
final class WarmUp {
  private static final Map<Object, WarmUp> ALL = new ConcurrentHashMap<>();
  private static final CountDownLatch FIRST_RUN = new CountDownLatch(1);
  private static final long FIRST_RUN_MILLIS = 500;

  private static final ThreadPoolExecutor THREAD =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("tfjs4j: warm-up").factory());

  private volatile boolean done;

  private WarmUp() {}

  /// @return empty for a kernel that is good from its first call on
  static Optional<WarmUp> of(Kernel.Maker maker) {
    return of(maker, maker.warmUp());
  }

  /// @param what is warmed up, once
  /// @param work as of [Kernel.Maker#warmUp]
  static Optional<WarmUp> of(Object what, Optional<BooleanSupplier> work) {
    return work.map(w -> ALL.computeIfAbsent(what, _ -> start(w)));
  }

  private static WarmUp start(BooleanSupplier work) {
    WarmUp warmUp = new WarmUp();
    THREAD.execute(() -> {
      try {
        boolean _ = FIRST_RUN.await(FIRST_RUN_MILLIS, TimeUnit.MILLISECONDS);
        warmUp.done = work.getAsBoolean();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    return warmUp;
  }

  /// A model has run.
  static void ran() {
    FIRST_RUN.countDown();
  }

  /// Whether the kernel is to be used; never, where it did not become fast.
  boolean isDone() {
    return done;
  }
}
