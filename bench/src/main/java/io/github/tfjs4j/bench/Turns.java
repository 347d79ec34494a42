package io.github.tfjs4j.bench;

import java.util.Arrays;
import java.util.Optional;

/// Times of runtimes that took turns, a prediction each, so that whatever else the machine does
/// meets both alike.
///
/// @param firstMs the first prediction of the first of them
/// @param ms the later ones, sorted
/// @param peerMs those of the second, sorted
/// @param ratios of each round, the first to the second, sorted
record Turns(double firstMs, double[] ms, double[] peerMs, double[] ratios) {
  /// @param seconds how long rounds are counted, after half as long in which they are not
  static Turns of(Runs runs, Optional<Runs> peer, double seconds) {
    double first = millis(runs);
    peer.ifPresent(Turns::millis);
    rounds(runs, peer, seconds / 2);
    return rounds(runs, peer, seconds).withFirst(first);
  }

  private Turns withFirst(double first) {
    return new Turns(first, ms, peerMs, ratios);
  }

  private static Turns rounds(Runs runs, Optional<Runs> peer, double seconds) {
    double[] ms = new double[8];
    double[] peerMs = new double[8];
    int n = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (n < 3 || System.nanoTime() < end) {
      if (n == ms.length) {
        ms = Arrays.copyOf(ms, 2 * n);
        peerMs = Arrays.copyOf(peerMs, 2 * n);
      }
      ms[n] = millis(runs);
      peerMs[n] = peer.isPresent() ? millis(peer.get()) : Double.NaN;
      n++;
    }
    double[] ratios = new double[n];
    for (int i = 0; i < n; i++) {
      ratios[i] = ms[i] / peerMs[i];
    }
    return new Turns(0, sorted(ms, n), sorted(peerMs, n), sorted(ratios, n));
  }

  private static double millis(Runs runs) {
    long start = System.nanoTime();
    runs.predict();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double[] sorted(double[] values, int n) {
    double[] sorted = Arrays.copyOf(values, n);
    Arrays.sort(sorted);
    return sorted;
  }

  /// @param share 0 for the least of sorted values, 0.5 for the median
  static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
