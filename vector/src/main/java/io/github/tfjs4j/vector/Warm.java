package io.github.tfjs4j.vector;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Calls a method until the JIT has made vector instructions of it. Before that each operation on a
/// vector is a call with an object as its result, hundreds of times slower.
///
/// The system property `tfjs4j.vector.warm=false` leaves it out, for tests.
final class Warm {
  private static final boolean IS_WANTED =
      !"false".equals(System.getProperty("tfjs4j.vector.warm"));

  /// Multiply-adds a nanosecond: compiled code of the shortest vectors does twice as many, any
  /// other a tenth.
  private static final double COMPILED = 0.5;

  private static final long BATCH_NANOS = 2_000_000;
  private static final int GOOD_BATCHES = 3;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private Warm() {}

  /// @param calls what is to be compiled, with the multiply-adds of a call
  static Optional<BooleanSupplier> up(Map<Runnable, Integer> calls) {
    return IS_WANTED
        ? Optional.of(() -> {
          long end = System.nanoTime() + PATIENCE_NANOS;
          return calls.entrySet().stream().allMatch(c -> up(c.getKey(), c.getValue(), end));
        })
        : Optional.empty();
  }

  private static boolean up(Runnable call, int work, long end) {
    int good = 0;
    while (good < GOOD_BATCHES) {
      long start = System.nanoTime();
      long now = start;
      long fastest = Long.MAX_VALUE;
      while (now - start < BATCH_NANOS) {
        long before = now;
        call.run();
        now = System.nanoTime();
        fastest = Math.min(fastest, now - before);
      }
      // On a busy machine others have the core in the midst of some calls.
      good = work > COMPILED * fastest ? good + 1 : 0;
      if (now > end) {
        return false;
      }
    }
    return true;
  }
}
